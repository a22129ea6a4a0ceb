"""The description of the service (OpenAPI): every refusal of every operation, in the one form that it really has."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from api.errors import MEDIA_TYPE, responses

_METHODS = ("get", "put", "post", "patch", "delete")
_SCHEMA = {"$ref": "#/components/schemas/ErrorBody"}
_OF_THE_LIBRARY = ("HTTPValidationError", "ValidationError")
_KEY = "Idempotency-Key"
_NEEDS_NOTHING = "/healthz"


def install(app: FastAPI) -> None:
    """Put right what FastAPI says of errors, and add those that every route has by being behind the same door."""
    usual = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            made = usual()
            for path, methods in made["paths"].items():
                for method in _METHODS:
                    if method in methods:
                        _mend(path, method, methods[method])
            for name in _OF_THE_LIBRARY:
                made["components"]["schemas"].pop(name, None)
        described: dict[str, Any] = app.openapi_schema or usual()
        return described

    app.openapi = openapi  # type: ignore[method-assign]


def _mend(path: str, method: str, operation: dict[str, Any]) -> None:
    found: dict[str, Any] = operation["responses"]
    if "HTTPValidationError" in str(found.get("422")):
        del found["422"]
    for status, response in responses(*_everywhere(path, method, operation)).items():
        present = found.setdefault(str(status), {"description": "", "content": {}})
        examples = present["content"].setdefault(MEDIA_TYPE, {}).setdefault("examples", {})
        for code, example in response["content"][MEDIA_TYPE]["examples"].items():
            if code not in examples:
                examples[code] = example
                present["description"] = " / ".join(filter(None, (present["description"], code)))
    for status, response in found.items():
        if int(status) >= 400:
            response["content"] = {MEDIA_TYPE: {**response["content"][MEDIA_TYPE], "schema": dict(_SCHEMA)}}


def _everywhere(path: str, method: str, operation: dict[str, Any]) -> list[str]:
    """Codes that a route has without saying so itself."""
    if path == _NEEDS_NOTHING:
        return ["bad_request", "bug"]
    # What is no JSON, or not even text, is bad_request as well: 422, never 400.
    codes = ["bad_request", "no_database", "bug"]
    if method != "get":
        codes += ["cross_site", "collided"]
    if "requestBody" in operation:
        codes.append("too_big")
    if "{" in path:
        # An empty or odd part of an address leads to another route, or to none.
        codes += ["not_found", "no_such_method"]
    if any(p["name"] == _KEY for p in operation.get("parameters", ())):
        codes += ["key_reused", "still_working", "answer_lost", "not_logged_in"]
    return codes

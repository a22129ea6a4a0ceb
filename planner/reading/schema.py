"""The school file as JSON Schema, for editors that complete and check while somebody types."""

from __future__ import annotations

from typing import Any

from planner.models.school import School


def school_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) by the keys used in files; every field has a description and its Chinese key as ``x-zh``."""
    schema = _renamed(School.model_json_schema(by_alias=True))
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _renamed(node: Any, inside_properties: bool = False) -> Any:
    if isinstance(node, dict):
        # A property may itself be called 'zh' (bilingual text): only annotations are renamed, never properties.
        return {
            ("x-zh" if key == "zh" and not inside_properties else key): _renamed(
                value, inside_properties=key in ("properties", "$defs") and not inside_properties
            )
            for key, value in node.items()
        }
    return [_renamed(item) for item in node] if isinstance(node, list) else node

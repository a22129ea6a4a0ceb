"""The school file as JSON Schema, for editors that complete and check while somebody types."""

from __future__ import annotations

from typing import Any

from planner.messages.rules import rule_sentence
from planner.models.formats import SCHOOL
from planner.models.rules import RULES
from planner.models.school import School


def school_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) by the keys used in files; every field has a description and its Chinese key as ``x-zh``.

    The rules stand in it one by one with their sentences, the Chinese one as ``x-zh``.
    """
    schema = _renamed(School.model_json_schema(by_alias=True))
    number = {"description": "version of the form of this file; none = 1", "type": "integer", "const": SCHOOL, "x-zh": "格式"}
    schema["properties"] = {"format": number, **schema["properties"]}
    rules = schema["properties"]["rules"]
    setting = rules.pop("additionalProperties")
    rules["properties"] = {name: {**setting, **_described(name)} for name in RULES}
    rules["additionalProperties"] = False
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _described(name: str) -> dict[str, str]:
    rule = RULES[name]
    price = f", weight {rule.weight}" if rule.mode == "soft" else ""
    return {"description": f"{rule.sentence} As it comes: {rule.mode}{price}.", "x-zh": rule_sentence(name, "zh")}


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

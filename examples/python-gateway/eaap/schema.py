"""Whether a document matches one of schemas/: the part of JSON Schema 2020-12 that these schemas use."""

import functools
import json
import os
import re
from pathlib import Path

from eaap.canonical import canonical

HERE = Path(__file__).resolve().parents[1]
SCHEMAS = Path(os.environ.get("EAAP_SCHEMAS", HERE.parents[1] / "schemas"))


@functools.cache
def schema(name: str) -> dict:
    return json.loads((SCHEMAS / f"{name}.json").read_text("utf-8"))


@functools.cache
def pattern(text: str) -> re.Pattern:
    """A pattern as ECMA-262 reads it: `$` is the end alone, and `.` no line terminator."""
    text = re.sub(r"\\.|\[(?:\\.|[^\]])*\]|\.|\$", ecma, text)
    return re.compile(text, re.ASCII)


def ecma(found: re.Match) -> str:
    return {".": "[^\n\r\u2028\u2029]", "$": r"\Z"}.get(found[0], found[0])


def is_number(value) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


TYPES = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "number": is_number,
    "integer": lambda value: is_number(value) and value == value // 1,
}


def matches(name: str, value) -> bool:
    """Whether a value matches the schema of this name."""
    return fits(schema(name), value)


def misfit(name: str, value) -> str | None:
    """The pointer to a place at which a value does not match the schema of this name, or None when it matches."""
    return None if matches(name, value) else where(schema(name), value)


def where(rule: dict, value) -> str:
    """The pointer to what is wrong in a value that does not match: the deepest member that a single rule is for."""
    if "$ref" in rule and len(rule) == 1:
        return where(schema(rule["$ref"].rsplit(":", 1)[1]), value)
    if isinstance(value, dict):
        members = rule.get("properties", {})
        for name, member in value.items():
            if name in members and not fits(members[name], member):
                return "/" + name.replace("~", "~0").replace("/", "~1") + where(members[name], member)
    if isinstance(value, list) and isinstance(rule.get("items"), dict):
        for index, member in enumerate(value):
            if not fits(rule["items"], member):
                return f"/{index}" + where(rule["items"], member)
    return ""


def fits(rule: dict, value) -> bool:
    """Whether a value matches a schema."""
    if "$ref" in rule and not matches(rule["$ref"].rsplit(":", 1)[1], value):
        return False
    if "type" in rule:
        types = [rule["type"]] if isinstance(rule["type"], str) else rule["type"]
        if not any(TYPES[name](value) for name in types):
            return False
    if "const" in rule and canonical(value) != canonical(rule["const"]):
        return False
    if "enum" in rule and not (isinstance(value, str) and value in rule["enum"]):
        if canonical(value) not in [canonical(one) for one in rule["enum"]]:
            return False
    if "anyOf" in rule and not any(fits(one, value) for one in rule["anyOf"]):
        return False
    if isinstance(value, str):
        return text_fits(rule, value)
    if isinstance(value, list):
        return list_fits(rule, value)
    if isinstance(value, dict):
        return object_fits(rule, value)
    if is_number(value):
        return rule.get("minimum", value) <= value <= rule.get("maximum", value)
    return True


def text_fits(rule: dict, value: str) -> bool:
    return (
        rule.get("minLength", 0) <= len(value) <= rule.get("maxLength", len(value))
        and ("pattern" not in rule or pattern(rule["pattern"]).search(value) is not None)
    )


def list_fits(rule: dict, value: list) -> bool:
    if not rule.get("minItems", 0) <= len(value) <= rule.get("maxItems", len(value)):
        return False
    if rule.get("uniqueItems") and len({canonical(one) for one in value}) < len(value):
        return False
    first = rule.get("prefixItems", [])
    items = rule.get("items", {})
    if items is False:
        items, value = {}, value if len(value) <= len(first) else None
        if value is None:
            return False
    return all(fits(one, each) for one, each in zip(first, value)) and all(
        fits(items, each) for each in value[len(first) :]
    )


def object_fits(rule: dict, value: dict) -> bool:
    if len(value) > rule.get("maxProperties", len(value)) or any(name not in value for name in rule.get("required", [])):
        return False
    if "propertyNames" in rule and not all(fits(rule["propertyNames"], name) for name in value):
        return False
    members, others = rule.get("properties", {}), rule.get("additionalProperties", True)
    for name, member in value.items():
        one = members.get(name, others)
        if one is False or one is not True and not fits(one, member):
            return False
    return True

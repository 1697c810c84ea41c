"""The API's own description, and whether an answer is one that it tells of.

Every answer that the API tests get is held to it, so the description cannot fall behind.
"""

import functools
import json
import pathlib
import re

import jsonschema

DESCRIPTION = json.loads((pathlib.Path(__file__).resolve().parents[2]
                          / "gateway/api/openapi.json").read_text())


def _pattern(template):
    """A path with its parameters as a regular expression; {name...} takes the rest."""
    parts = re.split(r"(\{[^}]*\})", template)
    return re.compile("".join(
        (".+" if part.endswith("...}") else "[^/]+") if part.startswith("{") else re.escape(part)
        for part in parts))


# The most literal first, as the router has it.
_PATHS = sorted(((_pattern(template), operations, template)
                 for template, operations in DESCRIPTION["paths"].items()),
                key=lambda row: (row[2].count("{"), -len(row[2])))


def _found(value):
    """What a reference leads to, or the value itself."""
    if "$ref" not in value:
        return value
    found = DESCRIPTION
    for name in value["$ref"].removeprefix("#/").split("/"):
        found = found[name]
    return found


@functools.lru_cache(maxsize=None)
def _validator(schema_text):
    """Validates by a schema of the description, whose references become the schema's own."""
    whole = {"$defs": DESCRIPTION["components"]["schemas"], **json.loads(schema_text)}
    local = json.dumps(whole).replace("#/components/schemas/", "#/$defs/")
    return jsonschema.Draft202012Validator(json.loads(local))


def operation_of(method, target):
    """The described operation, or None."""
    path = target.split("?")[0]
    for pattern, operations, _ in _PATHS:
        if pattern.fullmatch(path):
            return operations.get({"HEAD": "get"}.get(method, method.lower()))
    return None


def complaint(method, target, status, content_type, body):
    """What the description does not tell of this answer; None where it tells all of it."""
    operation = operation_of(method, target)
    if operation is None or status == 304 or method == "HEAD":
        return None  # what is not there is answered 404 or 405
    responses = operation["responses"]
    described = responses.get(str(status)) or (responses.get("default") if status >= 400 else None)
    if described is None:
        return f"status {status} is not described"
    content = _found(described).get("content")
    if content is None:
        return None
    kind = (content_type or "").split(";")[0]
    if kind not in content:
        return f"type {kind} is not described for status {status}"
    schema = content[kind].get("schema")
    if schema is None:
        return None
    errors = list(_validator(json.dumps(schema)).iter_errors(json.loads(body)))
    return "; ".join(f"{list(error.path)}: {error.message[:200]}" for error in errors[:3]) or None

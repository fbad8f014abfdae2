"""GitHub's own words: the description of its REST API and examples of its webhooks, extracted from npm packages.

`published/*.json` name package, version and licence. Requests and answers are checked against the description.
"""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import jsonschema

FOLDER = Path(__file__).parent / "published"
API: dict[str, Any] = json.loads((FOLDER / "rest-api.json").read_text())
WEBHOOKS: dict[str, Any] = json.loads((FOLDER / "webhooks.json").read_text())


def _json_schema(value: Any) -> Any:
    """OpenAPI 3.0 says `nullable` where JSON Schema says a list of types."""
    if isinstance(value, list):
        return [_json_schema(item) for item in value]
    if not isinstance(value, dict):
        return value
    made = {key: _json_schema(item) for key, item in value.items() if key != "nullable"}
    if value.get("nullable"):
        return {"anyOf": [made, {"type": "null"}]}
    return made


COMPONENTS = _json_schema(API["components"])


def _check(schema: Any, value: Any) -> None:
    whole = {**_json_schema(schema), "components": COMPONENTS}
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    jsonschema.Draft202012Validator(whole, format_checker=checker).validate(value)


def operation(method: str, path: str) -> tuple[str, dict[str, str], dict[str, Any]]:
    """The described path that an address stands for, its parts, and what is said of it. Raises LookupError."""
    for template, operations in API["paths"].items():
        pattern = re.sub(
            r"\\{(\w+)\\}", lambda m: f"(?P<{m[1]}>{'.+' if m[1] == 'ref' else '[^/]+'})", re.escape(template)
        )
        found = re.fullmatch(pattern, path)
        if found and method.lower() in operations:
            return (
                template,
                {name: unquote(part) for name, part in found.groupdict().items()},
                operations[method.lower()],
            )
    raise LookupError(f"{method} {path} is not described")


def check_request(method: str, address: str, body: Any) -> tuple[str, dict[str, str], dict[str, str]]:
    """(described path, its parts, the query). Raises AssertionError for what GitHub's description does not allow."""
    url = urlsplit(address)
    template, parts, described = operation(method, url.path)
    query = dict(parse_qsl(url.query, keep_blank_values=True, strict_parsing=bool(url.query)))
    parameters = {p["name"]: p for p in map(_resolved, described["parameters"])}
    for name, text in {**parts, **query}.items():
        assert name in parameters, f"{template} has no parameter {name}"
        schema = parameters[name].get("schema", {})
        number = schema.get("type") == "integer"
        assert not number or text.isdecimal(), f"{name}={text} is no integer"
        _check(schema, int(text) if number else text)
    if described.get("requestBody"):
        _check(described["requestBody"]["content"]["application/json"]["schema"], body)
    else:
        assert body is None, f"{method} {template} takes no body"
    return template, parts, query


def check_answer(method: str, template: str, status: int, body: Any) -> None:
    """Raises if the stand-in says what GitHub would not."""
    described = API["paths"][template][method.lower()]["responses"].get(str(status))
    if described is not None:
        _check(described["content"]["application/json"]["schema"], body)


def _resolved(parameter: dict[str, Any]) -> dict[str, Any]:
    found: Any = API
    if "$ref" not in parameter:
        return parameter
    for part in parameter["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return dict(found)


def webhook(name: str) -> dict[str, Any]:
    """The published example of an event, such as `pull_request.opened`; a copy."""
    example: dict[str, Any] = copy.deepcopy(WEBHOOKS[name])
    return example

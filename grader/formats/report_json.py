"""The report as JSON: schema grader/report/v1, the contract that other programs build on; and back."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any

from grader.formats.escaping import visible
from grader.formats.graded import Context, Graded
from grader.model import Item, Misconception, Outcome, Report

SCHEMA = "grader/report/v1"


def to_json(report: Report) -> dict[str, Any]:
    """A dict of JSON values only. Infinite or undefined numbers become null: JSON has no word for them."""
    return {"schema": SCHEMA, **_jsonable(asdict(report))}


def from_json(document: Mapping[str, Any]) -> Report:
    """The report of such a dict. Fields that a later version added are passed over. Raises ValueError."""
    if document.get("schema") != SCHEMA:
        raise ValueError(f"the document is {document.get('schema')!r}, not {SCHEMA!r}")
    try:
        items = tuple(Item(**{**_known(Item, item), "outcome": Outcome(item["outcome"])}) for item in document["items"])
        named = tuple(Misconception(**_known(Misconception, found)) for found in document["misconceptions"])
        given = {**_known(Report, document), "items": items, "misconceptions": named}
        return Report(**{**given, "notes": tuple(document["notes"])})
    except (KeyError, TypeError) as error:
        raise ValueError(f"the document is no {SCHEMA}: {error}") from error


def render(graded: Sequence[Graded], _context: Context) -> str:
    """JSON Lines: a report a line, with its file."""
    return "".join(f"{line(one)}\n" for one in graded)


def line(one: Graded) -> str:
    """One report as one line."""
    return json.dumps({"file": visible(one.path), **to_json(one.report)}, ensure_ascii=False)


def _known(type_: type, document: Mapping[str, Any]) -> dict[str, Any]:
    names = {field.name for field in fields(type_)}
    return {name: value for name, value in document.items() if name in names}


def _jsonable(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _jsonable(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_jsonable(item) for item in value]
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    return value

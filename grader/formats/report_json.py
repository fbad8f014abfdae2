"""The report as JSON: schema grader/report/v1, the contract that other programs build on."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import Any

from grader.model import Report

SCHEMA = "grader/report/v1"


def to_json(report: Report) -> dict[str, Any]:
    """A dict of JSON values only. Infinite or undefined numbers become null: JSON has no word for them."""
    return {"schema": SCHEMA, **_jsonable(asdict(report))}


def _jsonable(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _jsonable(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_jsonable(item) for item in value]
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    return value

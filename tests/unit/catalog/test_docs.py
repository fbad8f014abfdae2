"""The documentation of the format names every field there is."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from grader.catalog import spec
from grader.model import Limits, Report

DOCS = Path(__file__).parents[3] / "docs" / "reference"


def test_every_field_of_the_format_is_documented() -> None:
    text = (DOCS / "exercise-format.md").read_text()
    for model in vars(spec).values():
        if isinstance(model, type) and issubclass(model, spec.Strict) and model is not spec.Strict:
            missing = [name for name in model.model_fields if f"`{name}`" not in text]
            assert missing == [], model.__name__


def test_every_limit_is_documented_with_its_default() -> None:
    rows = [line.split("|") for line in (DOCS / "limits.md").read_text().splitlines() if line.startswith("| `")]
    wanted = {field.name: float(getattr(Limits(), field.name)) for field in fields(Limits)}
    assert {row[1].strip(" `"): float(row[3]) for row in rows if row[1].strip(" `") in wanted} == wanted


def test_every_field_of_the_report_is_documented() -> None:
    text = (DOCS / "report.md").read_text()
    assert [field.name for field in fields(Report) if f"`{field.name}`" not in text] == []

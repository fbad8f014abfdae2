"""The documentation of rubrics holds."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from grader.catalog import rubric_spec
from grader.catalog.rubric_folder import load_rubric
from grader.catalog.spec import Strict
from grader.rubric import unit_tests
from grader.rubric.answer import MAX_CHARACTERS
from grader.rubric.engine import propose
from grader.rubric.prepared import Prepared, prepare
from tests.unit.rubric.conftest import STAGE

ROOT = Path(__file__).parents[3]
DOCS, GRADER = ROOT / "docs", ROOT / "grader"
VERDICTS = ("met", "partly", "not_met")


def test_every_field_of_the_rubric_format_is_documented() -> None:
    text = (DOCS / "reference" / "rubric-format.md").read_text()
    for model in vars(rubric_spec).values():
        if isinstance(model, type) and issubclass(model, Strict) and model is not Strict:
            assert [name for name in model.model_fields if f"`{name}`" not in text] == [], model.__name__


def documented() -> tuple[set[str], set[str]]:
    """The reasons and the flags that the reference lists."""
    text = (DOCS / "reference" / "rubric-format.md").read_text()
    reasons, flags = text.split("\n## Reasons\n")[1].split("\nFlags (`detail.flags`)")
    rows = [line.split("|")[1] for line in reasons.splitlines() if line.startswith("| `")]
    return set(re.findall(r"`([a-z_.]+)`", "".join(rows))), set(re.findall(r"`([a-z_]+)`", flags))


def source() -> str:
    return "\n".join(path.read_text() for name in ("rubric", "llm", "review") for path in (GRADER / name).rglob("*.py"))


def test_every_reason_is_documented_and_every_documented_one_exists() -> None:
    told, code = documented()[0], source()
    kinds = "screen|value|comparison|formula|choice|listing|text|graded"
    written = set(re.findall(rf'"((?:{kinds})\.[a-z_]+)"', code))
    assert len(written) > 25
    assert sorted(written - told) == []
    composed = {f"screen.{flag}" for flag in ("restated", "keywords")} | {f"judge.{verdict}" for verdict in VERDICTS}
    assert sorted(reason for reason in told - composed if f'"{reason}"' not in code) == []


def test_every_flag_is_documented_and_every_documented_one_exists() -> None:
    told, code = documented()[1], source()
    assert sorted(flag for flag in told if not re.search(rf"[\"']{flag}[\"']", code)) == []
    seen = {
        flag
        for line in (ROOT / "tests/problems/answers.jsonl").read_text().splitlines()
        for flag in flags_on(json.loads(line))
    }
    assert len(seen) > 15
    assert sorted(seen - told) == []


def flags_on(entry: dict[str, Any]) -> set[str]:
    ready = prepared(entry["exercise"])
    part = next(part for part in ready.spec.parts if part.id == entry["part"])
    return {flag for proposal in propose(ready, part, entry["answer"]).values() for flag in proposal.flags}


@cache
def prepared(exercise: str) -> Prepared:
    found = load_rubric(STAGE / exercise)
    return prepare(found.spec, found.labels)


def test_every_module_of_the_engine_has_its_place_in_the_overview() -> None:
    text = (DOCS / "explanation" / "how-an-answer-is-judged.md").read_text()
    modules = [path.stem for path in (GRADER / "rubric").glob("*.py") if path.stem != "__init__"]
    assert [name for name in modules if f"`{name}`" not in text] == []
    table = text.split("## The modules")[1]
    named = re.findall(r"`([a-z_]+)`", table)
    assert sorted(set(named) - set(modules)) == []


def test_the_limit_on_an_answer_is_documented() -> None:
    assert f"the first {MAX_CHARACTERS:,} characters" in (DOCS / "reference" / "limits.md").read_text()


def test_the_rubric_of_the_tutorial_loads_and_holds(tmp_path: Path) -> None:
    rubric, examples = re.findall(
        r"```toml\n(.*?)```", (DOCS / "tutorial" / "write-a-rubric.md").read_text(), re.DOTALL
    )
    (tmp_path / "examples").mkdir()
    (tmp_path / "rubric.toml").write_text(rubric)
    (tmp_path / "statement.md").write_text("# 9.1\n")
    (tmp_path / "examples" / "a.toml").write_text(examples)
    exercise = load_rubric(tmp_path)
    tested = unit_tests.run(prepare(exercise.spec), exercise.examples)
    assert [problem for each in tested for problem in each.violations()] == []

"""The documentation of rubrics holds."""

from __future__ import annotations

import re
from pathlib import Path

from grader.catalog import rubric_spec
from grader.catalog.rubric_folder import load_rubric
from grader.catalog.spec import Strict
from grader.rubric import unit_tests
from grader.rubric.answer import MAX_CHARACTERS
from grader.rubric.prepared import prepare

ROOT = Path(__file__).parents[3]
DOCS = ROOT / "docs"


def test_every_field_of_the_rubric_format_is_documented() -> None:
    text = (DOCS / "reference" / "rubric-format.md").read_text()
    for model in vars(rubric_spec).values():
        if isinstance(model, type) and issubclass(model, Strict) and model is not Strict:
            assert [name for name in model.model_fields if f"`{name}`" not in text] == [], model.__name__


def test_every_reason_and_flag_is_documented() -> None:
    text = (DOCS / "reference" / "rubric-format.md").read_text()
    source = "\n".join(path.read_text() for path in (ROOT / "grader" / "rubric").glob("*.py"))
    codes = set(re.findall(r'"((?:screen|value|comparison|formula|choice|listing|text)\.[a-z_]+)"', source))
    assert len(codes) > 25
    assert sorted(code for code in codes if f"`{code}`" not in text) == []


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

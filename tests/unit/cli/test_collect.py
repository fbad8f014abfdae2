"""What people decided joins the graded answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.catalog.graded_answers import GradedAnswer
from grader.cli.collect import append

NEW = GradedAnswer(exercise="6.4", part="c", answer="naïve", gold={"bottleneck": 1.0}, kind="reviewed")


@pytest.mark.parametrize(("before", "lines"), [(None, 1), ("", 1), ('{"a": 1}\n', 2), ('{"a": 1}', 2)])
def test_what_is_collected_stands_on_lines_of_its_own(tmp_path: Path, before: str | None, lines: int) -> None:
    path = tmp_path / "graded.jsonl"
    if before is not None:
        path.write_text(before)
    append(path, [NEW])
    found = path.read_text(encoding="utf-8").splitlines()
    assert len(found) == lines
    assert GradedAnswer.model_validate_json(found[-1]) == NEW

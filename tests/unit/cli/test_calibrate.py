from __future__ import annotations

import itertools
import json
import tomllib
from pathlib import Path

import pytest

from grader.cli.calibrate import Source, calibrate
from grader.settings import Settings

RUBRIC = Path(__file__).parents[3] / "problems" / "stage-06" / "6.9"


def run(folder: Path, lines: list[dict[str, object]], target: float = 0.05) -> tuple[int, dict[str, object]]:
    """Exit code, and the thresholds that were written."""
    labels, out = folder / "labels.jsonl", folder / "thresholds.toml"
    labels.write_text("\n".join(map(json.dumps, lines)))
    code = calibrate(Source(labels, None), target, out, folder / "c.svg", Settings(problems=RUBRIC))
    return code, tomllib.loads(out.read_text()) if out.exists() else {}


def line(answer: str, gold: float, criterion: str, part: str = "a") -> dict[str, object]:
    return {"exercise": "6.9", "part": part, "answer": answer, "gold": {criterion: gold}}


CRITERION = tomllib.loads((RUBRIC / "rubric.toml").read_text())["parts"][0]["criteria"][0]["id"]
BEFORE = ("", "It is", "I get", "That is", "Answer:", "So", "Total:", "We have")
AFTER = ("", "parameters", "weights", "numbers", "in all", "values", "params", "in total")
RIGHT = [f"{before} 38,400,000 {after}" for before, after in itertools.product(BEFORE, AFTER)]


def test_right_answers_in_different_words_prove_a_threshold(tmp_path: Path) -> None:
    code, written = run(tmp_path, [line(text, 1.0, CRITERION) for text in RIGHT])

    assert code == 0
    assert written["target"] == 0.05
    least = written["least"]
    assert isinstance(least, dict)
    assert 0 < least["number:typed:credit"] <= 1


def test_the_same_words_count_once(tmp_path: Path) -> None:
    code, written = run(tmp_path, [line("38,400,000", 1.0, CRITERION)] * 500)

    assert code == 0
    assert written["least"] == {}  # one answer proves nothing: what is shipped stays


def test_answers_that_the_exercise_learnt_from_prove_nothing(tmp_path: Path) -> None:
    stage = RUBRIC.parent / "6.4"
    labels, out = stage / "graded.jsonl", tmp_path / "thresholds.toml"

    code = calibrate(Source(labels, None), 0.05, out, None, Settings(problems=stage))

    assert code == 0
    assert tomllib.loads(out.read_text())["least"] == {}


def test_a_decision_that_people_call_wrong_puts_it_into_shadow_mode(tmp_path: Path) -> None:
    _, written = run(tmp_path, [line("38,400,000", 0.0, CRITERION)])

    assert written["least"] == {"number:typed:credit": "shadow"}


@pytest.mark.parametrize(
    ("change", "named"),
    [({"exercise": "6.1"}, "6.1"), ({"part": "z"}, "z"), ({"gold": {"nothing": 1}}, "nothing"), ({"gold": {}}, "gold")],
)
def test_a_label_that_fits_no_rubric_is_named_by_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], change: dict[str, object], named: str
) -> None:
    good = line("38,400,000", 1.0, CRITERION)

    code, written = run(tmp_path, [good, good | change])

    assert (code, written) == (2, {})
    said = capsys.readouterr().err.replace("\n", "")
    assert "labels.jsonl:2" in said
    assert named in said

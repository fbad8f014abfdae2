"""From what was observed to the report: what a student is told, and what must never be told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grader.catalog.folder import load_exercise
from grader.catalog.plan import make_plan
from grader.cli.exercise import grade_trusted
from grader.formats.report_json import to_json
from grader.model import Report

EXERCISE = load_exercise(Path(__file__).parents[2] / "problems" / "stage-06" / "6.7")
LAYER = """
import numpy as np
class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma, self.beta, self.eps = np.ones(dim), np.zeros(dim), eps
    def forward(self, x):
        mean, var = x.mean(-1, keepdims=True), x.var(-1, keepdims=True)
        return {answer}
"""
RIGHT = LAYER.format(answer="self.gamma * (x - mean) / np.sqrt(var + self.eps) + self.beta")
EPS_OUTSIDE = LAYER.format(answer="self.gamma * (x - mean) / (np.sqrt(var) + self.eps) + self.beta")


def grade(source: str, seed: int = 5) -> Report:
    return grade_trusted(EXERCISE, source.encode(), seed)


def test_a_right_answer_gets_exactly_full_marks_and_no_mistake_is_named() -> None:
    report = grade(RIGHT)
    assert (report.status, report.score, report.points) == ("graded", 1.0, EXERCISE.spec.points)
    assert report.misconceptions == ()
    assert {item.outcome for item in report.items} == {"pass"}


def test_the_same_seed_gives_the_same_report_and_another_seed_other_numbers() -> None:
    assert to_json(grade(EPS_OUTSIDE, 7)) == to_json(grade(EPS_OUTSIDE, 7))
    plans = [make_plan(EXERCISE.spec, seed, "").cases["generic"].inputs["x"].tolist() for seed in (7, 8)]
    assert plans[0] != plans[1]


def test_a_difference_is_told_with_place_numbers_and_allowance_for_public_cases_only() -> None:
    values = next(item for item in grade(LAYER.format(answer="x")).items if item.id == "values")
    for part in ("13 of 13", "80 of 80 entries differ", "at index", "should be", "1e-07 allowed"):
        assert part in values.message
    hidden = make_plan(EXERCISE.spec, 5, "").cases["generic"]
    told = json.dumps(to_json(grade(LAYER.format(answer="x"))))
    assert not [number for number in hidden.inputs["x"].ravel() if f"{number:.6g}" in told]


@pytest.mark.parametrize(
    ("source", "status", "reason", "told"),
    [
        ("def f(:", "not_gradable", "syntax_error", "line 1"),
        ("x = 1\nraise ValueError('why')", "not_gradable", "exception", "(line 2): ValueError: why"),
        ("import torch", "not_gradable", "exception", "torch is not part of this exercise"),
    ],
)
def test_a_file_that_never_ran_says_why_and_is_given_no_mistakes_name(
    source: str, status: str, reason: str, told: str
) -> None:
    report = grade(source)
    assert (report.status, report.score) == (status, 0.0)
    assert report.stopped is not None
    assert report.stopped["reason"] == reason
    assert told in report.stopped["message"]
    assert report.misconceptions == ()


def test_a_constructor_that_raises_is_told_with_its_line_and_not_as_a_missing_parameter() -> None:
    report = grade("class LayerNorm:\n    def __init__(self, dim, eps=1e-5):\n        raise RuntimeError('stop')\n")
    assert report.score == 0.0
    assert "RuntimeError in line 3: stop" in report.items[0].message
    assert report.misconceptions == ()


def test_a_missing_class_is_told_with_what_the_file_defines() -> None:
    report = grade("class Norm:\n    pass\n")
    assert report.status == "not_gradable"
    assert "There is no LayerNorm in this file. It defines: Norm." in report.items[0].message


def test_a_misspelt_attribute_is_not_taken_for_another_one() -> None:
    report = grade(RIGHT.replace("return self.gamma", "return self.gama"))
    assert "gama" in report.items[0].message
    assert report.misconceptions == ()


def test_a_mistake_that_is_hardly_off_is_not_named_after_one_that_ordinary_inputs_cannot_show() -> None:
    report = grade(RIGHT.replace("+ self.beta", "+ self.beta + 5e-7"))
    assert report.score is not None
    assert report.score < 0.6
    assert report.misconceptions == ()

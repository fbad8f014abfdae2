"""Every file of every exercise gets its verdict: samples, wrong variants, starters, and the example corpus.

These run our own files in this process, with the harness that the cells run; tests/end_to_end runs them in the sandbox.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from grader.catalog.folder import load_catalog
from grader.cli.exercise import Expectation, expectations, grade_trusted, violations

ROOT = Path(__file__).parents[2]
CATALOG = load_catalog(ROOT / "problems")
CORPUS = ROOT / "tests" / "corpus"
FILES: list[dict[str, Any]] = json.loads((CORPUS / "manifest.json").read_text())["files"]
EXPECTATIONS = [(name, case) for name, exercise in CATALOG.code.items() for case in expectations(exercise)]
SEEDS = 200


@pytest.mark.parametrize(("name", "case"), EXPECTATIONS, ids=[f"{name}/{case.name}" for name, case in EXPECTATIONS])
def test_each_file_of_an_exercise_gets_its_verdict(name: str, case: Expectation) -> None:
    assert list(violations(CATALOG.get(name), case)) == []


@pytest.mark.parametrize("entry", FILES, ids=[entry["file"] for entry in FILES])
def test_each_file_of_the_corpus_gets_its_verdict_and_its_name(entry: dict[str, Any]) -> None:
    report = grade_trusted(CATALOG.get(entry["exercise"]), (CORPUS / entry["file"]).read_bytes(), seed=11)
    assert report.score is not None
    assert entry["expected_min_score"] <= report.score <= entry["expected_max_score"]
    named = [found.slug for found in report.misconceptions]
    assert named[:1] == ([entry["misconception"]] if entry["misconception"] else [])


CORRECT = [entry for entry in FILES if entry["verdict"] == "correct"]


@pytest.mark.parametrize("entry", CORRECT, ids=[entry["file"] for entry in CORRECT])
def test_a_right_answer_is_right_for_every_seed(entry: dict[str, Any]) -> None:
    exercise, source = CATALOG.code[entry["exercise"]], (CORPUS / entry["file"]).read_bytes()
    below = {
        seed: score for seed in range(SEEDS) if (score := grade_trusted(exercise, source, seed * 7919).score) != 1.0
    }
    assert below == {}


@pytest.mark.parametrize("name", list(CATALOG.code))
def test_zeros_of_the_right_shape_earn_next_to_nothing(name: str) -> None:
    exercise = CATALOG.get(name)
    zeros = {
        "6.10": "import numpy as np\ndef apply_rope(x, positions):\n    return np.zeros_like(x)\n",
        "6.8": "return np.zeros((*tokens.shape, self.output.W.shape[1]))",
    }
    source = zeros.get(name, "return np.zeros_like(x)")
    if "def" not in source:
        source = exercise.starter.replace("pass", source)
    if name == "6.11":  # its starter leaves the weights open
        source = source.replace("W_gate = ...", "W_gate = np.ones((d_model, d_ff))")
        source = source.replace("W_up = ...", "W_up = np.ones((d_model, d_ff))")
        source = source.replace("W_down = ...", "W_down = np.ones((d_ff, d_model))")
    report = grade_trusted(exercise, source.encode(), seed=1)
    assert report.items[0].outcome == "pass", report.items[0].message
    assert report.score is not None
    assert 0 < report.score <= 0.3


@pytest.mark.parametrize("name", list(CATALOG.code))
def test_an_exercise_has_its_share_of_variants_and_samples(name: str) -> None:
    exercise = CATALOG.get(name)
    accepted = [s for s in exercise.samples if s.spec.verdict in ("accepted", "noted")]
    assert len(exercise.wrong) >= 25
    assert len(accepted) >= 10
    for variant in exercise.wrong:
        assert len(variant.misconception.explanation) > 40
        assert len(variant.misconception.hint) > 20

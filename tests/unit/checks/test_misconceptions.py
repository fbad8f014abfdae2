"""Mistakes are named whatever else the submission has of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.catalog.folder import Exercise, load_exercise
from grader.checks.misconceptions import by_symptom
from grader.cli.exercise import grade_trusted

PROBLEMS = Path(__file__).parents[3] / "problems" / "stage-06"


@pytest.fixture(scope="module")
def exercise() -> Exercise:
    return load_exercise(PROBLEMS / "6.8")


def named(exercise: Exercise, sample: str, old: str, new: str) -> list[str]:
    """The names for a sample with one line changed."""
    source = next(s.source for s in exercise.samples if s.spec.file == sample).decode()
    assert old in source
    return [found.slug for found in grade_trusted(exercise, source.replace(old, new).encode(), seed=5).misconceptions]


POSITIONED = "x = self.embed.forward(tokens) + self.pos_embed.forward(seq)"


def test_a_mistake_is_named_when_the_attention_is_an_own_one_with_biases(exercise: Exercise) -> None:
    assert named(exercise, "self_contained.py", POSITIONED, "x = self.embed.forward(tokens)")[0] == "positions-missing"


def test_a_mistake_is_named_when_the_projections_are_kept_the_other_way_round(exercise: Exercise) -> None:
    source = next(s.source for s in exercise.samples if s.spec.file == "self_contained.py").decode()
    turned = source.replace("randn(d_in, d_out)", "randn(d_out, d_in)").replace("x @ self.W + ", "x @ self.W.T + ")
    assert grade_trusted(exercise, turned.encode(), seed=5).score == 1.0
    wrong = turned.replace("for layer in self.layers:", "for layer in self.layers[::-1]:")
    found = grade_trusted(exercise, wrong.encode(), seed=5).misconceptions
    assert [one.slug for one in found][:1] == ["layers-reversed"]


def test_a_mistake_is_named_when_gelu_eps_and_final_norm_are_the_students(exercise: Exercise) -> None:
    assert named(exercise, "gpt2_names.py", "in self.blocks:", "in self.blocks[1:]:")[0] == "layer-skipped"


def test_a_mistake_is_named_when_the_sinusoids_are_computed_at_every_call(exercise: Exercise) -> None:
    changed = named(exercise, "sinusoidal_on_the_fly.py", "in self.blocks:", "in self.blocks[:1]:")
    assert changed[0] == "only-one-layer"


def test_a_symptom_without_a_name_of_its_own_goes_by_the_general_one(exercise: Exercise) -> None:
    general = [variant for variant in exercise.wrong if variant.spec.symptom == "not-repeatable"]
    assert by_symptom(exercise.wrong, {"not-repeatable-unrelated"}) != general
    assert by_symptom(general, {"not-repeatable-unrelated"}) == general

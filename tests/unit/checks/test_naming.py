"""A mistake is named whatever else the submission wrote itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.catalog.folder import load_exercise
from grader.cli.exercise import grade_trusted

EXERCISE = load_exercise(Path(__file__).parents[3] / "problems/stage-06/6.5")
OWN = (EXERCISE.folder / "samples/everything_own.py").read_text()  # exact GELU, eps 1e-6, biases, boolean mask


@pytest.mark.parametrize(
    ("right", "wrong", "slug"),
    [
        ("/ math.sqrt(self.d_head)", "", "attention-unscaled"),
        ("softmax(scores)", "softmax(scores, axis=2)", "softmax-wrong-axis"),
        ("z = 0.5 * z * (1 + np.vectorize(math.erf)(z / math.sqrt(2)))", "z = z * (z > 0)", "ffn-relu-in-block"),
        ("centred = x - x.mean(-1, keepdims=True)", "centred = x", "rmsnorm-in-block"),
        ("scores = np.where(mask.astype(bool), scores, -1e9)  # 1 = visible", "pass", "mask-ignored"),
        ("return x + self.ffn.forward(self.norm2.forward(x))", "return x", "ffn-missing"),
        ("self.norm2.forward(x)", "self.norm1.forward(x)", "same-norm-twice"),
    ],
)
def test_a_mistake_among_own_helpers_has_its_name(right: str, wrong: str, slug: str) -> None:
    assert right in OWN
    report = grade_trusted(EXERCISE, OWN.replace(right, wrong).encode(), seed=5)
    assert [found.slug for found in report.misconceptions][:1] == [slug]
    assert report.score is not None
    assert report.score < 0.9


def test_a_wrong_helper_costs_once_and_the_wiring_keeps_its_marks() -> None:
    wiring = grade_trusted(EXERCISE, OWN.replace("return x + self.ffn", "return self.ffn").encode(), seed=5)
    helper = grade_trusted(EXERCISE, OWN.replace("/ math.sqrt(self.d_head)", "").encode(), seed=5)
    assert wiring.score is not None
    assert helper.score is not None
    assert wiring.score < 0.3 < helper.score
    assert any("wiring is correct" in note for note in helper.notes)


def test_a_mistake_no_variant_makes_has_no_name_though_the_first_calls_look_like_one() -> None:
    exercise = load_exercise(EXERCISE.folder.parent / "6.8")
    right = (exercise.folder / "samples/skeleton.py").read_text()
    square = "if tokens.shape == (4, 4):\n            x = x * x\n        return self.output"
    report = grade_trusted(exercise, right.replace("return self.output", square).encode(), seed=5)
    assert report.score is not None
    assert report.score < 0.8
    assert not report.misconceptions

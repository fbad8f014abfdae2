"""Graded answers that ship with an exercise: how they are read, and what is learnt from them."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.catalog.graded_answers import MOST_A_PART
from grader.catalog.rubric_folder import GRADED, load_rubric
from grader.errors import InvalidSpec
from grader.rubric import calibration, lessons, logistic, two_keys
from grader.rubric.decision import Layer, Proposal, Thresholds
from grader.rubric.engine import judge_part, learnt, propose, read_part
from grader.rubric.prepared import Prepared, prepare
from grader.rubric.trained import LEAST, Chances, Example, train
from tests.unit.rubric.conftest import STAGE

GOLD = {"irreducible": 1.0, "bottleneck": 0.0}
EXERCISE = load_rubric(STAGE / "6.4")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An exercise whose graded answers can be spoilt."""
    return Path(shutil.copytree(STAGE / "6.4", tmp_path / "6.4"))


def line(answer: str, **changes: Any) -> str:
    return json.dumps({"exercise": "6.4", "part": "c", "answer": answer, "gold": GOLD, **changes})


def told(folder: Path, lines: list[str]) -> list[str]:
    (folder / GRADED).write_text("\n".join(lines))
    with pytest.raises(InvalidSpec) as raised:
        load_rubric(folder)
    return [str(problem).removeprefix(f"{folder / GRADED}:") for problem in raised.value.problems]


def test_every_mistake_is_told_at_once_by_line_and_field(folder: Path) -> None:
    found = told(
        folder,
        [
            line("fine"),
            "{",
            line("another exercise", exercise="6.1"),
            line("no such part", part="z"),
            line("no such criterion", gold={**GOLD, "beauty": 1}),
            line("no criterion", gold={}),
            line("too much", gold={**GOLD, "irreducible": 2}),
            line("unknown field", mark=1),
            line("Fine "),
        ],
    )
    assert [problem.split(":")[0] for problem in found] == ["2", "3", "4", "5", "6", "7", "8", "9"]
    words = ["JSON", "6.4", "'z'", "beauty", "gold", "gold.irreducible", "mark", "line 1"]
    assert [word in problem for problem, word in zip(found, words, strict=True)] == [True] * len(words)


def test_mistakes_of_graded_answers_are_told_beside_those_of_a_rubric_that_cannot_be_read(folder: Path) -> None:
    (folder / "rubric.toml").write_text("points = 8")
    assert any(problem.startswith("1: line") for problem in told(folder, ["{"]))


def test_more_answers_than_are_learnt_from_are_a_mistake(folder: Path) -> None:
    (problem,) = told(folder, [line(f"answer {number}") for number in range(MOST_A_PART + 1)])
    assert str(MOST_A_PART) in problem


def test_an_exercise_needs_no_graded_answers(folder: Path) -> None:
    (folder / GRADED).unlink()
    loaded = load_rubric(folder)
    assert loaded.graded == loaded.labels == ()


def test_graded_answers_change_the_version_because_verdicts_depend_on_them(folder: Path) -> None:
    before = load_rubric(folder).version
    (folder / GRADED).write_text(line("fine"))
    assert load_rubric(folder).version != before


def part_c(ready: Prepared) -> Any:
    return next(part for part in ready.spec.parts if part.id == "c")


def taught(*texts: tuple[str, float]) -> Prepared:
    """6.4c with these answers and their credit for the bottleneck."""
    gold = EXERCISE.graded[0]
    labels = [
        gold.model_copy(update={"part": "c", "answer": text, "gold": {"irreducible": 0.0, "bottleneck": credit}})
        for text, credit in texts
    ]
    return prepare(EXERCISE.spec, labels)


FOX = "The brown fox of scaling is tired, says number"
OWL = "The grey owl of scaling is awake, says number"
NUMBERS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split()


def test_words_that_no_rule_knows_are_learnt_from_graded_answers() -> None:
    ready = taught(*((f"{FOX} {n}", 1.0) for n in NUMBERS), *((f"{OWL} {n}", 0.0) for n in NUMBERS))
    fox, owl = (propose(ready, part_c(ready), f"{text} twenty.")["bottleneck"] for text in (FOX, OWL))
    assert (fox.fraction, owl.fraction) == (1.0, 0.0)
    assert (fox.layer, fox.reason) == (Layer.GRADED, "graded.like")


def test_credit_that_no_rule_finds_is_never_decided() -> None:
    ready = taught(*((f"{FOX} {n}", 1.0) for n in NUMBERS), *((f"{OWL} {n}", 0.0) for n in NUMBERS))
    eager = Thresholds({"graded:credit": 0.0, "graded:zero": 0.0, "6.4:text:graded:credit": 0.0})
    (decision,) = (d for d in judge_part(ready, part_c(ready), f"{FOX} twenty.", eager) if d.criterion == "bottleneck")
    assert "one_key" in decision.proposal.flags
    assert not decision.decided


def test_too_few_graded_answers_teach_nothing() -> None:
    few = taught(*((f"{FOX} {number}", 1.0) for number in range(LEAST - 1)))
    alone = prepare(EXERCISE.spec)
    text = f"{FOX} 99."
    assert propose(few, part_c(few), text) == propose(alone, part_c(alone), text)


def test_the_same_labels_always_teach_the_same() -> None:
    one, other = (prepare(EXERCISE.spec, EXERCISE.labels) for _ in range(2))
    assert learnt(one).thresholds == learnt(other).thresholds
    for text in ("There is a floor, the entropy of text.", "Somebody pulled the plug."):
        assert propose(one, part_c(one), text) == propose(other, part_c(other), text)


def test_a_course_can_put_what_both_keys_decide_into_shadow_mode() -> None:
    ready = prepare(EXERCISE.spec, EXERCISE.labels)
    text = "The tokenizer has a bug."
    (shipped,) = (d for d in judge_part(ready, part_c(ready), text) if d.criterion == "irreducible")
    shadow = Thresholds({"6.4:text:graded:zero": None})
    (asked,) = (d for d in judge_part(ready, part_c(ready), text, shadow) if d.criterion == "irreducible")
    assert (shipped.decided, shipped.proposal.fraction) == (True, 0.0)
    assert not asked.decided


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("Data runs out, but data never runs out.", "contradiction"),
        ("data, compute, limits, entropy, floor, noise", "keywords"),
        ("Overfitting means that the training data are memorised.", "definition"),
        ("Either the data run out or the compute does, maybe.", "hedged"),
    ],
)
def test_a_guard_leaves_credit_of_both_keys_to_a_person(text: str, flag: str) -> None:
    ready = prepare(EXERCISE.spec, EXERCISE.labels)
    found = propose(ready, part_c(ready), text)["bottleneck"]
    assert flag in found.flags
    assert not found.may_decide


HOSTILE = {
    "6.1a": [
        "It is false that gradients vanish.",
        "The last layers get vanishing gradients and the first ones learn fast.",
        "Vanishing gradients are a famous problem.",
        "Adding residual connections makes the gradients vanish.",
        "Do gradients vanish? Do the first layers not learn?",
    ],
    "6.1b": ["The residual connection blocks the gradient.", "The gradient flows directly to the output layer only."],
    "6.1c": ["The block never learns the difference to the input.", "It learns H(x)+x.", "residual, difference, input"],
    "6.2a": ["BatchNorm is independent of the batch.", "LayerNorm needs running statistics for inference."],
    "6.2b": ["The variance is not zero.", "BatchNorm works fine with one sample.", "variance zero beta output"],
    "6.3b": ["Pre-norm is less stable.", "It is a myth that pre-norm trains more stably."],
    "6.3c": ["Pre-norm has better final quality.", "There is no trade-off in quality or stability."],
    "6.4c": ["There is no irreducible loss.", "Data is unlimited and so is compute."],
}


@pytest.mark.parametrize(("where", "text"), [(where, text) for where, texts in HOSTILE.items() for text in texts])
def test_what_only_sounds_right_is_never_credited(where: str, text: str) -> None:
    ready = taught_by_all(where[:-1])
    part = next(part for part in ready.spec.parts if part.id == where[-1])
    assert [each.id for each in judge_part(ready, part, text) if each.decided and each.points > 0] == []


@cache
def taught_by_all(exercise: str) -> Prepared:
    loaded = load_rubric(STAGE / exercise)
    return prepare(loaded.spec, loaded.labels)


def seconded(criterion: str, own: Proposal, chances: Chances, text: str = "the answer") -> Proposal:
    """What rules proposed for a criterion of 6.2c or 6.3a, after graded answers were asked."""
    exercise = "6.2" if criterion == "gamma" else "6.3"
    ready = taught_by_all(exercise)
    part = next(part for part in ready.spec.parts if criterion in {each.id for each in part.criteria})
    reading = replace(read_part(ready, part, text), proposals={each.id: own for each in part.criteria})
    return two_keys.turned(reading, part.criteria, {criterion: chances})[criterion]


READ = Proposal(fraction=1.0, confidence=0.75, layer=Layer.TYPED, reason="listing.there")
NOTHING = Proposal(fraction=0.0, confidence=0.5, layer=Layer.TYPED, reason="listing.missing")
SURE = Chances(some=0.99, full=0.97)
NEVER = Chances(some=0.01, full=0.0)


def test_what_was_read_without_certainty_is_decided_where_graded_answers_bear_it_out() -> None:
    assert seconded("gamma", READ, SURE) == replace(READ, confidence=two_keys.SURE)
    assert seconded("gamma", NOTHING, NEVER) == replace(NOTHING, confidence=two_keys.SURE)


@pytest.mark.parametrize("chances", [NEVER, Chances(some=0.99, full=0.94), Chances(some=0.97, full=0.01)])
def test_graded_answers_never_change_what_was_read(chances: Chances) -> None:
    assert seconded("gamma", READ, chances) == READ


def test_graded_answers_settle_no_doubt() -> None:
    doubted = replace(READ, flags=("negation",))
    assert seconded("gamma", doubted, SURE) == doubted
    assert seconded("gamma", READ, SURE, "gamma or maybe epsilon") == READ


def test_graded_answers_settle_what_was_not_read_only_for_a_zero() -> None:
    unread = replace(NOTHING, flags=("unread",))
    assert seconded("gamma", unread, NEVER) == replace(NOTHING, confidence=two_keys.SURE)
    assert seconded("gamma", replace(unread, flags=("unread", "contradiction")), NEVER).flags
    credit = replace(READ, flags=("unread",))
    assert seconded("gamma", credit, SURE) == credit


def test_graded_answers_say_nothing_of_a_choice() -> None:
    assert seconded("gpt2", replace(READ, reason="choice.right"), SURE).confidence == READ.confidence
    assert seconded("gpt2", replace(NOTHING, reason="choice.missing"), NEVER).confidence == NOTHING.confidence


@pytest.mark.parametrize(
    "text",
    [
        "one vector multiplies the input by the residual, the other is added to the positional encoding",
        "two vectors: one is multiplied by the query, the other one added to the key",
        "one vector multiplies the embedding by its position, another vector is added to the output",
    ],
)
def test_graded_answers_do_not_see_whose_vectors_are_described(text: str) -> None:
    ready = taught_by_all("6.2")
    part = next(part for part in ready.spec.parts if part.id == "c")
    assert not any(each.decided and each.points > 0 for each in judge_part(ready, part, text))


def test_thresholds_never_fall_below_what_is_shipped() -> None:
    sure = [
        calibration.Graded(
            "6.4", "text", Proposal(fraction=fraction, confidence=0.6, layer=Layer.GRADED, reason="x"), fraction
        )
        for fraction in (0.0, 1.0)
        for _ in range(500)
    ]
    found = lessons.thresholds(sure)
    assert found == dict.fromkeys(("6.4:text:graded:credit", "6.4:text:graded:zero"), lessons.LEAST_CONFIDENCE)


def test_one_wrong_in_nine_is_never_decided() -> None:
    mixed = [
        calibration.Graded(
            "6.4", "text", Proposal(fraction=1.0, confidence=0.99, layer=Layer.GRADED, reason="x"), float(at % 9 > 0)
        )
        for at in range(500)
    ]
    assert lessons.thresholds(mixed) == {"6.4:text:graded:credit": None}
    assert lessons.crossed(mixed) == (0, 0)


@given(st.floats(0, 1), st.floats(0, 1))
def test_chances_of_all_shares_add_up_to_one(one: float, other: float) -> None:
    chances = Chances(max(one, other), min(one, other))
    shares = [chances.of(fraction) for fraction in (0.0, 0.5, 1.0)]
    assert sum(shares) == pytest.approx(1.0)
    assert chances.of(chances.fraction) == max(shares)


def problem(seed: int, count: int) -> tuple[Any, Any, Any]:
    """Answers with random features, and targets that mostly follow from them."""
    rng = np.random.default_rng(seed)
    seen = rng.normal(size=(count, 5))
    target = (seen[:, 0] + 0.5 * rng.normal(size=count) > 0).astype(float)
    return seen @ seen.T, target, rng.normal(size=count)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_the_fit_is_where_the_penalised_log_loss_is_least(seed: int) -> None:
    """Judged by the condition of optimality, not by the solver: the gradient in the dual coefficients vanishes."""
    kernel, target, offset = problem(seed, 40)
    found = logistic.fit(kernel, target, offset, 0.5)
    chance = 1 / (1 + np.exp(-(kernel @ found.dual + found.bias + offset)))
    assert np.abs(kernel @ (chance - target + 0.5 * found.dual)).max() < 1e-4
    assert abs((chance - target).sum()) < 1e-4


def test_what_is_left_out_is_nearly_what_a_model_without_it_says() -> None:
    kernel, target, offset = problem(3, 60)
    found = logistic.fit(kernel, target, offset, 0.5)
    for place in range(0, 60, 7):
        rest = [at for at in range(60) if at != place]
        without = logistic.fit(kernel[np.ix_(rest, rest)], target[rest], offset[rest], 0.5)
        odds = kernel[place, rest] @ without.dual + without.bias + offset[place]
        assert found.left_out[place] == pytest.approx(odds, abs=0.35)
        assert np.sign(found.left_out[place]) == np.sign(odds) or abs(odds) < 0.35


def test_a_criterion_that_is_never_met_is_left_to_the_rules() -> None:
    own = Proposal(fraction=1.0, confidence=0.9, layer=Layer.TEXT, reason="text.claimed")
    examples = [Example({f"word {n % 3}": 1.0}, {"a": own}, {"a": 0.0}) for n in range(LEAST)]
    trained, left_out = train(["a"], examples)
    assert trained.chances({"word 1": 1.0}, {"a": own})["a"].fraction == 1.0
    assert all(each["a"].fraction == 1.0 for each in left_out)


def test_parts_without_graded_answers_keep_their_unit_tests_to_themselves() -> None:
    exercise = replace(EXERCISE, graded=EXERCISE.graded[:1])
    assert {label.part for label in exercise.labels} == {"c"}

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.rubric.decision import Layer, Proposal
from grader.rubric.learning import LEAST, Example, likeness, reestimated, wording

ANSWER = "the gradient shrinks towards zero in the early layers"
OWN = Proposal(fraction=0.0, confidence=0.5, layer=Layer.TEXT, reason="text.likeness", flags=("negation",))


def examples(text: str, fraction: float, count: int) -> list[Example]:
    return [Example(wording(text), fraction)] * count


OTHERS = examples("something else entirely about attention heads", 0.0, LEAST)


@given(st.integers(0, LEAST - 1))
def test_below_20_labels_nothing_changes(count: int) -> None:
    assert reestimated(OWN, wording(ANSWER), examples(ANSWER, 1.0, count)) == OWN


def test_alike_answers_that_a_person_credited_turn_the_suggestion() -> None:
    found = reestimated(OWN, wording(ANSWER), [*OTHERS, *examples("gradients shrink to zero in early layers", 1.0, 5)])

    assert found.fraction == 1.0
    assert found.reason == "labels"
    assert found.flags == OWN.flags  # what they warn of is as true as before


def test_one_odd_label_does_not_overturn_the_rubric() -> None:
    found = reestimated(OWN, wording(ANSWER), [*OTHERS, *examples(ANSWER, 1.0, 1)])

    assert (found.fraction, found.reason) == (OWN.fraction, OWN.reason)
    assert found.confidence < OWN.confidence


def test_an_answer_that_denies_it_is_not_like_one_that_says_it() -> None:
    denied = wording("the gradient does not shrink towards zero in the early layers")

    assert likeness(denied, wording(ANSWER)) == 0.0
    assert reestimated(OWN, denied, examples(ANSWER, 1.0, 50)) == OWN


def test_labels_that_are_not_alike_change_nothing() -> None:
    assert reestimated(OWN, wording(ANSWER), OTHERS * 3).fraction == OWN.fraction
    assert reestimated(OWN, wording(ANSWER), OTHERS * 3).confidence == pytest.approx(OWN.confidence)


@given(
    st.lists(st.tuples(st.sampled_from([ANSWER, "gradient layers zero", "vanish"]), st.sampled_from([0.0, 0.5, 1.0]))),
    st.floats(0, 1),
)
def test_the_confidence_stays_a_share(labels: list[tuple[str, float]], confidence: float) -> None:
    own = Proposal(fraction=0.5, confidence=confidence, layer=Layer.TEXT, reason="x")
    found = reestimated(own, wording(ANSWER), [Example(wording(text), value) for text, value in labels])

    assert 0.0 <= found.confidence <= 1.0 + 1e-9

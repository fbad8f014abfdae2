"""Suggestions learn from what people decided on other answers to the same criterion.

Below LEAST labels nothing changes: measured on short-answer data, a model of fewer than ten graded answers makes
suggestions worse, and about twenty begin to help. From there on the rubric's own proposal keeps the weight of OWN
labels, so that a few odd ones cannot overturn it, and each label weighs by how alike its answer is to this one. An
answer that denies something is never like one that does not: likeness of words says nothing about a "not".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from grader.language.normalise import plain
from grader.language.words import FUNCTION_WORDS, NEGATORS, words
from grader.rubric.decision import Layer, Proposal

LEAST = 20  # labels of a criterion; with fewer of them they have no effect
OWN = 4.0  # labels of the very same words that the rubric's own proposal is worth, at full confidence
LEAST_LIKENESS = 0.5  # Dice coefficient of the content words below which a label does not count


@dataclass(frozen=True, slots=True)
class Wording:
    """What likeness looks at."""

    stems: frozenset[str]
    denies: bool


@dataclass(frozen=True, slots=True)
class Example:
    """A graded answer to one criterion."""

    wording: Wording
    fraction: float


@lru_cache(maxsize=8192)
def wording(text: str) -> Wording:
    """The content words of an answer, and whether it denies anything."""
    found = words(plain(text)).words
    stems = frozenset(word.stem for word in found if word.text not in FUNCTION_WORDS)
    return Wording(stems, any(word.text in NEGATORS for word in found))


def likeness(one: Wording, other: Wording) -> float:
    """Dice coefficient of the content words, 0..1; 0 if only one of the two denies something."""
    if one.denies != other.denies or not one.stems or not other.stems:
        return 0.0
    return 2 * len(one.stems & other.stems) / (len(one.stems) + len(other.stems))


def reestimated(proposal: Proposal, answer: Wording, examples: Sequence[Example]) -> Proposal:
    """The proposal after a look at `examples`, distinct graded answers to the same criterion.

    Each credit that is in question has a weight: OWN * confidence for the rubric's own, and likeness^2 for each alike
    label's. The heaviest is proposed, at the confidence of its share of all weight; OWN * (1 - confidence) belongs to
    none. Flags stay: what they warn of is as true as before.
    """
    if len(examples) < LEAST:
        return proposal
    weights = {proposal.fraction: OWN * proposal.confidence}
    alike = [(each.fraction, like) for each in examples if (like := likeness(answer, each.wording)) >= LEAST_LIKENESS]
    for fraction, like in alike:
        weights[fraction] = weights.get(fraction, 0.0) + like**2
    total = OWN * (1 - proposal.confidence) + sum(weights.values())
    best = max(weights, key=lambda fraction: (weights[fraction], fraction == proposal.fraction, -fraction))
    confidence = weights[best] / total
    if best == proposal.fraction:
        return replace(proposal, confidence=confidence)
    return replace(
        proposal, fraction=best, confidence=confidence, layer=Layer.STAFF, reason="labels", message="", quotes=(),
        misconception=None,
    )  # fmt: skip

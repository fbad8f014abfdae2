"""A model of graded answers: for each criterion the chance that an answer earns something, and that it earns all.

It starts from what the rules propose and moves away as far as graded answers ask for it, so that a few odd ones change
little. It is trained in a fraction of a second from the answers that ship with an exercise, always to the same weights.
What it says of a graded answer itself is said without that answer (leave-one-out): on those chances rests from which
confidence on rule and model may decide together.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from grader.model import Array
from grader.rubric import logistic
from grader.rubric.decision import LIKENESS, Proposal

LEAST = 20  # graded answers of a criterion, below which nothing is learnt: fewer make suggestions worse
FEWEST = 4  # of them on either side of a question (earns something? earns all?), below which it is left to the rules
PENALTY = 0.1  # of the weights; by cross-validation, flat from 0.03 to 0.3
# Log-odds that a proposal of the rules starts with: a claim that was found and nothing doubts, a claim against it, and
# what is doubted or mere likeness. What was not found says least: another class has other words for it.
FOUND, AGAINST, GUESS = 1.5, 0.5, 0.2
QUESTIONS = (0.25, 0.75)  # earns more than this share of the points? "Partly" lies between


@dataclass(frozen=True, slots=True)
class Learnt:
    """What was learnt of one exercise."""

    parts: Mapping[str, Trained]
    thresholds: Mapping[str, float | None]  # from which on rule and model decide together, by group


@dataclass(slots=True)
class Lesson:
    """Where it is kept once somebody asked for it."""

    learnt: Learnt | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A graded answer as the model sees it."""

    features: Mapping[str, float]
    proposals: Mapping[str, Proposal]  # by the rules
    gold: Mapping[str, float]  # criterion -> share of its points; may leave criteria out


@dataclass(frozen=True, slots=True)
class Chances:
    """That a criterion earns something, and that it earns all."""

    some: float
    full: float

    @property
    def fraction(self) -> float:
        """The likeliest share; the lower one of two that are equally likely."""
        return max((0.0, 0.5, 1.0), key=self.of)

    def of(self, fraction: float) -> float:
        """The chance of this share."""
        return self.full if fraction >= 1.0 else 1.0 - self.some if fraction <= 0.0 else self.some - self.full


@dataclass(frozen=True, slots=True)
class Trained:
    """What was learnt of one part. Two columns of weights a criterion: earns something, earns all."""

    criteria: tuple[str, ...]
    rows: Mapping[str, int]  # feature -> row of the weights
    weights: Array
    bias: Array

    def chances(self, features: Mapping[str, float], proposals: Mapping[str, Proposal]) -> dict[str, Chances]:
        """What graded answers say of this one, by criterion."""
        known = [(self.rows[name], value) for name, value in features.items() if name in self.rows]
        odds = self.bias + np.array([value for _, value in known]) @ self.weights[[row for row, _ in known]]
        return {
            name: _chances(odds[2 * at : 2 * at + 2] + _offsets(proposals[name]))
            for at, name in enumerate(self.criteria)
        }


def train(criteria: Sequence[str], examples: Sequence[Example]) -> tuple[Trained, list[dict[str, Chances]]]:
    """Learn from examples; also what is said of each of them, for the criteria it is graded on, as if it were new."""
    rows = {name: row for row, name in enumerate(dict.fromkeys(name for each in examples for name in each.features))}
    seen = _matrix(examples, rows)
    learnt = tuple(name for name in criteria if sum(name in each.gold for each in examples) >= LEAST)
    weights, bias = np.zeros((len(rows), 2 * len(learnt))), np.zeros(2 * len(learnt))
    left_out: list[dict[str, Chances]] = [{} for _ in examples]
    kernel = (seen @ seen.T).toarray()
    for at, name in enumerate(learnt):
        pool = [index for index, each in enumerate(examples) if name in each.gold]
        gold = np.array([examples[index].gold[name] for index in pool])
        start = np.array([_offsets(examples[index].proposals[name]) for index in pool])
        without = start.copy()
        for question, least in enumerate(QUESTIONS):
            target = (gold > least).astype(float)
            if min(target.sum(), len(target) - target.sum()) < FEWEST:
                continue
            found = logistic.fit(kernel[np.ix_(pool, pool)], target, start[:, question], PENALTY)
            weights[:, 2 * at + question] = seen[pool].T @ found.dual
            bias[2 * at + question] = found.bias
            without[:, question] = found.left_out
        for index, odds in zip(pool, without, strict=True):
            left_out[index][name] = _chances(odds)
    return Trained(learnt, rows, weights, bias), left_out


def _matrix(examples: Sequence[Example], rows: Mapping[str, int]) -> csr_matrix:
    """[examples, features]"""
    places = [(at, rows[name], value) for at, each in enumerate(examples) for name, value in each.features.items()]
    at, row, value = zip(*places, strict=True)
    return csr_matrix((value, (at, row)), shape=(len(examples), len(rows)))


def _offsets(proposal: Proposal) -> Array:
    """Log-odds that the rules begin with."""
    found = FOUND if proposal.fraction > 0 else AGAINST
    weight = GUESS if proposal.reason == LIKENESS or proposal.flags else found
    return np.array([weight if proposal.fraction > least else -weight for least in QUESTIONS])


def _chances(odds: Array) -> Chances:
    some, full = (1.0 / (1.0 + math.exp(-max(min(float(each), 50.0), -50.0))) for each in odds)
    return Chances(max(some, full), full)

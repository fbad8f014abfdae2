"""The numbers that an answer may come to, and how a written number fits one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from grader.catalog.rubric_spec import NumberCriterion
from grader.language.algebra import Number
from grader.language.numerals import Numeral
from grader.rubric.prepared import Target

FEW_DIGITS = 2  # up to which a number has to be rounded: 2.3 is not 2.359, and 2.35 may be cut off
NEAR = 0.02  # a number this close to an accepted one may follow from an assumption nobody thought of
TEN = Number(Numeral(10.0, 10.0, 1))


class Fit(IntEnum):
    """How well a number agrees with a target."""

    NONE = 0
    NEAR = 1
    ROUNDED = 2
    EXACT = 3


@dataclass(frozen=True, slots=True)
class Goal:
    """A target's number: of a law, at one value of its free symbol."""

    target: Target
    number: float


def goals_of(targets: Iterable[Target]) -> list[Goal]:
    """The numbers of targets that depend on no free symbol."""
    return [Goal(target, target.number) for target in targets if target.number is not None]


def figures_of(criterion: NumberCriterion) -> list[float]:
    """The plain numbers that a criterion is met by comparing with."""
    return [float(text) for text in (criterion.comparison.to if criterion.comparison else ()) if text.isdigit()]


def fit(numeral: Numeral, number: float, digits: int, within: float) -> Fit:
    """How a written number agrees with another one, at the precision it was written with."""
    best = Fit.NONE
    for value in (numeral.value, numeral.other):
        if value is None:
            continue
        off = abs(value - number)
        if off <= 1e-9 * abs(number):
            return Fit.EXACT
        rounded = off <= numeral.step / 2 * (1 + 1e-9)
        cut_off = 0 <= number - value < numeral.step and numeral.digits > FEW_DIGITS
        if (rounded or cut_off) and numeral.digits >= digits and off <= within * abs(number):
            best = max(best, Fit.ROUNDED)
        elif off <= (NEAR if numeral.digits > 2 else 2 * NEAR) * abs(number):
            best = max(best, Fit.NEAR)
    return best

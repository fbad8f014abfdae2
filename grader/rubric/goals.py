"""The numbers that an answer may come to, at the values it gives free symbols, and how a written number fits one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from grader.language.algebra import Expression, Name, Number, Operation, evaluate, names_in, numbers_in
from grader.language.numerals import Numeral
from grader.rubric.answer import Answer
from grader.rubric.prepared import Prepared, Target

FEW_DIGITS = 2  # up to which a number has to be rounded: 2.3 is not 2.359, and 2.35 may be cut off
NEAR = 0.02  # a number this close to an accepted one may follow from an assumption nobody thought of
LITERAL_RANGE = (0.01, 2.0)  # values that a free symbol is plausibly given
TEN = Number(Numeral(10.0, 10.0, 1))


class Fit(IntEnum):
    """How well a number agrees with a target."""

    NONE = 0
    NEAR = 1
    ROUNDED = 2
    EXACT = 3


@dataclass(frozen=True, slots=True)
class Goal:
    """A target at the values of the free symbols that the answer states."""

    target: Target
    number: float


def stated(answer: Answer, symbol: str) -> list[float]:
    """Values that an answer gives a free symbol: `alpha = 0.1`, `alpha of about 0.1`, or 2^(1/0.1)."""
    low, high = LITERAL_RANGE
    values: list[float] = []
    for one, following in zip(answer.found, answer.found[1:], strict=False):
        named = one.expression == Name(symbol)
        if named and isinstance(following.expression, Number) and following.start - one.end <= 12:
            values.append(following.expression.numeral.value)
    for each in answer.found:
        if isinstance(each.expression, Operation):
            values += [value for value in _exponents(each.expression) if not float(value).is_integer()]
    return [value for value in dict.fromkeys(values) if low <= value <= high]


def _exponents(expression: Expression) -> Iterable[float]:
    match expression:
        case Operation("^", (base, exponent)):
            yield from _exponents(base)
            if base == TEN:
                return  # 10^4 is a number
            for value in numbers_in(exponent):
                yield value
                yield 1.0 / value if value else 0.0
        case Operation(_, operands):
            for operand in operands:
                yield from _exponents(operand)


def goals_of(answer: Answer, targets: Sequence[Target], prepared: Prepared) -> list[Goal]:
    """Each target's number, at what the answer states for free symbols, or else at the usual values."""
    goals: list[Goal] = []
    for target in targets:
        if target.number is not None:
            goals.append(Goal(target, target.number))
            continue
        for symbol in sorted(names_in(target.expression) - set(prepared.constants) - {"e"}):
            for value in stated(answer, symbol) or prepared.spec.symbols[symbol].usual:
                number = evaluate(target.expression, {**prepared.constants, symbol: value})
                if number is not None:
                    goals.append(Goal(target, number))
    return goals


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

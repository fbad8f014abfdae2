"""Numbers and formulas joined by = or -> are one chain; its last number is what it comes to."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from grader.catalog.rubric_spec import NumberCriterion
from grader.language.algebra import Expression, Name, Number, Operation, evaluate, names_in, numbers_in, otherwise_read
from grader.language.formula import Found
from grader.language.numerals import Numeral
from grader.rubric.answer import Answer
from grader.rubric.prepared import Prepared, Target

SMALL = 100.0  # a bare number below this, where answers are above 1000, counts things and is no answer
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


@dataclass(frozen=True, slots=True)
class Result:
    """One chain, judged."""

    start: int
    end: int
    shown: str  # the number it comes to, as written
    value: float | None
    goal: Goal | None  # the target it agrees with
    near: bool = False
    step: bool = False  # a number on the way, or a given size
    slip: bool = False  # a right formula with another result
    symbolic: bool = False  # in symbols only
    unworked: bool = False  # in the given sizes, without the number it comes to
    odd: bool = False  # a range, or a wrong formula with a right result: for a person

    @property
    def right(self) -> bool:
        return self.goal is not None and self.goal.target.value.credit == 1.0 and not (self.slip or self.odd)


def chains(found: Sequence[Found]) -> list[list[Found]]:
    """Formulas tied by a relation belong together."""
    grouped: list[list[Found]] = []
    for each in found:
        if each.relation and grouped:
            grouped[-1].append(each)
        else:
            grouped.append([each])
    return grouped


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
        cut_off = 0 <= number - value < numeral.step
        if (rounded or cut_off) and numeral.digits >= digits and off <= within * abs(number):
            best = max(best, Fit.ROUNDED)
        elif off <= (NEAR if numeral.digits > 2 else 2 * NEAR) * abs(number):
            best = max(best, Fit.NEAR)
    return best


def claim_of(
    answer: Answer, chain: Sequence[Found], goals: Sequence[Goal], criterion: NumberCriterion, prepared: Prepared
) -> Result | None:
    """What a chain comes to; None for numbers that are no answer."""
    if len(chain) > 1 and _names_a_value(chain, prepared):
        if len(chain) == 2:
            return None  # alpha = 0.1 says what a letter stands for
        chain = chain[2:]  # ... and "gives 5 %" what follows from it
    start, end = chain[0].start, chain[-1].end
    shown = answer.text[chain[-1].start : end]
    worked = [each for each in chain if isinstance(each.expression, Operation)]
    plain_numbers = [as_number for each in chain if (as_number := _as_number(each)) is not None]
    worked = [each for each in worked if _as_number(each) is None]
    by_formula = next((goal for each in reversed(worked) if (goal := _exact(each, goals, prepared))), None)
    if plain_numbers:
        last = plain_numbers[-1]
        number = evaluate(last.expression, {})
        goal, close = _best(last, goals, criterion)
        if goal is not None and _given(last, goal, criterion, prepared):
            return None
        if goal is None and by_formula is None and not close and _on_the_way(last, criterion, goals, prepared):
            return None
        if goal is not None and worked and by_formula is None:
            return Result(start, end, shown, number, goal, odd=_contradicts(worked, goal, prepared))
        if goal is not None and by_formula is not None and by_formula.target.value.credit != goal.target.value.credit:
            return Result(start, end, shown, number, goal, odd=True)  # 768 + 3072 = 4.7M
        if goal is None and by_formula is not None:
            return Result(start, end, shown, number, by_formula, slip=not _rounded_away(last, worked, by_formula))
        step = number is not None and _is_step(number, criterion, prepared)
        return Result(start, end, shown, number, goal, near=close, step=step)
    if not worked:
        return None
    value = evaluate(worked[-1].expression, prepared.constants)
    if by_formula is not None:
        symbolic = _symbolic(worked[-1].expression, prepared)
        return Result(start, end, shown, None, by_formula, symbolic=symbolic, unworked=not symbolic)
    if value is None:
        return None
    odd = value < 0  # 38M-39M is a range, not a difference
    if not odd and _is_step(value, criterion, prepared):
        return None
    goal, close = _best_value(value, goals)
    rounded = goal is not None and any(
        not float(number).is_integer() or number >= 1e5 for number in numbers_in(worked[-1].expression)
    )
    close = close or any(math.isclose(value, each.number, rel_tol=criterion.within) for each in goals)
    return Result(start, end, shown, value, goal if rounded else None, near=close, odd=odd)


def _names_a_value(chain: Sequence[Found], prepared: Prepared) -> bool:
    first = chain[0].expression
    return isinstance(first, Name) and first.id not in prepared.constants


def _rounded_away(last: Found, worked: Sequence[Found], goal: Goal) -> bool:
    """Whether a result misses its own formula only because the formula is written with rounded numbers: 2^13.16."""
    value = evaluate(last.expression, {})
    rounded = any(not float(number).is_integer() for each in worked for number in numbers_in(each.expression))
    return rounded and value is not None and math.isclose(value, goal.number, rel_tol=0.01)


def _as_number(found: Found) -> Found | None:
    """A number as such, or 10^4, which is one significant digit."""
    match found.expression:
        case Number():
            return found
        case Operation("^", (Number(base), Number(exponent))) if base == TEN.numeral and 0 < exponent.value < 16:
            value = 10.0**exponent.value
            return replace(found, expression=Number(Numeral(value, value, 1)))
        case _:
            return None


def _given(found: Found, goal: Goal, criterion: NumberCriterion, prepared: Prepared) -> bool:
    """Whether a number that fits a goal after rounding is exactly a given size or a step."""
    assert isinstance(found.expression, Number)
    value = found.expression.numeral.value
    return value != goal.number and _is_step(value, criterion, prepared)


def _exact(found: Found, goals: Sequence[Goal], prepared: Prepared) -> Goal | None:
    """The goal that a formula comes to exactly; ambiguous separators are read both ways."""
    for expression in (found.expression, otherwise_read(found.expression)):
        value = evaluate(expression, prepared.constants)
        for goal in goals if value is not None else ():
            if math.isclose(value or 0.0, goal.number, rel_tol=1e-9):
                return goal
    return None


def _contradicts(worked: Sequence[Found], goal: Goal, prepared: Prepared) -> bool:
    """Whether a formula has a value and that is far from the number it is said to give."""
    values = [evaluate(each.expression, prepared.constants) for each in worked]
    known = [value for value in values if value is not None]
    return bool(known) and not any(math.isclose(value, goal.number, rel_tol=0.01) for value in known)


def _best(found: Found, goals: Sequence[Goal], criterion: NumberCriterion) -> tuple[Goal | None, bool]:
    """The goal that a written number agrees with best, full credit before less; and whether it is only near one."""
    assert isinstance(found.expression, Number)
    numeral = found.expression.numeral
    percent = found.percent or numeral.percent
    ranked = sorted(
        (
            (level, goal.target.value.credit, -index)
            for index, goal in enumerate(goals)
            if goal.target.value.percent == percent
            and (level := fit(numeral, goal.number, criterion.digits, criterion.within)) > Fit.NONE
        ),
        reverse=True,
    )
    if not ranked:
        return None, False
    level, _, before = ranked[0]
    goal = goals[-before]
    return (goal, False) if level >= Fit.ROUNDED else (None, goal.target.value.credit > 0)


def _best_value(value: float, goals: Sequence[Goal]) -> tuple[Goal | None, bool]:
    """A formula of rounded numbers may miss a goal by half a percent."""
    for goal in goals:
        if math.isclose(value, goal.number, rel_tol=0.005):
            return goal, True
    return None, False


def _symbolic(expression: Expression, prepared: Prepared) -> bool:
    return bool(names_in(expression) & set(prepared.spec.symbols))


def _on_the_way(found: Found, criterion: NumberCriterion, goals: Sequence[Goal], prepared: Prepared) -> bool:
    """Whether a bare number is a given size, a step, a small count, or of the wrong kind."""
    assert isinstance(found.expression, Number)
    numeral = found.expression.numeral
    if (found.percent or numeral.percent) and not any(goal.target.value.percent for goal in goals):
        return True
    large = all(goal.number > 1000 for goal in goals)
    if large and numeral.value < SMALL and not numeral.scaled and numeral.other is None:
        return True
    return _is_step(numeral.value, criterion, prepared) or any(
        fit(numeral, value, 3, 0.01) >= Fit.ROUNDED for value in _steps(criterion, prepared)
    )


def _is_step(value: float, criterion: NumberCriterion, prepared: Prepared) -> bool:
    given = [*prepared.constants.values(), *_steps(criterion, prepared)]
    return any(math.isclose(value, each, rel_tol=1e-9) for each in given)


def _steps(criterion: NumberCriterion, prepared: Prepared) -> list[float]:
    values = [evaluate(prepared.expression(step), prepared.constants) for step in criterion.steps]
    return [value for value in values if value is not None]

"""Numbers and formulas joined by = or -> are one chain; its last number is what it comes to."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from grader.catalog.rubric_spec import NumberCriterion
from grader.language.algebra import Name, Number, Operation, evaluate, names_in, numbers_in, otherwise_read
from grader.language.formula import Found
from grader.language.numerals import Numeral
from grader.rubric import beside
from grader.rubric.answer import Answer
from grader.rubric.goals import TEN, Fit, Goal, fit
from grader.rubric.prepared import Prepared

SMALL = 100.0  # a bare number below this, where answers are above 1000, counts things and is no answer
MILLION = 1e6  # "38.4 + 84.9 = 123.3 million"
UNEQUAL = 0.05  # numbers that differ by a larger share are not rounded forms of each other
LARGEST_COUNT = 50  # a whole number below it counts heads or layers


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
        if each.relation and grouped and not _compared(grouped[-1][-1], each):
            grouped[-1].append(each)
        else:
            grouped.append([each])
    return grouped


def _compared(one: Found, other: Found) -> bool:
    """Whether a > stands between two numbers of which the first is larger: nothing follows from it."""
    match one.expression, other.expression:
        case Number(first), Number(second):
            return other.relation == ">" and first.value > second.value
        case _:
            return False


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
    plain_numbers = [as_number for each in chain if (as_number := _as_number(each)) is not None]
    worked = [each for each in chain if isinstance(each.expression, Operation) and _as_number(each) is None]
    if plain_numbers and len(chain) == len(answer.found) and _unequal(chain):
        ending = plain_numbers[-1]
        goal, _ = _best(ending, goals, criterion)
        return Result(start, end, shown, evaluate(ending.expression, {}), goal, odd=True)
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
            return Result(start, end, shown, number, goal, odd=_contradicts(answer, chain, worked, goal, prepared))
        if goal is not None and by_formula is not None and by_formula.target.value.credit != goal.target.value.credit:
            odd = _contradicts(answer, chain, worked, goal, prepared)  # 768 + 3072 = 4.7M
            return Result(start, end, shown, number, goal, odd=odd)
        if goal is None and by_formula is not None:
            return Result(start, end, shown, number, by_formula, slip=not _rounded_away(last, worked, by_formula))
        if goal is None and worked and not close:
            close = _misses(worked, number, goals, criterion, prepared)
        step = number is not None and _is_step(number, criterion, prepared)
        return Result(start, end, shown, number, goal, near=close, step=step)
    if not worked:
        return None
    value = evaluate(worked[-1].expression, prepared.constants)
    if by_formula is not None:
        names = names_in(worked[-1].expression) & set(prepared.spec.symbols)
        said = beside.said_sizes(answer, names, prepared.constants) if names else True
        return Result(
            start, end, shown, None, by_formula, symbolic=said is False, unworked=said is True, odd=said is None
        )
    if value is None:
        return None
    if all(goal.number > 1000 for goal in goals) and 0 <= value < SMALL:
        return None  # "the scaling by 1/8"
    odd = value < 0  # 38M-39M is a range, not a difference
    if not odd and _is_step(value, criterion, prepared):
        return None
    goal, close = _best_value(value, goals)
    rounded = goal is not None and any(
        not float(number).is_integer() or number >= 1e5 for number in numbers_in(worked[-1].expression)
    )
    close = close or any(math.isclose(value, each.number, rel_tol=criterion.within) for each in goals)
    return Result(start, end, shown, value, goal if rounded else None, near=close, odd=odd)


def _unequal(chain: Sequence[Found]) -> bool:
    """Whether two numbers are said to be equal and are not: "2.36M = 1.77M"."""
    for one, other in itertools.pairwise(chain):
        match one.expression, other.expression:
            case Number(first), Number(second) if other.relation in ("=", "~"):
                readings = [(a, b) for a in (first.value, first.other) for b in (second.value, second.other)]
                if not any(a and b and math.isclose(a, b, rel_tol=UNEQUAL) for a, b in readings):
                    return True
    return False


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


def _misses(
    worked: Sequence[Found], number: float | None, goals: Sequence[Goal], criterion: NumberCriterion, prepared: Prepared
) -> bool:
    """Whether a calculation with rounded numbers comes to a goal, and another result is written: a slip."""
    values = [value for each in worked if (value := evaluate(each.expression, prepared.constants)) is not None]
    return number is not None and any(
        goal.target.value.credit > 0
        and math.isclose(value, goal.number, rel_tol=criterion.within)
        and not math.isclose(value, number, rel_tol=criterion.within)
        for value in values
        for goal in goals
    )


def sums_to(answer: Answer, number: float, prepared: Prepared) -> bool:
    """Whether the products and sums of an answer, two or more, add up to a number: the shapes of its matrices."""
    values = [
        evaluate(each.expression, prepared.constants)
        for each in answer.found
        if isinstance(each.expression, Operation) and _as_number(each) is None
    ]
    known = [value for value in values if value is not None]
    return len(known) > 1 and len(known) == len(values) and math.isclose(sum(known), number, rel_tol=1e-9)


def _contradicts(
    answer: Answer, chain: Sequence[Found], worked: Sequence[Found], goal: Goal, prepared: Prepared
) -> bool:
    """Whether a formula has a value, and the number it is said to give is neither that nor so many times that."""
    values = [evaluate(each.expression, prepared.constants) for each in worked]
    known = [value for value in values if value]
    if sums_to(answer, goal.number, prepared):
        return False  # "768 x 2304, 768 x 768 -> 2,359,296"
    if re.search(r"(?:[*/+]|\bx)\s*$", answer.text[: chain[0].start]):
        return False  # the rest of a longer formula: "7.1M per block * 12 + 38.4M"
    return bool(known) and not any(
        math.isclose(value, goal.number, rel_tol=0.01)
        or math.isclose(value * MILLION, goal.number, rel_tol=0.01)
        or beside.told(answer, chain, goal.number / value)
        for value in known
    )


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


def is_given(number: float, criterion: NumberCriterion, prepared: Prepared) -> bool:
    """Whether a number is a size or figure of the question, a step, or counts something."""
    if number < LARGEST_COUNT and float(number).is_integer():
        return True
    return number in prepared.asked or _is_step(number, criterion, prepared)


def _steps(criterion: NumberCriterion, prepared: Prepared) -> list[float]:
    values = [evaluate(prepared.expression(step), prepared.constants) for step in criterion.steps]
    return [value for value in values if value is not None]

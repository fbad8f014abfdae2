"""The numbers of an answer that may be what follows from a formula in a free symbol.

Every number is taken for a claim, unless it is the symbol's value, a given size, a step, or about something else (a
year, a count of parameters). What each of them would have to be, and in which words, the rubric's values say.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from grader.catalog.rubric_spec import NumberCriterion
from grader.language.algebra import Expression, Name, Number, Operation, evaluate, names_in
from grader.language.formula import Found
from grader.language.numerals import Numeral
from grader.rubric import law
from grader.rubric.answer import Answer
from grader.rubric.bounds import left_over
from grader.rubric.chains import chains
from grader.rubric.goals import TEN, Fit, Goal, fit
from grader.rubric.prepared import Prepared, Target, compiled

MOST_TIMES = 100.0  # a number that many times the largest result counts something else: 175 billion parameters
NEAR_INVERSE = 0.02  # share by which a number may be off one over the symbol's value, to be that: 13 doublings
SMALL_RESULT = 200.0  # below it no result is a large number, and large numbers count other things
YEARS = range(1990, 2036)  # of papers that answers cite
CITED = re.compile(r"(?:\bal\.?|\bin|kaplan|hoffmann|paper|openai|chinchilla)[\s,]*\(?$")
ORDERS = re.compile(
    r"\s?(?:full |whole )?(?:orders? of magnitude|größenordnung|ordres? de grandeur|[óo]rden(?:es)? de magnitud)"
)
MOST_ORDERS = 12
VAGUE = re.compile(r"\b(?:several|few|many|some|couple(?: of)?|tens of|hundreds of|thousands of)\W*$")
SIZED = re.compile(
    r"\s?(?:(?:more|extra|additional)\s)?(?:[mb]\b|parameters?\b|params?\b|tokens?\b|gpus?\b|layers?\b|years?\b|flops?\b)"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that may be meant as the result."""

    start: int
    end: int
    numeral: Numeral
    percent: bool
    worked: bool  # written as a calculation without its result: 2^13.16
    goal: Goal | None  # what it agrees with
    near: bool  # it agrees with nothing, but nearly
    between: bool  # it may follow from a value of the symbol that is not usual
    fits_words: bool = True

    @property
    def right(self) -> bool:
        return self.goal is not None and self.goal.target.value.credit == 1.0


def quantities(
    answer: Answer, criterion: NumberCriterion, targets: Sequence[Target], symbol: str, prepared: Prepared
) -> Iterator[Quantity]:
    """Every number that could be the result, in order: of a chain, its last."""
    said = {each.start for each, _ in law.mentions(answer, symbol, prepared)}
    stated = law.stated(answer, symbol, prepared)
    values = stated or prepared.spec.symbols[symbol].usual
    goals = _goals(targets, values, symbol, prepared)
    steps = [evaluate(prepared.expression(step), prepared.constants) for step in criterion.steps]
    for chain in chains(answer.found):
        numbers = [
            (each, numeral)
            for each in law.without_values(chain, symbol)
            if not law.in_equation(chain, each, symbol)
            if each.start not in said and (numeral := _numeral(answer, each, symbol)) is not None
        ]
        for each, numeral in numbers[-1:]:
            counted = law.UNIT.match(answer.text, each.end) is not None
            known = [*steps, *(() if counted else stated)]
            inverse = not counted and any(abs(numeral.value * value - 1) <= NEAR_INVERSE for value in values)
            percent = each.percent or numeral.percent
            if not percent and inverse:
                continue
            if not percent and any(step is not None and abs(numeral.value - step) <= 0.005 * step for step in known):
                continue
            if _elsewhere(answer, each, numeral, goals):
                continue
            worked = [result for one in chain if (result := _results(one.expression, symbol, values))]
            yield _quantity(answer, each, numeral, percent, goals, [*itertools.chain(*worked)], criterion)


def _numeral(answer: Answer, each: Found, symbol: str) -> Numeral | None:
    """The number that is meant: "four orders of magnitude" are ten thousand."""
    numeral = as_numeral(each.expression, symbol)
    if numeral is None or not 0 < numeral.value <= MOST_ORDERS or ORDERS.match(answer.text, each.end) is None:
        return numeral
    return Numeral(10.0**numeral.value, 10.0**numeral.value, 1)


def as_numeral(expression: Expression, symbol: str) -> Numeral | None:
    """A number, or what a calculation without symbols comes to, with the precision of its roughest number.

    A number of times something ("nine thousand times N") is that number, unless it is of the law's own symbol.
    """
    match expression:
        case Number(numeral):
            return _rounded(numeral)
        case Operation("^", (Number(base), Number(exponent))) if base == TEN.numeral and 0 < exponent.value < 16:
            return Numeral(10.0**exponent.value, 10.0**exponent.value, 1)
        case Operation("neg", (Number(numeral),)):
            return numeral  # "minus 5 %"
        case Operation("*", (times, Name(of))) | Operation("*", (Name(of), times)) if of != symbol:
            return as_numeral(times, symbol)
        case Operation("-", (Number(low), Number(high))) if 0 < low.value < high.value:
            return Numeral((low.value + high.value) / 2, high.value - low.value, 1, high.percent)  # 5-6 %
        case Operation():
            value = None if names_in(expression) else evaluate(expression, {})
            return Numeral(value, abs(value) * 0.01, 2) if value else None
        case _:
            return None


def _results(expression: Expression, symbol: str, values: Sequence[float]) -> list[float]:
    """What a formula in the symbol comes to at each of its values; nothing if it is no calculation."""
    if not isinstance(expression, Operation):
        return []
    results = (evaluate(expression, {symbol: value}) for value in values)
    return [result for result in results if result is not None]


def _grouped(numeral: Numeral, value: float) -> Numeral:
    """20.000 read as twenty thousand: written to as many digits as do not end it in zeros."""
    return _rounded(replace(numeral, value=value, other=None, scaled=True, step=1.0))


def _rounded(numeral: Numeral) -> Numeral:
    """10k and "ten thousand" are written to one digit, as 10,000 is: their zeros tell nothing."""
    if not numeral.scaled or numeral.step < 1.0 or not numeral.value.is_integer():
        return numeral
    digits = f"{numeral.value:.0f}"
    zeros = len(digits) - len(digits.rstrip("0"))
    return replace(numeral, step=10.0**zeros, digits=len(digits) - zeros)


def _is_calculation(expression: Expression) -> bool:
    """Whether a number is written as a calculation that is still to be done; a fraction and 10^4 are not."""
    match expression:
        case Operation("^", (Number(base), Number())) if base == TEN.numeral:
            return False
        case Operation("-", (Number(low), Number(high))) if low.value < high.value:
            return False  # 5-6 %
        case Operation("*", (times, Name())):
            return _is_calculation(times)
        case Operation(operator, _):
            return operator not in ("/", "neg")
        case _:
            return False


def _goals(targets: Sequence[Target], values: Sequence[float], symbol: str, prepared: Prepared) -> list[Goal]:
    goals: list[Goal] = []
    for target in targets:
        if target.number is not None:
            goals.append(Goal(target, target.number))
            continue
        numbers = (evaluate(target.expression, {**prepared.constants, symbol: value}) for value in values)
        goals += [Goal(target, number) for number in numbers if number is not None]
    return goals


def _elsewhere(answer: Answer, each: Found, numeral: Numeral, goals: Sequence[Goal]) -> bool:
    """Whether a number is about something else: a year, a count of parameters."""
    largest = max(goal.number for goal in goals)
    if numeral.value == 0.0 or numeral.value > MOST_TIMES * largest:
        return True
    if answer.text[each.start].isalpha() and VAGUE.search(answer.text[: each.start]):
        return True  # "several thousand"
    if numeral.value in YEARS and CITED.search(answer.text[: each.start]):
        return True
    if largest > SMALL_RESULT:
        return False
    return (numeral.value > 2 * largest and not each.percent) or SIZED.match(answer.text, each.end) is not None


def _quantity(
    answer: Answer,
    each: Found,
    numeral: Numeral,
    percent: bool,
    goals: Sequence[Goal],
    worked: Sequence[float],
    criterion: NumberCriterion,
) -> Quantity:
    """A number with the goal that it agrees with best: one whose words stand there, full credit before less.

    `worked`: what the formulas come to that it is the result of; they need no words.
    """
    sentence = answer.sentence_at(each.start)
    written = (numeral,) if numeral.other is None else (numeral, _grouped(numeral, numeral.other))
    ranked: list[tuple[bool, float, Fit, int]] = []
    for index, goal in enumerate(goals):
        value = goal.target.value
        fits = (fit(each, goal.number, criterion.digits, criterion.within) for each in written)
        level = max(fits) if value.percent == percent else Fit.NONE
        if level > Fit.NONE:
            shown = any(
                math.isclose(result * (100.0 if percent else 1.0), goal.number, rel_tol=1e-6) for result in worked
            )
            ranked.append((shown or _words_fit(answer, each, goal, sentence), value.credit, level, -index))
    agreeing = sorted((entry for entry in ranked if entry[2] >= Fit.ROUNDED), reverse=True)
    return Quantity(
        each.start,
        each.end,
        numeral,
        percent,
        _is_calculation(each.expression),
        goals[-agreeing[0][3]] if agreeing else None,
        near=not agreeing and any(entry[0] and entry[1] == 1.0 for entry in ranked),
        between=any(_between(numeral.value, results, criterion.within) for results in _by_value(goals, percent)),
        fits_words=not agreeing or agreeing[0][0],
    )


def _by_value(goals: Sequence[Goal], percent: bool) -> Iterator[list[float]]:
    """For each of the rubric's right values: the results at the symbol's values."""
    grouped: dict[str, list[float]] = {}
    for goal in goals:
        if goal.target.value.credit == 1.0 and goal.target.value.percent == percent:
            grouped.setdefault(goal.target.value.value, []).append(goal.number)
    yield from grouped.values()


def _between(value: float, results: Sequence[float], within: float) -> bool:
    return min(results) * (1 - within) <= value <= max(results) * (1 + within)


def _words_fit(answer: Answer, each: Found, goal: Goal, sentence: int) -> bool:
    """Whether a number stands in the words that the rubric's value wants, and in none that make another one of it."""
    value = goal.target.value
    if value.credit < 1.0:
        return True
    left = left_over(answer, each.start, each.end)
    if value.said and not answer.says(compiled(value.said), sentence):
        return False
    if value.percent and left and not value.said:
        return False
    clause = answer.words.words[answer.word_at(each.start)].clause if answer.starts else 0
    return not any(
        answer.words.words[match.first].clause == clause and answer.words.words[match.first].sentence == sentence
        for match in answer.find(compiled(value.unless))
    )

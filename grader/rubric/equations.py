"""Formulas that an answer gives as an equation: `log2(k) = 1/α`, `log L' = log L - α log 2`, "log L falls by α log 2".

An equation is checked by putting each of the author's formulas in the place of the unknown: if both sides then agree at
every probing point, and did not before, that formula is what the equation says.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from grader.catalog.rubric_spec import Formula
from grader.language.algebra import Expression, Name, Operation, equivalent, names_in, operators_in, substitute
from grader.language.formula import Found
from grader.language.spoken_algebra import UNKNOWN
from grader.rubric.answer import Answer
from grader.rubric.prepared import Prepared

ARBITRARY = 1.37, 1.9  # values of an unknown, to see whether an equation holds for any
LOGARITHMS = frozenset({"ln", "log2"})
FALLS = re.compile(
    r"\b(?:down|falls?|fell|lowers?|lowered|decreas\w*|reduc\w*|shrinks?|drops?|smaller|less|sinks?|sinkt|baisse|baja)\b"
)
CHANGES = re.compile(
    r"^(?:\W+\w+){1,6}?\W+(?:by|um|de|en|por)\W*$|^\W*(?:changes?|falls?|drops?|decreases?|shrinks?)\W*$"
)
# "On a log-log plot it moves down by ...": the same, without the logarithm written.
LOG_CHANGES = re.compile(r"\blog(?:s|arithm\w*|-\w+)?\b(?! ?\()[^.;]{1,60}\b(?:by|um|de)\W*$")


def meant(
    answer: Answer, chain: Sequence[Found], formulas: Sequence[Formula], literal: str, prepared: Prepared
) -> Formula | None:
    """The author's formula that the equations of a chain say; None if they say none, or leave it to be solved."""
    for one, other in _equations(answer, chain):
        unknowns = sorted((names_in(one) | names_in(other)) - set(prepared.constants) - {literal, "e"})
        for unknown in unknowns:
            if not _solved(one, other, unknown):
                continue
            for formula in formulas:
                value = prepared.expression(formula.formula)
                if unknown not in names_in(value) and _holds(one, other, unknown, value, prepared):
                    return formula
    return None


def _equations(answer: Answer, chain: Sequence[Found]) -> Iterator[tuple[Expression, Expression]]:
    for one, other in itertools.pairwise(chain):
        if other.relation in ("=", "~"):
            yield one.expression, other.expression
    first = chain[0]
    before = answer.text[: first.start]
    if len(chain) == 1 and LOG_CHANGES.search(before) and "ln" in operators_in(first.expression):
        change = Operation("neg", (first.expression,)) if FALLS.search(before[-60:]) else first.expression
        yield Operation("ln", (Name(f"{UNKNOWN}factor"),)), change
    following = next((each for each in answer.found if each.start >= chain[-1].end), None)
    if len(chain) == 1 and following is not None and _is_logarithm(chain[0].expression):
        between = answer.text[chain[0].end : following.start]
        if CHANGES.match(between):
            change = Operation("neg", (following.expression,)) if FALLS.search(between) else following.expression
            function = chain[0].expression
            assert isinstance(function, Operation)
            yield Operation(function.operator, (Name(f"{UNKNOWN}factor"),)), change


def _is_logarithm(expression: Expression) -> bool:
    match expression:
        case Operation(operator, (Name(),)):
            return operator in LOGARITHMS
        case _:
            return False


def _solved(one: Expression, other: Expression, unknown: str) -> bool:
    """Whether the unknown stands alone, or under a logarithm, on one side: k^α = 2 is still to be solved."""
    return any(unknown in names_in(side) and not _raised(side, unknown) for side in (one, other))


def _raised(expression: Expression, unknown: str) -> bool:
    """Whether an unknown stands in the base of a power that has a symbol in its exponent."""
    match expression:
        case Operation("^", (base, exponent)) if unknown in names_in(base) and names_in(exponent):
            return True
        case Operation(_, operands):
            return any(_raised(operand, unknown) for operand in operands)
        case _:
            return False


def _holds(one: Expression, other: Expression, unknown: str, value: Expression, prepared: Prepared) -> bool:
    """Whether an equation is true for a value of its unknown, and not for every value."""
    own = {name for name in names_in(one) | names_in(other) if name.startswith(UNKNOWN)}
    first, second = (
        [{**point, **dict.fromkeys(own, any_value)} for point in prepared.points] for any_value in ARBITRARY
    )
    if equivalent(one, other, [{**point, unknown: ARBITRARY[0]} for point in second]):
        return False
    solved = substitute(one, unknown, value), substitute(other, unknown, value)
    return equivalent(*solved, first) and equivalent(*solved, second)

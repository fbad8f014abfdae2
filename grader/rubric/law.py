"""Parts that ask for a formula in a free symbol and a number that follows from it: which values an answer gives it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from grader.catalog.rubric_spec import FormulaCriterion, Part
from grader.language.algebra import Expression, Name, Number, Operation, evaluate, names_in, numbers_in
from grader.language.formula import Found
from grader.rubric.answer import Answer
from grader.rubric.goals import TEN
from grader.rubric.prepared import Prepared

LITERAL_RANGE = (0.01, 2.0)  # values that the symbol is plausibly given
LARGEST_UNNAMED = 0.6  # of a value that is only said with "for" or "with": 0.95 is what the loss is multiplied by
LARGEST_SAID = 10.0  # of a value that an answer gives the symbol by name: "were α = 4"
# Between a symbol and its value: "alpha of about 0.1", "α is typically 0.076", "alpha (say 0.1)".
IS = re.compile(
    r"\W*(?:(?:is|was|were|be|being|of|at|about|around|near|equals?|to|typically|usually|roughly|say|e\.?g|gleich|ist|vaut|es"
    r"|exponent|value|approximately|approx|some|like|small|for|language|models?|ca|under|below|well)\W+){0,5}"
)
FOR = re.compile(
    r"\b(?:for|with|at|using|take|taking|assume|assuming|bei|für|mit|pour|avec|con|para|say|if it is|if it's"
    r"|exponent (?:is|of|was))\W*(?:about|around|an?|only)?\W*$"
)
RESULT = re.compile(r"\b(?:by|to|is|are|of|about|around|roughly|a|only|factor)\W*$|[=~>*]\s*$")
NAMED_BEHIND = re.compile(
    r"\W*(?:for|as|is|=)\W+(?:the |this |an? )?(?:α|alpha|alfa|exponent)\b(?!\s*(?:=|~|is|of|:)?\s*(?:about\s*)?[\d.])"
)
UNIT = re.compile(r"\s?(?:%|x\b|times\b|fold\b|mal\b|fois\b|veces\b|of\b|percent\b)")


def symbol_of(part: Part) -> str:
    """The free symbol that a part's formula is in; empty if it asks for none."""
    return next((c.literal for c in part.criteria if isinstance(c, FormulaCriterion) and c.literal), "")


def values(answer: Answer, symbol: str, prepared: Prepared) -> tuple[float, ...]:
    """Values of the symbol that a formula may be written with: those stated, in it or beside it, and the usual ones."""
    return tuple(dict.fromkeys((*stated(answer, symbol, prepared), *prepared.spec.symbols[symbol].usual)))


def stated(answer: Answer, symbol: str, prepared: Prepared) -> tuple[float, ...]:
    """The values that an answer gives the symbol."""
    named = [value for _, value in mentions(answer, symbol, prepared)]
    by_name = bool(named) and Name(symbol) in (each.expression for each in answer.found)
    low, high = LITERAL_RANGE
    written = [
        value
        for each in answer.found
        if isinstance(each.expression, Operation)
        for value in _exponents(each.expression)
        if low <= value <= high and not float(value).is_integer()
    ]
    own = [value for value in written if not (by_name or _is_any(value, named))]
    meant = [value for value in prepared.spec.symbols[symbol].usual if _is_any(value, own)]
    return tuple(dict.fromkeys([*named, *own, *meant]))


def _is_any(value: float, others: Sequence[float]) -> bool:
    """Whether a value is one of others, or as good as: 1/13.16 is 0.076."""
    return any(abs(value - other) <= 0.01 * other for other in others)


def mentions(answer: Answer, symbol: str, prepared: Prepared) -> Iterator[tuple[Found, float]]:
    """Where an answer says what value the symbol has: by its name, or a usual value with "for" or "with"."""
    for i, each in enumerate(answer.found):
        value = evaluate(each.expression, {}) if not names_in(each.expression) else None
        if value is None or each.percent:
            continue
        before = answer.found[i - 1] if i and answer.found[i - 1].expression == Name(symbol) else None
        if _is_value(answer, before, each, value, prepared.spec.symbols[symbol].usual):
            yield each, value


def _is_value(answer: Answer, name: Found | None, each: Found, value: float, usual: Sequence[float]) -> bool:
    """Whether a number is the symbol's value. `name`: where the symbol stands, if right before it."""
    before, counted = answer.text[: each.start], UNIT.match(answer.text, each.end) is not None
    if NAMED_BEHIND.match(answer.text, each.end):
        return 0 < value <= LITERAL_RANGE[1]
    if counted:
        return False
    if name is not None and IS.fullmatch(before[name.end :]):
        return 0 < value <= LARGEST_SAID
    if each.relation or not isinstance(each.expression, Number):
        return False
    alone = all(other is each or isinstance(other.expression, Name) for other in answer.found)
    exact = not alone and value in usual and each.expression.numeral.digits > 1 and not RESULT.search(before)
    return exact or (FOR.search(before) is not None and LITERAL_RANGE[0] <= value <= LARGEST_UNNAMED)


def without_values(chain: Sequence[Found], symbol: str) -> Sequence[Found]:
    """A chain without its beginning `α = 0.1`, which only says what the symbol stands for."""
    if len(chain) > 1 and chain[0].expression == Name(symbol) and not names_in(chain[1].expression):
        return chain[2:]
    return chain


def in_equation(chain: Sequence[Found], number: Found, symbol: str) -> bool:
    """Whether a 2 or a half is only what an equation that is to be solved says: k^α = 2."""
    value = evaluate(number.expression, {})
    unsolved = any(power_of_symbols(each.expression, symbol) for each in chain)
    return unsolved and value in (2.0, 0.5) and not number.percent


def power_of_symbols(expression: Expression, symbol: str) -> bool:
    """Whether a formula raises a symbol to the power of the free one: k^α, or (M/N)^α."""
    match expression:
        case Operation("^", (base, exponent)) if names_in(base) and symbol in names_in(exponent):
            return True
        case Operation(_, operands):
            return any(power_of_symbols(operand, symbol) for operand in operands)
        case _:
            return False


def _exponents(expression: Expression) -> Iterator[float]:
    """The numbers that stand in exponents, and one over each."""
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

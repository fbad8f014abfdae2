"""Formulas as trees: their values, bounded in size, and whether two of them are equivalent."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from grader.language.numerals import Numeral

LARGEST = 1e30  # a larger magnitude has no value


@dataclass(frozen=True, slots=True)
class Number:
    """A literal."""

    numeral: Numeral


@dataclass(frozen=True, slots=True)
class Name:
    """A symbol, by the caller's id for it."""

    id: str


@dataclass(frozen=True, slots=True)
class Operation:
    """`operator` is one of + - * / ^ or neg exp ln log sqrt (one operand)."""

    operator: str
    operands: tuple[Expression, ...]


Expression: TypeAlias = Number | Name | Operation


def evaluate(expression: Expression, values: Mapping[str, float]) -> float | None:
    """The value, None if a name has none, or it is undefined, or larger than LARGEST."""
    match expression:
        case Number(number):
            return number.value
        case Name(name):
            return math.e if name == "e" and name not in values else values.get(name)
        case Operation(operator, operands):
            given = [evaluate(operand, values) for operand in operands]
            known = [value for value in given if value is not None]
            return _apply(operator, known) if len(known) == len(given) else None


def _apply(operator: str, of: Sequence[float]) -> float | None:
    try:
        value = _VALUES[operator](*of)
    except (ArithmeticError, ValueError):
        return None
    if isinstance(value, complex) or not math.isfinite(value) or abs(value) > LARGEST:
        return None
    return float(value)


_VALUES: Mapping[str, Callable[..., float]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "^": lambda a, b: a**b,
    "neg": lambda a: -a,
    "exp": math.exp,
    "ln": math.log,
    "log2": math.log2,
    "sqrt": math.sqrt,
}


def names_in(expression: Expression) -> frozenset[str]:
    """The symbols of a formula."""
    match expression:
        case Number():
            return frozenset()
        case Name(name):
            return frozenset([name])
        case Operation(_, operands):
            return frozenset().union(*(names_in(operand) for operand in operands))


def numbers_in(expression: Expression) -> tuple[float, ...]:
    """The literals of a formula, from left to right."""
    match expression:
        case Number(number):
            return (number.value,)
        case Name():
            return ()
        case Operation(_, operands):
            return tuple(value for operand in operands for value in numbers_in(operand))


def contains(expression: Expression, piece: Expression) -> bool:
    """Whether a formula has another one, written alike, inside it or is it."""
    if _shape(expression) == _shape(piece):
        return True
    return isinstance(expression, Operation) and any(contains(operand, piece) for operand in expression.operands)


def _shape(expression: Expression) -> object:
    """A formula without the precision of its numbers."""
    match expression:
        case Number(number):
            return number.value
        case Name(name):
            return name
        case Operation(operator, operands):
            return operator, tuple(_shape(operand) for operand in operands)


def operators_in(expression: Expression) -> frozenset[str]:
    """The operators and functions of a formula."""
    match expression:
        case Operation(operator, operands):
            return frozenset([operator]).union(*(operators_in(operand) for operand in operands))
        case _:
            return frozenset()


def otherwise_read(expression: Expression) -> Expression:
    """The formula with every ambiguous number read the other way: 50.000 as fifty thousand."""
    match expression:
        case Number(number):
            return Number(replace(number, value=number.other)) if number.other is not None else expression
        case Name():
            return expression
        case Operation(operator, operands):
            return Operation(operator, tuple(otherwise_read(operand) for operand in operands))


def replace_number(expression: Expression, value: float, by: Expression) -> Expression:
    """The formula with a literal replaced: 2^(-0.076) as 2^(-alpha)."""
    match expression:
        case Number(number):
            return by if number.value == value else expression
        case Name():
            return expression
        case Operation(operator, operands):
            return Operation(operator, tuple(replace_number(operand, value, by) for operand in operands))


def equivalent(one: Expression, other: Expression, points: Sequence[Mapping[str, float]]) -> bool:
    """Whether two formulas have the same values at every point, to ten digits."""
    for point in points:
        a, b = evaluate(one, point), evaluate(other, point)
        if a is None or b is None or not math.isclose(a, b, rel_tol=1e-10, abs_tol=1e-300):
            return False
    return True


def substitute(expression: Expression, name: str, by: Expression) -> Expression:
    """The formula with a symbol replaced."""
    match expression:
        case Number():
            return expression
        case Name(own):
            return by if own == name else expression
        case Operation(operator, operands):
            return Operation(operator, tuple(substitute(operand, name, by) for operand in operands))

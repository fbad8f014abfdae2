"""Formulas: every notation of the same thing is the same, nothing is executed, and hostile ones end quickly."""

from __future__ import annotations

import math
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.language.algebra import Expression, equivalent, evaluate
from grader.language.formula import formulas, parse
from grader.language.lexer import Lexer
from grader.language.normalise import plain

LEXER = Lexer(
    {
        "alpha": "alpha",
        "α": "alpha",
        r"\alpha": "alpha",
        "a": "alpha",
        "d": "d",
        "d_model": "d",
        "d_ff": "d_ff",
        "n": "N",
    }
)
POINTS = tuple({"alpha": x, "d": 3 + x, "d_ff": 7 - x, "N": 11.0 + x} for x in (0.076, 0.31, 0.55, 0.83, 1.7))


def read(text: str) -> Expression:
    found = parse(plain(text).text, LEXER)
    assert found is not None, text
    return found


@pytest.mark.parametrize(
    "text",
    [
        "2^-alpha",
        "2^(-alpha)",
        "2**(-α)",
        "2⁻ᵅ",
        "1/2^a",
        "1 / (2^α)",
        "(1/2)^alpha",
        "0.5^alpha",
        "½^α",
        "2^{-\\alpha}",
        "$2^{-\\alpha}$",
        "\\frac{1}{2^{\\alpha}}",
        "\\left(\\frac{1}{2}\\right)^{\\alpha}",
        "exp(-a ln 2)",
        "e^(-alpha*ln(2))",
        "exp(-α·log(2))",
        "one over 2 to the power of alpha",
        "1 divided by 2^alpha",
        "2 to the power of minus alpha",
        "(2^alpha)^-1",
        "N^alpha/(2N)^alpha",
        "(N/(2*N))^alpha",
    ],
)
def test_every_notation_of_a_formula_is_equivalent(text: str) -> None:
    assert equivalent(read(text), read("2^(-alpha)"), POINTS)


@pytest.mark.parametrize("text", ["2^alpha", "2*alpha", "alpha^2", "1/2", "2^(1/alpha)", "2^-a + 1e-9", "-2^alpha"])
def test_a_different_formula_is_not_equivalent(text: str) -> None:
    assert not equivalent(read(text), read("2^(-alpha)"), POINTS)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("4 x 768^2", 2_359_296),
        ("4*768²", 2_359_296),
        ("4·768·768", 2_359_296),
        ("4 × 768 × 768", 2_359_296),
        ("4x768x768", 2_359_296),
        ("50k * 768", 38_400_000),
        ("four times 768 squared", 2_359_296),
        ("12 (2,359,296 + 4,718,592) + 38,400,000", 123_334_656),
        ("-2^2", -4),
        ("2^3^2", 512),
        ("8/4/2", 1),
        ("10-3-2", 5),
    ],
)
def test_arithmetic_is_worked_out_as_it_is_written(text: str, value: float) -> None:
    assert evaluate(read(text), {}) == value


def test_juxtaposition_multiplies() -> None:
    assert equivalent(read("4d^2 + 2 d d_ff"), read("4*d_model*d + 2*d*d_ff"), POINTS)


@pytest.mark.parametrize("text", ["9**9**9", "9^9^9^9^9", "10^400", "1/0", "0^-1", "ln(0)", "(-8)^0.5", "1e99*1e99"])
def test_what_has_no_value_or_too_large_a_one_has_none(text: str) -> None:
    assert evaluate(read(text), {}) is None


@pytest.mark.parametrize(
    "text", ["__import__('os').system('id')", "exec(1)", "().__class__", "lambda: 1", "f'{1+1}'", "open('x')"]
)
def test_code_is_no_formula(text: str) -> None:
    assert parse(plain(text).text, LEXER) is None


@pytest.mark.parametrize(
    "text",
    [
        "(" * 100_000,
        "9**" * 30_000,
        "1 " * 50_000,
        "-" * 100_000,
        "2" * 100_000,
        "2^(" * 30_000,
        "one " * 25_000,
        "\\frac{" * 16_000,
        "1,234" * 20_000,
        "1.2.3." * 16_000,
        "to the " * 14_000,
        "\u202e\u0301" * 50_000,
        "e" * 100_000,
    ],
    ids=lambda text: repr(text[:7]),
)
def test_hostile_text_of_100_kb_is_read_in_bounded_time(text: str) -> None:
    started = time.process_time()
    formulas(LEXER.tokens(plain(text).text))
    assert time.process_time() - started < 15


expressions = st.recursive(
    st.one_of(st.integers(1, 99).map(str), st.sampled_from(["alpha", "d", "d_ff", "N"])),
    lambda inner: st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
    max_leaves=12,
)


@given(expressions)
def test_a_formula_is_worth_what_python_says_it_is(text: str) -> None:
    point = POINTS[1]
    try:
        expected = eval(text, {}, dict(point))  # our own text, not a learner's
    except ZeroDivisionError:
        expected = math.inf
    value = evaluate(read(text), point)
    assert value is None if abs(expected) > 1e30 else value is not None and math.isclose(value, expected, rel_tol=1e-9)


@given(st.text(alphabet="0123456789+-*/^()[]{}.,% xeadnαln\\frac=<>~²⁻√ \n", max_size=200))
def test_anything_like_mathematics_is_read_without_an_error(text: str) -> None:
    for found in formulas(LEXER.tokens(plain(text).text)):
        evaluate(found.expression, POINTS[0])

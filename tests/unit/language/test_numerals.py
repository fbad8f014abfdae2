"""Written numbers: every separator and unit, the precision they were written at, and nothing that takes long."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.language.algebra import Number
from grader.language.formula import formulas
from grader.language.lexer import Lexer
from grader.language.normalise import plain
from grader.language.numerals import Numeral

LEXER = Lexer({})


def only(text: str) -> Numeral:
    found = formulas(LEXER.tokens(plain(text).text))
    assert len(found) == 1, found
    assert isinstance(found[0].expression, Number), found
    return found[0].expression.numeral


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234,567", 1_234_567),
        ("1.234.567", 1_234_567),
        ("1 234 567", 1_234_567),
        ("1\u00a0234\u00a0567", 1_234_567),
        ("1\u202f234\u202f567", 1_234_567),
        ("1'234'567", 1_234_567),
        ("1’234’567", 1_234_567),
        ("1_234_567", 1_234_567),
        ("12,33,34,656", 123_334_656),
        ("1,234,567.5", 1_234_567.5),
        ("1.234.567,5", 1_234_567.5),
        ("1.2e6", 1.2e6),
        ("1.2E+6", 1.2e6),
        ("1.2 x 10^6", 1.2e6),
        ("1.2 × 10⁶", 1.2e6),
        ("1,2 * 10^6", 1.2e6),
        ("38.4M", 38.4e6),
        ("38,4 million", 38.4e6),
        ("38,4 Mio.", 38.4e6),
        ("38,4 millions", 38.4e6),
        ("38 400k", 38.4e6),
        ("0.1234 billion", 123.4e6),
        ("38 400 thousand", 38.4e6),
        ("thirty-eight point four million", 38.4e6),
        ("nine thousand", 9000),
        ("one hundred and twenty three million", 123e6),
        ("３８", 38),
    ],
)
def test_a_number_is_read_in_every_spelling(text: str, value: float) -> None:
    assert math.isclose(only(text).value, value)


@pytest.mark.parametrize("text", ["5%", "5 %", "5 percent", "five percent", "5 per cent", "5\\%"])
def test_percent_is_part_of_a_number(text: str) -> None:
    assert only(text).value == 5
    assert only(text).percent


def test_a_separator_before_three_digits_keeps_both_readings() -> None:
    assert (only("38,400").value, only("38,400").other) == (38_400, 38.4)
    assert (only("38.400").value, only("38.400").other) == (38.4, 38_400)


@pytest.mark.parametrize(
    ("text", "step"), [("38.4M", 1e5), ("38,400,000", 1e5), ("124M", 1e6), ("123,334,656", 1), ("0.949", 1e-3)]
)
def test_the_step_is_one_in_the_last_significant_digit(text: str, step: float) -> None:
    assert math.isclose(only(text).step, step)


@pytest.mark.parametrize("text", ["GPT-2", "GPT2", "W_2", "W1", "fc1"])
def test_a_digit_of_a_name_is_no_number(text: str) -> None:
    assert not any(isinstance(each.expression, Number) for each in formulas(LEXER.tokens(plain(text).text)))


@given(st.integers(min_value=1000, max_value=10**15), st.sampled_from([",", ".", " ", "'", "_", "\u202f"]))
def test_any_integer_is_read_back_with_any_separator(value: int, separator: str) -> None:
    text = f"{value:,}".replace(",", separator)
    found = only(text)
    assert value in (found.value, found.other)


@given(st.floats(min_value=0.001, max_value=1e9, allow_nan=False), st.sampled_from([".", ","]))
def test_any_decimal_is_read_back_with_any_decimal_sign(value: float, sign: str) -> None:
    written = f"{value:.4f}"
    assert math.isclose(only(written.replace(".", sign)).value, float(written), rel_tol=1e-12, abs_tol=1e-12)


@given(st.text(max_size=300))
def test_any_text_is_read_without_an_error(text: str) -> None:
    spelling = plain(text)
    assert len(spelling.text) == len(spelling.origin)
    for found in formulas(LEXER.tokens(spelling.text)):
        assert 0 <= found.start < found.end <= len(spelling.text)

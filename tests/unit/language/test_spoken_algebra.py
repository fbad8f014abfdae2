"""Powers, roots, inverses and fractions said in words, and letters for an unknown, are read as what they mean."""

from __future__ import annotations

import pytest

from grader.language.algebra import Name, equivalent, names_in
from grader.language.formula import formulas, parse
from grader.language.lexer import Lexer
from grader.language.normalise import plain

NAMES = {"alpha": "alpha", "α": "alpha", r"\alpha": "alpha", "a": "alpha", "n": "N", "l": "L", "loss": "L"}
LEXER = Lexer(NAMES, algebra=True)
POINTS = tuple({"alpha": x, "N": 11.0 + x, "L": 2.0 - x} for x in (0.076, 0.31, 0.55, 0.83, 1.7))


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        (r"\sqrt[\alpha]{2}", "2^(1/alpha)"),
        ("the α-th root of two", "2^(1/alpha)"),
        ("2 to the reciprocal of alpha", "2^(1/alpha)"),
        ("one over alpha in the exponent of 2", "2^(1/alpha)"),
        ("the -α-th power of 2", "2^(-alpha)"),
        ("2 hoch minus α", "2^(-alpha)"),
        ("2 elevado a 1/α", "2^(1/alpha)"),
        ("2 à la puissance -α", "2^(-alpha)"),
        ("2 的 1/α 次方", "2^(1/alpha)"),
        ("one half raised to alpha", "2^(-alpha)"),
        ("half to the power of alpha", "2^(-alpha)"),
        ("2^(1/aplha)", "2^(1/alpha)"),
        ("(N/2N)^α", "2^(-alpha)"),
        ("three quarters", "3/4"),
        ("log base 2 of the loss", "log2(l)"),
    ],
)
def test_algebra_in_words_is_what_it_means(text: str, formula: str) -> None:
    wanted = parse(formula, LEXER)
    found = [each.expression for each in formulas(LEXER.tokens(plain(text).text))]
    assert wanted is not None
    assert len(found) == 1
    assert equivalent(found[0], wanted, POINTS)


@pytest.mark.parametrize(
    "text", ["a twentieth of it", "a new loss", "a 5 % drop", "only a little", "It is a power law"]
)
def test_an_article_is_no_symbol(text: str) -> None:
    found = formulas(LEXER.tokens(plain(text).text))
    assert not any("alpha" in names_in(each.expression) for each in found)


@pytest.mark.parametrize("text", ["k^α = 2", "log2(k) = 1/α", "x = 2^(1/α)", "f = 3"])
def test_a_letter_beside_an_operator_is_an_unknown(text: str) -> None:
    names = frozenset().union(*(names_in(each.expression) for each in formulas(LEXER.tokens(plain(text).text))))
    assert any(name.startswith("?") for name in names)


@pytest.mark.parametrize("text", ["3 x 5", "2 times k people", "plan b is better"])
def test_a_letter_elsewhere_is_none(text: str) -> None:
    names = frozenset().union(*(names_in(each.expression) for each in formulas(LEXER.tokens(plain(text).text))))
    assert not any(name.startswith("?") for name in names)


def test_a_new_line_multiplies_nothing() -> None:
    found = formulas(LEXER.tokens(plain("2^(1/α)\nα = 0.1\nN = 7").text))
    wanted = parse("2^(1/alpha)", LEXER)
    assert wanted is not None
    assert equivalent(found[0].expression, wanted, POINTS)
    assert Name("alpha") in [each.expression for each in found]


@pytest.mark.parametrize("text", ["a third matrix", "k = 5", "half to the left"])
def test_where_answers_are_counts_none_of_it_is_read(text: str) -> None:
    found = formulas(Lexer({"d": "d"}).tokens(plain(text).text))
    assert all(not names_in(each.expression) for each in found)

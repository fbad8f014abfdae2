"""Numbers in words are read in English, German, French and Spanish; other words are not."""

from __future__ import annotations

import time

import pytest

from grader.language.normalise import plain
from grader.language.number_words import SPELLED, spelled
from grader.language.numerals import NUMERAL, numeral


def read(text: str) -> float | None:
    match = SPELLED.fullmatch(plain(text).text)
    found = spelled(match) if match else None
    return found.value if found else None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("seven million and seventy-seven thousand", 7_077_000),
        ("eighty-four point nine million", 84_900_000),
        ("siebenhundertachtundsechzig", 768),
        ("vierundachtzig Komma neun Millionen", 84_900_000),
        ("hundertdreiundzwanzig Millionen dreihundertvierunddreißigtausend", 123_334_000),
        ("quatre-vingt-quatre millions", 84_000_000),
        ("cent vingt-trois millions trois cent mille", 123_300_000),
        ("soixante-dix-sept mille", 77_000),
        ("ochenta y cuatro coma nueve millones", 84_900_000),
        ("ciento veintitrés millones trescientos treinta mil", 123_330_000),
        ("eine Million", 1_000_000),
        ("forty mil", 40_000_000),  # English: short for million
    ],
)
def test_a_number_in_words_has_its_value(text: str, value: float) -> None:
    assert read(text) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(
    "text", ["ein", "une", "oneself", "oft", "once", "mil", "und", "centre", "millionaire", "elfish"]
)
def test_other_words_are_no_numbers(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("3840万", 38_400_000), ("1.23亿", 123_000_000), ("84,9 Millionen", 84_900_000), ("7 millones", 7e6)],
)
def test_magnitudes_of_other_languages_scale_a_number(text: str, value: float) -> None:
    match = NUMERAL.fullmatch(plain(text).text)
    assert match is not None
    found = numeral(match)
    assert found is not None
    assert found.value == pytest.approx(value)


def test_long_runs_of_number_words_are_read_in_time() -> None:
    start = time.perf_counter()
    for text in ("ein " * 2000, "dreiund" * 1000 + "x", "cent" * 1500 + "x", "one " * 1500):
        SPELLED.search(text)
    assert time.perf_counter() - start < 0.5

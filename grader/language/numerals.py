"""One written number: its value, the precision it was written at, and the other way it may be read.

`1,234,567`, `1.234.567`, `1 234 567`, `1'234'567`, `12,33,456`, `38,4 million`, `1.2e6`, `1.2 x 10^6`, `124M`, `5.1 %`.
A comma or point before exactly three digits is ambiguous (`38.400`): then both readings are kept.
All input is plain spelling (`normalise.plain`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MAX_DIGITS = 40  # of one written number; a longer one is no number
MAX_EXPONENT = 99  # of scientific notation, either sign


def _slips(word: str) -> Iterator[str]:
    """A long word with a letter left out, doubled, or swapped with the next, or another vowel; the first is right."""
    for at in range(1, len(word)):
        yield from (word[:at] + vowel + word[at + 1 :] for vowel in "aeiou" if word[at] in "aeiou")
        yield word[:at] + word[at + 1 :]
        yield word[:at] + word[at] + word[at:]
        yield word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :]


MAGNITUDES = {
    **{slip: each for word, each in (("thousand", 1e3), ("million", 1e6), ("billion", 1e9)) for slip in _slips(word)},
    **dict.fromkeys(("k", "thousand", "thousands", "grand", "tausend", "mille"), 1e3),
    **dict.fromkeys(("m", "mn", "mm", "mio", "mil", "mill", "mln", "million", "millions", "millionen"), 1e6),
    **dict.fromkeys(("millón", "millon", "millones", "milion", "milions", "milioni"), 1e6),
    **dict.fromkeys(("b", "bn", "g", "bil", "mrd", "billion", "billions", "milliarden", "milliards"), 1e9),
    **dict.fromkeys(("t", "tn", "trillion", "trillions"), 1e12),
    "hundred": 1e2,
    "lakh": 1e5,
    "crore": 1e7,
}
MYRIADS = {"万": 1e4, "亿": 1e8}  # written without a space before the next word
_WORDS = "|".join(sorted(MAGNITUDES, key=len, reverse=True))
_DIGITS = (
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d])"  # 1,234,567.8
    r"|\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?(?!\d)"  # 1.234.567,8
    r"|\d{1,3}(?:\.\d{3})+,\d+(?!\d)"  # 1.234,8
    r"|\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?(?!\d)"  # 12,33,456
    r"|\d{1,3}(?:'\d{3})+(?:[.,]\d+)?(?!\d)"  # 1'234'567
    r"|\d{1,3}(?:_\d{3})+(?!\d)"  # 1_234_567
    r"|\d{1,3}(?: \d{3})+(?:[.,]\d+)?(?![\d])"  # 1 234 567
    r"|\d+[.,]\d+(?![\d])"  # 38.4 or 38,4
    r"|\.\d+"
    r"|\d+"
)
NUMERAL = re.compile(
    rf"(?P<digits>{_DIGITS})"
    r"(?:e(?P<e>[+-]?\d{1,3})(?![\w.])|\s?[*x]\s?10\s?\^\s?[({]?(?P<ten>[+-]?\d{1,3})[)}]?)?"
    rf"(?:[^\S\n]?(?:(?P<magnitude>{_WORDS})\b\.?(?!['(^])|(?P<myriad>[万亿])))?"
    r"(?:\s?(?P<percent>%|\\%|percent\b|per cent\b|pct\b|prozent\b|pour cent\b|por ciento\b|percentage points?\b))?"
)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as written. `step` is the value of one in its last significant digit."""

    value: float
    step: float
    digits: int  # significant ones
    percent: bool = False
    other: float | None = None  # the value under the other reading of an ambiguous separator
    scaled: bool = False  # with a magnitude or exponent: 38.4M, 1.2e6


def numeral(match: re.Match[str]) -> Numeral | None:
    """The number that `NUMERAL` found; None if it has too many digits or too large an exponent."""
    digits, magnitude = match["digits"], match["magnitude"]
    exponent = int(match["e"] or match["ten"] or 0)
    if len(digits) > MAX_DIGITS or abs(exponent) > MAX_EXPONENT:
        return None
    factor = MAGNITUDES[magnitude] if magnitude else MYRIADS.get(match["myriad"], 1.0)
    factor *= 10.0**exponent
    scaled = factor != 1.0
    value, decimals, other = _digits(digits, scaled)
    shown = re.sub(r"[^0-9]", "", digits).lstrip("0")
    if decimals == 0 and not scaled:
        significant = len(shown.rstrip("0")) or 1
        step = 10.0 ** (len(shown) - significant)
    else:
        significant = len(shown) or 1
        step = 10.0**-decimals * factor
    return Numeral(
        value=value * factor,
        step=step,
        digits=significant,
        percent=match["percent"] is not None,
        other=other * factor if other is not None else None,
        scaled=scaled,
    )


def _digits(text: str, scaled: bool) -> tuple[float, int, float | None]:
    """(value, decimals, the other reading)."""
    bare = text.replace(" ", "").replace("'", "").replace("_", "")
    commas, points = bare.count(","), bare.count(".")
    if commas and points:  # the last one is the decimal sign
        decimal = "," if bare.rfind(",") > bare.rfind(".") else "."
        whole, fraction = bare.rsplit(decimal, 1)
        return _value(whole, fraction), len(fraction), None
    if commas + points == 0:
        return _value(bare, ""), 0, None
    sign = "," if commas else "."
    head, tail = bare.rsplit(sign, 1)
    if commas + points > 1:
        return _value(bare, ""), 0, None
    as_decimal, as_group = _value(head, tail), _value(head + tail, "")
    if len(tail) != 3 or not 1 <= len(head) <= 3 or head == "0":
        return as_decimal, len(tail), None
    if sign == "," and not scaled:
        return as_group, 0, as_decimal
    return as_decimal, len(tail), as_group


def _value(whole: str, fraction: str) -> float:
    return float(f"{re.sub('[.,]', '', whole) or '0'}.{fraction or '0'}")

"""How people say what algebra writes: powers, roots, inverses and fractions in words, and letters for an unknown.

Only exercises whose formulas have a free symbol are read with it; where answers are plain counts, "a third matrix" is
no fraction and "k" no unknown. All input is plain spelling (`normalise.plain`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from rapidfuzz.distance import OSA

from grader.language.numerals import Numeral

UNKNOWN: Final = "?"  # begins the id of a letter that the answer brings in itself
POWERS = (
    "raised to", "raised to the", "raised by", "to power", "at the power", "at the power of", "in the power",
    "in the power of", "power", "to the power", "to the exponent", "with exponent", "with the exponent",
    "with an exponent of", "elevated to", "elevated to the", "elevated at", "elevated by", "to teh", "hoch",
    "à la puissance", "a la puissance", "puissance", "exposant",
    "elevado a", "elevado a la", "elevada a", "a la potencia",
)  # fmt: skip
MINUS = ("negative", "minus the", "moins", "menos")
TIMES = ("mal", "fois", "veces", "por")
OVER = ("-over-", "geteilt durch", "durch", "divisé par", "dividido por", "dividido entre", "sur", "entre")
EQUALS = ("must be", "should be", "has to be", "needs to be", "must equal", "should equal", "has to equal")
ROOT = re.compile(
    r"(?:\s?-?\s?(?:th|st|nd|rd|te|ten|ième|ieme|ésima|esima))?[\s-]+(?:order\s+)?(?:root\s+(?:of|from)|wurzel\s+(?:aus|von)|"
    r"power\s+root\s+of)(?:\s+the)?(?![^\W\d_])|\s?-\s?(?:ième|ieme|ésima|esima)\s+(?:de|del)(?![^\W\d_])"
)
INVERSE = re.compile(
    r"(?:(?:the|an?|its|la|le|el|der|dem|den|l')\s*)?(?:inverse|reciprocal|kehrwert|inverso|inversa)\s+(?:of|von|de|du|d'|del?)\s*"
    r"(?:the\s+)?(?=α|\\?alpha|alfa|a\b)"
)
IN_EXPONENT = re.compile(
    r"\s?-?\s?(?:th|te)\s+power\s+of(?:\s+the)?(?![^\W\d_])"
    r"|\s*(?:in|as|is)\s+(?:the|an?)\s+(?:exponent|power)\s+(?:of|to|for|on|over)(?:\s+(?:a|the))?(?![^\W\d_])"
)
OF_POWER = re.compile(r"的(?=[^的]{1,12}次)")  # Chinese: 2 to the power that follows
_NTH: Mapping[str, int] = {
    "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
    "twelfth": 12, "fifteenth": 15, "sixteenth": 16, "twentieth": 20, "thirtieth": 30, "fortieth": 40, "fiftieth": 50,
    "hundredth": 100, "thousandth": 1000,
}  # fmt: skip
_HOW_MANY: Mapping[str, int] = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
}  # fmt: skip
FRACTION = re.compile(
    rf"\b(?P<many>{'|'.join(_HOW_MANY)})[\s-]+(?P<nth>{'|'.join(_NTH)})s?\b(?!\s+(?:root|power))"
    r"|\b(?P<half>(?:(?:one|an?|the)[\s-]+)?half)(?=\s*(?:\^|\*\*|raised\b|to\s+(?:the\b|α|alpha)|power\b))"
)
LETTERS = re.compile(r"[a-z]'?(?:_\w+)?|factor|ratio")
ARTICLES = frozenset({"a"})
AFTER_A_SYMBOL = frozenset(
    "is was were of being here in as around equals".split()
)  # words that stand behind "a" only where it is a symbol


def fraction(match: re.Match[str]) -> Numeral:
    """The number that `FRACTION` found: `three quarters`. It is written with one digit's precision."""
    if match["half"]:
        return Numeral(0.5, 0.5, 1)
    share = 1 / _NTH[match["nth"]]
    return Numeral(_HOW_MANY[match["many"]] * share, share / 10, 1)


def misspelt(word: str, names: Mapping[str, str]) -> str | None:
    """The id of a symbol whose long name has two letters swapped: alhpa."""
    if len(word) < 5:
        return None
    near = [name for name in names if len(name) == len(word) and sorted(name) == sorted(word)]
    return next((names[name] for name in near if OSA.distance(name, word) == 1), None)


def kinds(found: Sequence[tuple[str, str]]) -> Iterator[str]:
    """For the (kind, spelling) of each token: the kind it has among its neighbours.

    An article is no symbol, and a letter beside an operator is an unknown.
    """
    for i, (kind, spelling) in enumerate(found):
        before, behind = found[i - 1] if i else ("", ""), found[i + 1] if i + 1 < len(found) else ("", "")
        if kind == "name" and spelling in ARTICLES and _article(before, behind):
            yield "word"
        elif spelling == "to" and before[0] == "number" and i > 1 and found[i - 2][1].startswith("rais"):
            yield "raised"  # "raise two to one over alpha"
        elif kind in ("word", "times") and LETTERS.fullmatch(spelling) and _algebraic(before, behind):
            yield "name"
        else:
            yield kind


def _article(before: tuple[str, str], behind: tuple[str, str]) -> bool:
    """Whether "a" belongs to the word behind it: "a new loss", "a 5 % drop", but "2 to the a"."""
    if before[0] in ("operator", "function", "open", "relation") or behind[1] in AFTER_A_SYMBOL:
        return False
    if behind[1] == "power":
        return True
    return behind[0] in ("word", "number") or (behind[0] == "name" and before[0] not in ("number", "close"))


def _algebraic(before: tuple[str, str], behind: tuple[str, str]) -> bool:
    """Whether a letter's neighbours are those of a symbol."""
    if before[0] in ("number", "close", "word") and behind[0] in ("number", "open"):
        return False  # 3 x 5
    if behind[0] == "relation" and behind[1] in ("=", "==", ":=", r"\approx", "~", "equals"):
        return before[0] != "number"
    if behind[0] == "operator" and behind[1] in ("^", "hoch", "power", "puissance"):
        return True
    return before[0] == "function" or (before[0] == "open" and behind[0] in ("close", "operator"))

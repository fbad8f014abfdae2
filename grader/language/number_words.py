"""Numbers in words: English, German, French and Spanish, also where a language writes them as one word.

Units add up, a hundred multiplies what stands before it in its group, a larger scale closes the group:
`thirty-eight point four million`, `achtunddreißig Millionen vierhunderttausend`, `quatre-vingt-deux mille`,
`treinta y ocho coma cuatro millones`. Words that mean something else in English (`once`) are left out. All input is
plain spelling (`normalise.plain`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from grader.language.numerals import Numeral

UNITS = {
    "zero": 0,
    **{w: i for i, w in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)},
    **{w: i for i, w in enumerate("thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(), 13)},
    **{w: 10 * i for i, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)},
    "dozen": 12,
    **{w: i for i, w in enumerate("zwei drei vier fünf sechs sieben acht neun zehn elf zwölf".split(), 2)},
    **{w: i for i, w in enumerate("sechzehn siebzehn".split(), 16)},
    **{w: 10 * i for i, w in enumerate("zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig".split(), 2)},
    "dreissig": 30,
    "fuenf": 5,
    "zwoelf": 12,
    "fuenfzig": 50,
    **{w: i for i, w in enumerate("deux trois quatre cinq six sept huit neuf dix onze douze".split(), 2)},
    **{w: i for i, w in enumerate("treize quatorze quinze seize".split(), 13)},
    **{w: 10 * i for i, w in enumerate("vingt trente quarante cinquante soixante".split(), 2)},
    "vingts": 20,
    "dieciseis": 16,
    "veintidos": 22,
    "veintitres": 23,
    "veintiseis": 26,
    **{w: i for i, w in enumerate("dos tres cuatro cinco seis siete ocho nueve diez".split(), 2)},
    **{w: i for i, w in enumerate("doce trece catorce quince dieciséis diecisiete dieciocho diecinueve".split(), 12)},
    **{w: 10 * i for i, w in enumerate("veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa".split(), 2)},
    **{
        w: i
        for i, w in enumerate(
            "veintiún veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete veintiocho".split(), 21
        )
    },
    **{
        w: 100 * i
        for i, w in enumerate(
            "doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos".split(), 2
        )
    },
}
WITHIN = {"ein": 1, "eine": 1, "un": 1, "une": 1, "uno": 1}  # articles too: numbers only beside others
HUNDREDS = frozenset("hundred hundert cent cents cien ciento".split())
SCALES = {
    **dict.fromkeys("thousand tausend mille".split(), 1e3),
    **dict.fromkeys("million millions millionen millón millon millones".split(), 1e6),
    **dict.fromkeys("billion billions milliarde milliarden milliard milliards".split(), 1e9),
    "trillion": 1e12,
}
MIL = "mil"  # a thousand after Spanish words, else short for a million
SPANISH = frozenset(
    """dos tres cuatro cinco seis siete ocho nueve diez cien ciento veinte treinta cuarenta cincuenta sesenta setenta
    ochenta noventa""".split()
)
POINTS = frozenset("point komma virgule coma".split())
JOINING = frozenset("and und et y".split())


def _any(words: Iterator[str] | list[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_ATOMS = _any([*UNITS, *HUNDREDS, *SCALES])
_INSIDE = _any([*UNITS, *WITHIN, *HUNDREDS, *SCALES])
_PIECE = re.compile(rf"{_any([*UNITS, *WITHIN, *HUNDREDS, *SCALES, *POINTS, *JOINING, MIL])}")
_ONE_WORD = rf"(?:(?:{_INSIDE})(?:und)?)*(?:{_ATOMS})"  # siebenhundertachtundsechzig
SPELLED = re.compile(
    rf"\b(?P<spelled>(?:{_ONE_WORD}|(?:{_any(list(WITHIN))})(?=[ -](?:{_ATOMS})\b))"
    rf"(?:[ -](?:(?:{_any(list(JOINING))}) )?(?:{_ONE_WORD}|{_any(list(POINTS))}|{_any(list(WITHIN))}|{MIL})\b)*)\b"
    r"(?:\s?(?P<percent>%|percent\b|per cent\b|prozent\b|pour cent\b|por ciento\b))?"
)


def spelled(match: re.Match[str]) -> Numeral | None:
    """The number that `SPELLED` found: `thirty-eight point four million`."""
    total = current = 0.0
    decimals = 0
    after_point = False
    last = ""
    for word in _PIECE.findall(match["spelled"]):
        if word in JOINING:
            continue
        if word in POINTS:
            after_point = True
        elif word in HUNDREDS and not after_point:
            current = (current or 1.0) * 1e2
        elif word in HUNDREDS or word in SCALES or word == MIL:
            thousand = word == MIL and (last in SPANISH or last.endswith("cientos") or last.startswith("veinti"))
            total += (current or 1.0) * (1e3 if thousand else SCALES.get(word, 1e6 if word == MIL else 1e2))
            current, after_point = 0.0, False
        else:
            unit = UNITS.get(word, WITHIN.get(word, 0))
            if after_point:
                decimals += 1
                current += unit * 10.0**-decimals
            elif word in ("vingt", "vingts") and last == "quatre":
                current += 4 * unit - 4  # quatre-vingt: four times twenty
            else:
                current += unit
        last = word
    value = total + current
    if not math.isfinite(value):
        return None
    shown = f"{value:.12g}".replace(".", "").lstrip("0").rstrip("0") or "0"
    power = math.floor(math.log10(value)) if value > 0 else 0
    return Numeral(
        value=value, step=10.0 ** (power - len(shown) + 1), digits=len(shown), percent=match["percent"] is not None
    )

"""Where an answer writes out a formula of the things it names: y = gamma * (x - mu) / sigma + beta."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Pieces that calculate: with an operator behind a sign of equality, or with the x that is normalised.
PIECE = re.compile(r"[^;\n,]+")
OPERATOR = re.compile(r"[-+*/⊙]")
OF_X = re.compile(r"[*/√(]\s{0,9}\(?x\s{0,9}[-)]")


def calculated(text: str) -> Iterator[tuple[int, int]]:
    """Where formulas stand: a piece of x, or what stands behind the first sign of equality if it calculates."""
    for piece in PIECE.finditer(text):
        equals = text.find("=", *piece.span())
        if OF_X.search(text, *piece.span()):
            yield piece.span()
        elif equals >= 0 and OPERATOR.search(text, equals + 1, piece.end()):
            yield equals, piece.end()

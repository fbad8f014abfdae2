"""Words and signs beside a value that make a bound, a multiple or a range of it, or say that it is what is left."""

from __future__ import annotations

import re

from grader.rubric.answer import Answer

BEFORE = re.compile(
    r"\b(?:twice|thrice|half|double|triple|minus|below|above|under|over|(?:more|less|fewer|larger|smaller|greater|other)"
    r" than|at (?:least|most)|up to|between|not|except)\W+(?:of\W+)?(?:the\W+)?$"
)

TO = re.compile(r"\b(?:to|auf|à)\W+(?:\w+\W+)?$")
LEFT = re.compile(r"\W*(?:percent\W+)?(?:of\b|remain|is left|are left|left\b|der\b|von\b|de la\b|du\b)")


def left_over(answer: Answer, start: int, end: int) -> bool:
    """Whether a percentage is what something comes down to, not what it changes by: "to 5 %", "5 % of the old"."""
    return TO.search(answer.text[:start][-24:]) is not None or LEFT.match(answer.text, end) is not None


def bounded(answer: Answer, start: int) -> bool:
    """Whether what stands before a value makes a bound or a multiple of it; an arrow or "a bit more than" does not."""
    before = answer.text[max(0, start - 40) : start]
    if re.search(r"[<>]\s*$", before):
        sign = answer.plain.original[answer.plain.origin[max(_before_at(answer.text, start), 0)]]
        return sign in "<>≤≥" and not re.search(r"[-=]>\s*$", before)
    if re.search(r"\bbetween\b[^.;]{1,30}\band\s*$", before):
        return True
    return BEFORE.search(before[-24:]) is not None and not re.search(
        r"\b(?:bit|little|slightly|just|somewhat) (?:more|less|above|over|below|under)(?: than)? (?:the )?$", before
    )


def _before_at(text: str, start: int) -> int:
    """Where the last character before a position stands that is no space."""
    return len(text[:start].rstrip()) - 1

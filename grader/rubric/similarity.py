"""Likeness of an answer to the phrasings that meet a criterion. It only ever suggests: low likeness proves nothing."""

from __future__ import annotations

from grader.catalog.rubric_spec import CriterionBase
from grader.language.normalise import plain
from grader.language.words import FUNCTION_WORDS, words
from grader.rubric.answer import Answer
from grader.rubric.decision import Layer, Proposal

FULL, HALF = 0.65, 0.45  # coverage from which on credit is suggested


def coverage(phrasing: str, answer: Answer) -> float:
    """Share of a phrasing's content words that the answer holds, in any ending."""
    wanted = {w.stem for w in words(plain(phrasing)).words if w.text not in FUNCTION_WORDS}
    if not wanted:
        return 0.0
    there = {w.stem for w in answer.words.words}
    return len(wanted & there) / len(wanted)


def suggest(answer: Answer, criterion: CriterionBase) -> Proposal:
    """Credit by the nearest phrasing."""
    likeness = max((coverage(text, answer) for text in (criterion.statement, *criterion.accept)), default=0.0)
    fraction = 1.0 if likeness >= FULL else 0.5 if likeness >= HALF else 0.0
    return Proposal(fraction=fraction, confidence=0.5, layer=Layer.TEXT, reason="text.likeness")

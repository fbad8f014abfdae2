"""Likeness of an answer to the phrasings that meet a criterion. It only ever suggests: low likeness proves nothing."""

from __future__ import annotations

from functools import lru_cache

from grader.catalog.rubric_spec import CriterionBase
from grader.language.normalise import plain
from grader.language.words import FUNCTION_WORDS, NEGATORS, words
from grader.rubric.answer import Answer
from grader.rubric.decision import Layer, Proposal

FULL, HALF = 0.75, 0.5  # coverage from which on credit is suggested


@lru_cache(maxsize=4096)
def content(text: str) -> frozenset[str]:
    """The stems of a text's content words."""
    return frozenset(w.stem for w in words(plain(text)).words if w.text not in FUNCTION_WORDS and len(w.text) > 1)


@lru_cache(maxsize=4096)
def negates(text: str) -> bool:
    """Whether a phrasing denies something itself."""
    return any(word.text in NEGATORS for word in words(plain(text)).words)


def coverage(phrasing: str, question: str, answer: Answer) -> float:
    """Share of a phrasing's content words, without the question's, that the answer holds in any ending."""
    wanted = content(phrasing) - content(question)
    if any(word.text in NEGATORS for word in answer.words.words) and not negates(phrasing):
        return 0.0
    there = {word.stem for word in answer.words.words}
    return len(wanted & there) / len(wanted) if wanted else 0.0


def suggest(answer: Answer, criterion: CriterionBase, question: str) -> Proposal:
    """Credit by the nearest phrasing."""
    likeness = max(coverage(text, question, answer) for text in (criterion.statement, *criterion.accept))
    fraction = 1.0 if likeness >= FULL else 0.5 if likeness >= HALF else 0.0
    return Proposal(fraction=fraction, confidence=0.5, layer=Layer.TEXT, reason="text.likeness")

"""Likeness of an answer to the phrasings that meet a criterion. It only ever suggests: low likeness proves nothing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.fuzz import token_set_ratio

from grader.catalog.rubric_spec import CriterionBase
from grader.language.normalise import plain
from grader.language.words import FUNCTION_WORDS, NEGATORS, stems_of, words
from grader.rubric.answer import Answer
from grader.rubric.decision import Layer, Proposal

FULL, HALF = 0.75, 0.5  # coverage from which on credit is suggested
TRIGRAM = 3


@lru_cache(maxsize=8192)
def content(text: str) -> frozenset[str]:
    """The stems of a text's content words."""
    return frozenset(w.stem for w in words(plain(text)).words if w.text not in FUNCTION_WORDS and len(w.text) > 1)


@lru_cache(maxsize=8192)
def trigrams(text: str) -> frozenset[str]:
    """The letter triples of a text's content words, which misspelt and compound words share."""
    marked = [f"^{stem}$" for stem in content(text)]
    return frozenset(word[i : i + TRIGRAM] for word in marked for i in range(len(word) - TRIGRAM + 1))


@lru_cache(maxsize=8192)
def negates(text: str) -> bool:
    """Whether a phrasing denies something itself."""
    return not NEGATORS.isdisjoint(word.text for word in words(plain(text)).words)


def share(wanted: frozenset[str], there: frozenset[str]) -> float:
    """How much of what is wanted is there; 0 if nothing is wanted."""
    return len(wanted & there) / len(wanted) if wanted else 0.0


def likeness(text: str, phrasings: Sequence[str], question: str) -> float:
    """0..1, to the nearest phrasing: the mean of four plain measures, each of which errs in another way.

    Coverage of its content words, with and without those of the question, coverage of their letter triples, and
    rapidfuzz's token_set_ratio. Untrained. On public graded answers it is above each of them: see
    benchmarks/short_answers.py.
    """
    there, asked, letters = content(text), content(question), trigrams(text)
    best = 0.0
    for phrasing in phrasings:
        wanted = content(phrasing)
        new = wanted - asked or wanted
        measures = (
            share(wanted, there),
            share(new, there),
            share(trigrams(phrasing), letters),
            token_set_ratio(text, phrasing) / 100,
        )
        best = max(best, sum(measures) / len(measures))
    return best


def suggest(answer: Answer, criterion: CriterionBase, question: str) -> Proposal:
    """Credit by the nearest phrasing: how much of its own words, without the question's, the answer holds."""
    denies = not NEGATORS.isdisjoint(word.text for word in answer.words.words)
    usable = [text for text in (criterion.statement, *criterion.accept) if negates(text) or not denies]
    there = frozenset(word.stem for word in answer.words.words)
    near = max((share(content(text) - stems_of(question), there) for text in usable), default=0.0)
    fraction = 1.0 if near >= FULL else 0.5 if near >= HALF else 0.0
    return Proposal(fraction=fraction, confidence=0.5, layer=Layer.TEXT, reason="text.likeness")

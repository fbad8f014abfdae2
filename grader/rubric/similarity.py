"""Likeness of an answer to the phrasings that meet a criterion. It only ever suggests: low likeness proves nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz.fuzz import token_set_ratio

from grader.catalog.rubric_spec import CriterionBase
from grader.language.normalise import plain
from grader.language.words import FUNCTION_WORDS, NEGATORS, words
from grader.model import Array
from grader.rubric.answer import Answer
from grader.rubric.decision import Layer, Proposal
from grader.rubric.encoder import Encoder

FULL, HALF = 0.8, 0.6  # likeness from which on credit is suggested
FEWEST_WORDS = 2  # content words from which on a phrasing tells anything
TRIGRAM = 3
SEMANTIC_SHARE = 0.3  # of the likeness that an embedding model has; more helped on one public set and hurt on three
MOST_VECTORS = 4096  # that are kept; then all are worked out again


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


@dataclass(slots=True)
class Likeness:
    """Likeness by words, and by meaning too where the operator supplied an embedding model."""

    encoder: Encoder | None = None
    _vectors: dict[str, Array] = field(default_factory=dict)

    def of(self, text: str, phrasings: Sequence[str], question: str) -> float:
        """0..1, to the nearest phrasing."""
        by_words = likeness(text, phrasings, question)
        if self.encoder is None or not phrasings or not text.strip():
            return by_words
        near = max(float(self._vector(text) @ self._vector(phrasing)) for phrasing in phrasings)
        return (1 - SEMANTIC_SHARE) * by_words + SEMANTIC_SHARE * max(near, 0.0)

    def _vector(self, text: str) -> Array:
        assert self.encoder is not None
        if text not in self._vectors:
            if len(self._vectors) >= MOST_VECTORS:
                self._vectors.clear()
            self._vectors[text] = self.encoder.encode([text])[0]
        return self._vectors[text]


def suggest(answer: Answer, criterion: CriterionBase, question: str, by: Likeness) -> Proposal:
    """Credit by the nearest phrasing; none if the answer denies something and the phrasing does not."""
    denies = not NEGATORS.isdisjoint(word.text for word in answer.words.words)
    usable = [
        text
        for text in (criterion.statement, *criterion.accept)
        if len(content(text)) >= FEWEST_WORDS and (negates(text) or not denies)
    ]
    near = by.of(answer.text, usable, question)
    fraction = 1.0 if near >= FULL else 0.5 if near >= HALF else 0.0
    return Proposal(fraction=fraction, confidence=0.5, layer=Layer.TEXT, reason="text.likeness")

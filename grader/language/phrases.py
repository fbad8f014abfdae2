"""Phrases that authors write, found among a learner's words.

A phrase is words separated by spaces. A word matches every ending of itself (`vanish`: vanishes, vanishing); `stab*`
matches a beginning; `small|tiny` either; `very?` may be missing; `..` stands for up to four words of the same sentence;
`not` for any negation (no, never, without, doesn't). A hyphen is a space.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from grader.language.words import NEGATORS, Word, stem

GAP = 4  # words that `..` stands for at most


@dataclass(frozen=True, slots=True)
class Element:
    """One place of a phrase."""

    stems: frozenset[str]
    prefixes: tuple[str, ...] = ()
    optional: bool = False
    gap: bool = False
    negation: bool = False

    def accepts(self, word: Word, repaired: Mapping[str, str]) -> bool:
        if self.negation:
            return word.text in NEGATORS
        if word.stem in self.stems or word.text.startswith(self.prefixes or ("\0",)):
            return True
        mended = repaired.get(word.text)
        return mended is not None and (stem(mended) in self.stems or mended.startswith(self.prefixes or ("\0",)))


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase ready to match."""

    text: str
    elements: tuple[Element, ...]

    def vocabulary(self) -> Iterator[str]:
        """The words it is written with."""
        for piece in _pieces(self.text):
            yield from (word.rstrip("*") for word in piece.rstrip("?").split("|") if word.rstrip("*").isalpha())


@dataclass(frozen=True, slots=True)
class Match:
    """Where a phrase was found: words[first:last]; `gaps` are the places in between that it does not cover."""

    first: int
    last: int
    gaps: frozenset[int] = frozenset()

    @property
    def places(self) -> frozenset[int]:
        """The places of the words that it covers."""
        return frozenset(range(self.first, self.last)) - self.gaps


def phrase(text: str) -> Phrase:
    """Compile what an author wrote. Raises ValueError if nothing in it must match a word."""
    elements = tuple(_element(piece) for piece in _pieces(text))
    if not elements or elements[0].gap or elements[-1].gap or all(e.optional or e.gap for e in elements):
        raise ValueError(f"{text!r} is no phrase: it needs a word at its start and at its end")
    return Phrase(text, elements)


def _pieces(text: str) -> list[str]:
    return text.lower().replace("-", " ").split()


def _element(piece: str) -> Element:
    if piece == "..":
        return Element(frozenset(), gap=True)
    if piece == "not":
        return Element(frozenset(), negation=True)
    optional = piece.endswith("?") and len(piece) > 1
    choices = piece.removesuffix("?").split("|") if len(piece) > 1 else [piece]
    prefixes = tuple(choice[:-1] for choice in choices if choice.endswith("*") and len(choice) > 1)
    stems = frozenset(stem(choice) for choice in choices if not (choice.endswith("*") and len(choice) > 1))
    return Element(stems, prefixes, optional)


def matches(wanted: Phrase, words: Sequence[Word], repaired: Mapping[str, str]) -> Iterator[Match]:
    """Every place where the phrase stands, at most one for each first word."""
    for first in range(len(words)):
        if wanted.elements[0].accepts(words[first], repaired) or wanted.elements[0].optional:
            found = _from(wanted.elements, 0, words, first, repaired, frozenset())
            if found is not None and found[0] > first:
                yield Match(first, found[0], found[1])


def _from(
    elements: Sequence[Element],
    index: int,
    words: Sequence[Word],
    at: int,
    repaired: Mapping[str, str],
    gaps: frozenset[int],
) -> tuple[int, frozenset[int]] | None:
    if index == len(elements):
        return at, gaps
    element = elements[index]
    if element.gap:
        sentence = words[at - 1].sentence
        for width in range(GAP + 1):
            if at + width > len(words) or (width and words[at + width - 1].sentence != sentence):
                return None
            found = _from(elements, index + 1, words, at + width, repaired, gaps | frozenset(range(at, at + width)))
            if found is not None:
                return found
        return None
    fits = at < len(words) and element.accepts(words[at], repaired)
    if fits and (at == 0 or index == 0 or words[at].sentence == words[at - 1].sentence):
        found = _from(elements, index + 1, words, at + 1, repaired, gaps)
        if found is not None:
            return found
    return _from(elements, index + 1, words, at, repaired, gaps) if element.optional else None

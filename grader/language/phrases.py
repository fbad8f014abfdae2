"""Phrases that authors write, found among a learner's words.

A phrase is words separated by spaces. A word matches every ending of itself (`vanish`: vanishes, vanishing); `stab*`
matches a beginning; `small|tiny` either; `very?` may be missing; `..` stands for up to four words of the same sentence;
`not` for any negation (no, never, without, doesn't). A hyphen is a space.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from grader.language.words import NEGATORS, Word, stem

START = 3  # letters by which beginnings are looked up
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


@dataclass(frozen=True)
class Text:
    """A learner's words, by what a phrase may ask for: most of an author's phrases have no word in an answer."""

    words: Sequence[Word]
    repaired: Mapping[str, str]  # misspelt word -> the word it stands for

    def places(self, element: Element) -> Sequence[int]:
        """Which words an element accepts, in order."""
        known = self._known.get(element)
        if known is None:
            known = self._known[element] = sorted(self._places(element))
        return known

    def _places(self, element: Element) -> set[int]:
        if element.negation:
            return {place for place, word in enumerate(self.words) if word.text in NEGATORS}
        found = {place for each in element.stems & self.stems.keys() for place in self.stems[each]}
        for prefix in element.prefixes:
            for spelling in self._spellings[bisect_left(self._spellings, (prefix,)) :]:
                if not spelling[0].startswith(prefix):
                    break
                found.add(spelling[1])
        return found

    @cached_property
    def _known(self) -> dict[Element, Sequence[int]]:
        return {}

    @cached_property
    def stems(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for place, word in enumerate(self.words):
            found.setdefault(word.stem, []).append(place)
            if word.text in self.repaired:
                found.setdefault(stem(self.repaired[word.text]), []).append(place)
        return found

    @cached_property
    def starts(self) -> set[str]:
        """The first letters of every word."""
        return {text[:START] for text, _ in self._spellings}

    @cached_property
    def _spellings(self) -> list[tuple[str, int]]:
        """Every word as it is written and as it is repaired, with its place; sorted, to look up beginnings."""
        written = [(word.text, place) for place, word in enumerate(self.words)]
        mended = [(self.repaired[text], place) for text, place in written if text in self.repaired]
        return sorted([*written, *mended])


class PhraseSet(tuple[Phrase, ...]):
    """Phrases that mean one thing. Those that have no word in an answer are found to be so all at once."""

    def possible(self, text: Text) -> list[Phrase]:
        """Those that may stand in a text, in order."""
        at = {place for each in self._by_stem.keys() & text.stems.keys() for place in self._by_stem[each]}
        at |= {place for each in self._by_start.keys() & text.starts for place in self._by_start[each]}
        return [self[place] for place in sorted(at.union(self._anywhere))]

    @cached_property
    def _anchors(self) -> list[Element | None]:
        """An element that each must have, and that is a word."""
        return [
            next((each for each in phrase.elements if not (each.optional or each.gap or each.negation)), None)
            for phrase in self
        ]

    @cached_property
    def _by_stem(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for place, anchor in enumerate(self._anchors):
            for each in anchor.stems if anchor else ():
                found.setdefault(each, []).append(place)
        return found

    @cached_property
    def _by_start(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for place, anchor in enumerate(self._anchors):
            for prefix in anchor.prefixes if anchor else ():
                found.setdefault(prefix[:START], []).append(place)
        return found

    @cached_property
    def _anywhere(self) -> list[int]:
        return [
            place
            for place, anchor in enumerate(self._anchors)
            if anchor is None or any(len(prefix) < START for prefix in anchor.prefixes)
        ]


def matches(wanted: Phrase, text: Text) -> Iterator[Match]:
    """Every place where the phrase stands, at most one for each first word."""
    start, *others = wanted.elements
    firsts: Sequence[int] = range(len(text.words)) if start.optional else text.places(start)
    if not firsts or not all(each.optional or each.gap or text.places(each) for each in others):
        return
    for first in firsts:
        found = _from(wanted.elements, 0, text.words, first, text.repaired, frozenset())
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

"""One part's answer, read once: its plain text, words, formulas, and the clauses that each stands in."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from rapidfuzz.distance import OSA

from grader.language.algebra import Number
from grader.language.formula import Found, formulas
from grader.language.glossary import english
from grader.language.lexer import Lexer
from grader.language.normalise import Plain, plain
from grader.language.phrases import Match, Phrase, PhraseSet, Text, matches
from grader.language.words import FUNCTION_WORDS, Word, Words, stem, words
from grader.rubric.decision import Quote

MAX_CHARACTERS = 4000  # of one part's answer that are read; a longer one is for a person
SHORTEST_REPAIR = 4  # letters: a shorter word is never taken for a misspelt one
SHORTEST_NAME = 3  # letters: of one so short, two that changed places are put right: "gtp"
LONGEST_WORD = 24  # letters: a longer one is no word
SECOND_MISTAKE = 8  # letters from which on two mistakes are repaired
CORRECTIONS = re.compile(
    r"\b(?:wait\b|actually|sorry|oops|(?:scratch|strike|make) that|i meant?\b|or rather|on second thoughts?|nope"
    r"|let me (?:correct|fix|redo|rephrase|recompute|try again|start over)|i was wrong|my (?:bad|mistake|error)\b"
    r"|(?:i |we )?(?<!openai )(?<!they )(?<!paper )(?<!authors )(?:first|initially|originally) (?:i |we )?"
    r"(?:thought|guessed|wrote|said|assumed)|i thought|at first|first (?:guess|idea|thought|answer|attempt|instinct)\b"
    r"|initially(?=[^.]*\b(?:but|now|however)\b)|(?:ah|oh|uh|eh|erm?|hm+|argh|ach),? no\b|\.\. ?no\b"
    r"|i (?:had|have) (?:thought|written)|take (?:it|that|this) back|hm+\b"
    r"|correction\s*[:,-]|edit\w*\s*:|no[,:;])"
)


@dataclass(frozen=True)
class Answer:
    """A part's answer. All positions are in the plain text unless they are called quotes."""

    plain: Plain
    words: Words
    found: tuple[Found, ...]
    repaired: Mapping[str, str]  # misspelt or foreign word -> the word it stands for
    looked_up: dict[int, tuple[PhraseSet, list[Match]]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def text(self) -> str:
        return self.plain.text

    def quote(self, start: int, end: int) -> Quote:
        """The learner's own characters behind a span of the plain text."""
        first, last = self.plain.quote(start, end)
        return Quote(first, last, self.plain.original[first:last])

    def quote_words(self, places: Iterable[int]) -> Quote:
        """The same for a set of words: from the first to the last of them."""
        ordered = sorted(places)
        return self.quote(self.words.words[ordered[0]].start, self.words.words[ordered[-1]].end)

    def span(self, quote: Quote) -> tuple[int, int]:
        """The span of the plain text that a quote was taken from."""
        return bisect_left(self.plain.origin, quote.start), bisect_left(self.plain.origin, quote.end)

    def find(self, phrases: PhraseSet) -> list[Match]:
        """Every place where one of the phrases stands, the longest at each first word. Phrases are looked up once."""
        known = self.looked_up.get(id(phrases))
        if known is not None and known[0] is phrases:
            return known[1]
        best: dict[int, Match] = {}
        for each in phrases.possible(self._indexed):
            for match in matches(each, self._indexed):
                if match.first not in best or best[match.first].last < match.last:
                    best[match.first] = match
        found = [best[first] for first in sorted(best)]
        self.looked_up[id(phrases)] = (phrases, found)
        return found

    def says(self, phrases: PhraseSet, sentence: int | None = None) -> bool:
        """Whether one of the phrases stands in the answer, or in one sentence of it."""
        found = self.find(phrases)
        return any(sentence is None or self.words.words[match.first].sentence == sentence for match in found)

    def word_at(self, position: int) -> int:
        """Index of the word at, or else before, a position; -1 if there is no word."""
        return max(bisect_right(self.starts, position) - 1, 0) if self.starts else -1

    def sentence_at(self, position: int) -> int:
        """The sentence a position is in; a formula's signs may be no words, so the nearest word tells."""
        if not self.starts:
            return 0
        index = self.word_at(position)
        following = min(index + 1, len(self.starts) - 1)
        nearest = index if self.words.words[index].end > position else following
        return self.words.words[nearest].sentence

    @cached_property
    def _indexed(self) -> Text:
        return Text(self.words.words, self.repaired)

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where each word starts."""
        return tuple(word.start for word in self.words.words)

    @cached_property
    def numbered(self) -> frozenset[int]:
        """The words that formulas start at."""
        return frozenset(self.word_at(each.start) for each in self.found)

    @cached_property
    def numbers(self) -> tuple[float, ...]:
        """The plain numbers, in their order."""
        return tuple(each.expression.numeral.value for each in self.found if isinstance(each.expression, Number))

    def found_in(self, start: int, end: int) -> list[Found]:
        """The formulas that start within a span."""
        return [each for each in self.found if start <= each.start < end]

    def places_in(self, spans: Iterable[tuple[int, int]]) -> frozenset[int]:
        """Places of the words that start within one of the spans."""
        bounds = [(bisect_left(self.starts, start), bisect_left(self.starts, end)) for start, end in spans]
        return frozenset(place for first, last in bounds for place in range(first, last))

    def ending_at(self, position: int) -> Found | None:
        """The formula that ends at a position."""
        return next((each for each in self.found if each.end == position), None)

    def in_formula(self, position: int) -> bool:
        """Whether a position is inside a formula."""
        return any(each.start <= position < each.end for each in self.found)

    @cached_property
    def corrections(self) -> tuple[int, ...]:
        """Where something is taken back."""
        return tuple(match.start() for match in CORRECTIONS.finditer(self.text))

    @property
    def corrects(self) -> bool:
        """Whether something is taken back."""
        return bool(self.corrections)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words a rubric is written with."""

    words: frozenset[str]
    stems: frozenset[str]
    prefixes: tuple[str, ...]

    def knows(self, word: str) -> bool:
        return word in FUNCTION_WORDS or stem(word) in self.stems or word.startswith(self.prefixes or ("\0",))


def vocabulary_of(phrases: Iterable[Phrase]) -> Vocabulary:
    """Every word of the phrases."""
    elements = [element for each in phrases for element in each.elements]
    plain_words = frozenset(word for each in phrases for word in each.vocabulary())
    return Vocabulary(
        plain_words,
        frozenset(itertools.chain(*(element.stems for element in elements))),
        tuple({prefix for element in elements for prefix in element.prefixes}),
    )


def read(text: str, lexer: Lexer, vocabulary: Vocabulary, *, foreign: bool = False) -> Answer:
    """Read one part's answer; at most MAX_CHARACTERS of it. `foreign`: it is in another language than English."""
    spelling = plain(text[:MAX_CHARACTERS])
    split = words(spelling)
    found = tuple(formulas(lexer.tokens(spelling.text)))
    translated = {word.text: meant for word in split.words if foreign and (meant := english(word.text))}
    return Answer(spelling, split, found, {**repairs(split.words, vocabulary), **translated})


def repairs(found: Sequence[Word], vocabulary: Vocabulary) -> dict[str, str]:
    """Misspelt words and the word of the rubric that each is nearest to. Only ever towards the rubric's words."""
    mended: dict[str, str] = {}
    texts = {w.text for w in found if w.text.isalpha() and SHORTEST_NAME <= len(w.text) <= LONGEST_WORD}
    for text in sorted(texts):
        if vocabulary.knows(text):
            continue
        if len(text) < SHORTEST_REPAIR:
            swapped = sorted(
                {text[0] + text[2] + text[1], text[1] + text[0] + text[2]} & vocabulary.words - FUNCTION_WORDS
            )
            mended.update((text, each) for each in swapped[:1])
            continue
        most = 2 if len(text) >= SECOND_MISTAKE else 1
        near = [
            (distance, known)
            for known in vocabulary.words
            if len(known) >= SHORTEST_REPAIR and known[0] == text[0] and abs(len(known) - len(text)) <= most
            if (distance := OSA.distance(text, known, score_cutoff=most)) <= most
        ]
        if near:
            mended[text] = min(near)[1]
    return mended

"""Which change a formula is said to be: in "if N is multiplied by 2, the loss is divided by 2^α" it is a division.

Of several words of change in a sentence the one that goes with the formula counts: it stands in the formula's clause,
before it, nearest, and not with something else that changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from grader.catalog.rubric_spec import Formula, FormulaCriterion
from grader.language.algebra import Name
from grader.language.formula import Found
from grader.language.phrases import Match
from grader.language.words import NEGATORS
from grader.rubric.answer import Answer
from grader.rubric.prepared import compiled

OBJECT = 2  # words behind a verb in which stands what it changes
DENYING = 2  # words before a verb in which stands what denies it
MARKS = frozenset(",;:(")
NEUTRAL = frozenset("factor ratio".split())  # say that something changes, and not which way


@dataclass(frozen=True)
class _Place:
    """Where a formula stands, and where the things that change are named."""

    answer: Answer
    first: int  # of its words
    last: int  # behind them
    own: frozenset[int]  # places that name what it is a change of
    others: frozenset[int]

    @cached_property
    def clauses(self) -> frozenset[int]:
        """Its clauses, with the one that goes on behind it: its own parentheses begin one."""
        words = self.answer.words.words
        clauses = {word.clause for word in words[self.first : self.last]}
        if self.last < len(words):
            between = self.answer.text[words[self.last - 1].end : words[self.last].start]
            clauses.update((words[self.last].clause,) if MARKS.isdisjoint(between) else ())
        return frozenset(clauses)

    def far(self, match: Match) -> tuple[bool, bool, int]:
        """How far a phrase is: in another clause, behind the formula, and by how many words."""
        outside = self.answer.words.words[match.first].clause not in self.clauses
        return outside, match.first >= self.last, max(self.first - match.last, match.first - self.last, 0)


def fits(answer: Answer, formula: Formula, found: Found, criterion: FormulaCriterion) -> bool:
    """Whether the words that a formula needs are there, and go with it rather than those that turn it."""
    first, last = answer.word_at(found.start), answer.word_at(found.end - 1) + 1
    place = _Place(answer, first, last, _named(answer, criterion.of), _named(answer, criterion.others))
    said = list(_of_it(place, formula.said))
    if formula.said and not said:
        return False
    words = answer.words.words
    sentence = answer.sentence_at(found.start)
    against = [
        place.far(match)
        for match in _of_it(place, formula.unless)
        if words[match.first].sentence == sentence and _reaches(place, match) and not _denied(answer, match)
    ]
    directed = [
        place.far(match)
        for match in said
        if words[match.first].sentence == sentence and words[match.first].text not in NEUTRAL
    ]
    return not against or (bool(directed) and min(directed) < min(against))


def _of_it(place: _Place, phrases: tuple[str, ...]) -> Iterator[Match]:
    """Where a phrase stands in one clause, and says nothing of another thing that changes."""
    words = place.answer.words.words
    named = place.own | place.others
    for match in place.answer.find(compiled(phrases)):
        if words[match.last - 1].clause != words[match.first].clause or match.gaps & named:
            continue
        if match.places & named or not place.own.isdisjoint(range(match.last, match.last + OBJECT)):
            yield match  # it says itself of what: "doubling N divides the loss"
        elif _nearest(place.answer, match, place.own) <= _nearest(place.answer, match, place.others):
            yield match


def _nearest(answer: Answer, match: Match, named: frozenset[int]) -> int:
    words = answer.words.words
    inside = (each for each in named if words[each].clause == words[match.first].clause)
    return min((min(abs(each - own) for own in match.places) for each in inside), default=len(words))


def _named(answer: Answer, phrases: tuple[str, ...]) -> frozenset[int]:
    """The places of the words that name something, outside formulas."""
    formulas = answer.places_in(
        (each.start, each.end) for each in answer.found if not isinstance(each.expression, Name)
    )
    return frozenset(place for match in answer.find(compiled(phrases)) for place in match.places) - formulas


def _reaches(place: _Place, match: Match) -> bool:
    """Whether a phrase goes with the formula: not from a clause without it, nor over a name of what changes."""
    words, clauses = place.answer.words.words, place.clauses
    if words[match.first].clause not in clauses:
        return not any(words[each].clause in clauses for each in place.own | place.others)
    between = place.own.intersection(range(match.last, place.first))
    return not (between and match.places & place.others)


def _denied(answer: Answer, match: Match) -> bool:
    """Whether a phrase is denied: "divided, not multiplied, by 2^α"."""
    words = answer.words.words
    before = words[max(0, match.first - DENYING) : match.first]
    return any(word.text in NEGATORS and word.clause == words[match.first].clause for word in before)

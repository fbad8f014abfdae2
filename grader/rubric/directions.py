"""Which change a formula is said to be: in "if N is multiplied by 2, the loss is divided by 2^α" it is a division.

Of several words of change in a sentence the one that goes with the formula counts: it stands nearest, and not with
something else that changes.
"""

from __future__ import annotations

from collections.abc import Iterator

from grader.catalog.rubric_spec import Formula, FormulaCriterion
from grader.language.algebra import Name
from grader.language.formula import Found
from grader.language.phrases import Match
from grader.rubric.answer import Answer
from grader.rubric.prepared import compiled

OBJECT = 2  # words behind a verb in which stands what it changes
NEUTRAL = frozenset("factor ratio".split())  # say that something changes, and not which way


def fits(answer: Answer, formula: Formula, found: Found, criterion: FormulaCriterion) -> bool:
    """Whether the words that a formula needs are there, and go with it rather than those that turn it."""
    first, last = answer.word_at(found.start), answer.word_at(found.end - 1) + 1
    said = list(_of_it(answer, formula.said, criterion))
    if formula.said and not said:
        return False
    words = answer.words.words
    sentence = answer.sentence_at(found.start)
    against = [
        _distance(match, first, last)
        for match in _of_it(answer, formula.unless, criterion)
        if words[match.first].sentence == sentence and _reaches(answer, match, first, last, criterion)
    ]
    for_it = [
        _distance(match, first, last)
        for match in said
        if words[match.first].sentence == sentence and words[match.first].text not in NEUTRAL
    ]
    return not against or (bool(for_it) and min(for_it) < min(against))


def _of_it(answer: Answer, phrases: tuple[str, ...], criterion: FormulaCriterion) -> Iterator[Match]:
    """Where a phrase stands in one clause, and nothing else that changes is nearer to it, or inside it."""
    words = answer.words.words
    own, other = _named(answer, criterion.of), _named(answer, criterion.others)
    for match in answer.find(compiled(phrases)):
        clause = words[match.first].clause
        if words[match.last - 1].clause != clause or match.gaps & (own | other):
            continue
        acts_on_it = own & set(range(match.last, match.last + OBJECT))  # "doubling N divides the loss"
        near = _nearest(answer, match, own) <= _nearest(answer, match, other)
        if match.places & (own | other) or near or acts_on_it:
            yield match


def _nearest(answer: Answer, match: Match, named: frozenset[int]) -> int:
    words = answer.words.words
    inside = (place for place in named if words[place].clause == words[match.first].clause)
    return min((min(abs(place - each) for each in match.places) for place in inside), default=len(words))


def _named(answer: Answer, phrases: tuple[str, ...]) -> frozenset[int]:
    """The places of the words that name something, outside formulas."""
    spans = [(each.start, each.end) for each in answer.found if not isinstance(each.expression, Name)]
    places = (place for match in answer.find(compiled(phrases)) for place in match.places)
    return frozenset(place for place in places if not any(a <= answer.words.words[place].start < b for a, b in spans))


def _reaches(answer: Answer, match: Match, first: int, last: int, criterion: FormulaCriterion) -> bool:
    """Whether a phrase goes with a formula: not from a clause without it, nor over a name of what changes."""
    words = answer.words.words
    own, other = _named(answer, criterion.of), _named(answer, criterion.others)
    clauses = {word.clause for word in words[first : last + 1]}  # the parentheses of a formula begin one
    if words[match.first].clause not in clauses:
        return not any(words[place].clause in clauses for place in own | other)
    between = set(range(match.last, first)) & own
    return not (between and match.places & other)


def _distance(match: Match, first: int, last: int) -> int:
    """How many words stand between a phrase and a formula."""
    return max(first - match.last, match.first - last, 0)

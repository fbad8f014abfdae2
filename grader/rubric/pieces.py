"""The pieces of a list, between its separators, and what a word in one of them may be."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Sequence

from grader.catalog.rubric_spec import Listing
from grader.language.words import NEGATORS
from grader.rubric.answer import Answer
from grader.rubric.items import COPULAS, SUBJECTS
from grader.rubric.surroundings import Item, Status

SHORT = 3  # words of a piece
STATEMENTS = re.compile(r"[.;\n](?=\s|$)|\n")
SAYING = re.compile(r":|\b(?:comes?|from|separate|of the)\b")  # with which a statement says what its things are
SEPARATORS = re.compile(r"[,;+&/\n]|\band\b")


def covered_by(found: Sequence[Item]) -> frozenset[int]:
    """The places of the words of the items."""
    return frozenset(place for item in found for place in item.match.places)


def a_thing(answer: Answer, place: int, found: Sequence[Item]) -> bool:
    """Whether an unknown word stands by itself in a list, and so may be one more thing: "gamma, beta and kappa"."""
    words = answer.words.words
    own = piece(answer, place)
    stated = any(words[i].text in COPULAS | SUBJECTS | NEGATORS for i in own)  # "are not stored" says something
    listed = {words[item.match.first].sentence for item in found if item.status is Status.LISTED}
    return len(own) <= SHORT and not covered_by(found) & own and not stated and words[place].sentence in listed


def beside_an_extra(answer: Answer, place: int, found: Sequence[Item], listing: Listing) -> bool:
    """Whether an unknown word goes with a thing that is no member: "dropout probability"."""
    return bool(covered_by([item for item in found if item.name in listing.extras]) & piece(answer, place))


def piece(answer: Answer, place: int) -> frozenset[int]:
    """The places of the words between the separators around a place."""
    words = answer.words.words
    cuts = [0, *(mark.end() for mark in SEPARATORS.finditer(answer.text)), len(answer.text)]
    start = max(cut for cut in cuts if cut <= words[place].start)
    end = min(cut for cut in cuts if cut > words[place].start)
    alike = (i for i, each in enumerate(words) if start <= each.start < end)
    return frozenset(i for i in alike if words[i].sentence == words[place].sentence)


def may_be_apart(answer: Answer, members: Sequence[Item], false: Sequence[Item]) -> bool:
    """Whether what is no member stands in statements of its own: "Statistics: mean, variance. Parameters: gamma, beta."

    What they say of it may be that it is not asked for.
    """
    ends = [mark.end() for mark in STATEMENTS.finditer(answer.text)]
    own = {_statement(answer, item, ends) for item in members}
    apart = {_statement(answer, item, ends) for item in false}
    texts = [answer.text[start:end] for start, end in itertools.pairwise([0, *ends, len(answer.text)])]
    return bool(own) and own.isdisjoint(apart) and all(SAYING.search(texts[at]) for at in apart)


def _statement(answer: Answer, item: Item, ends: Sequence[int]) -> int:
    """Which of the statements that end at some positions an item stands in."""
    return bisect_right(ends, answer.words.words[item.match.first].start)

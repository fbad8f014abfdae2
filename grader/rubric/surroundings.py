"""What stands around the things that an answer lists: clauses, and what each says of what is named in it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from grader.catalog.rubric_spec import Listing
from grader.language.phrases import Match
from grader.rubric import remainder
from grader.rubric.answer import Answer
from grader.rubric.prepared import compiled

# What is said to be worked out, fixed or taken away is not what is asked for (learned, trained, ...).
WORKED_OUT = compiled(
    ("comput*", "calculat*", "recomput*", "recalculat*", "fixed", "constant*", "hyperparameter*", "derived", "estimat*",
     "measur*", "is|are just|only|merely|simply|the? statistic*", "predefined", "frozen", "berechnet*", "calculad*",
     "calculé*", "fest")
)  # fmt: skip
# Where a thing that is not asked for is only named on the way.
ON_THE_WAY = compiled(
    ("is|are .. statistic*", "normali*", "standardi*", "subtract*", "divid*", "depend*", "for stability", "avoid*",
     "come|comes|follow|follows|taken|obtained|result from", "determined|given by", "prevent*", "stabili*", "safety",
     "of? 0|1|zero|one|unit", "is|to|equals 0|1|zero|one", "zero|unit|one|0 mean*|variance|std")
)  # fmt: skip
RELATIVE = frozenset("which that where who whose".split())
LIKENING = frozenset("as like same similar than".split())
JOINED = frozenset("and both or".split())


class Status(StrEnum):
    """How a thing is named."""

    LISTED = "listed"
    DENIED = "denied"  # said not to belong
    BESIDE = "beside"  # mentioned on the way


@dataclass(frozen=True, slots=True)
class Item:
    """A thing that is named."""

    name: str
    match: Match
    status: Status


@dataclass(frozen=True)
class Around:
    """What stands around the items, found once: the places of each clause, and what is said in it."""

    answer: Answer
    clauses: Mapping[int, tuple[int, ...]]
    unheeded: frozenset[int]  # places of negations that deny nothing
    worked_out: Mapping[int, tuple[Match, ...]]  # clause -> what says that something is worked out
    on_the_way: frozenset[int]  # clauses
    of_others: frozenset[int]  # clauses that speak of what is not asked about

    def clause(self, place: int) -> int:
        return self.answer.words.words[place].clause

    def text(self, place: int) -> str:
        return self.answer.words.words[place].text


def surroundings(answer: Answer, listing: Listing) -> Around:
    words = answer.words.words
    unheeded = remainder.hedges(answer)
    clauses: dict[int, list[int]] = {}
    for place, word in enumerate(words):
        clauses.setdefault(word.clause, []).append(place)
    worked_out: dict[int, list[Match]] = {}
    for match in answer.find(WORKED_OUT):
        if match.first not in unheeded:
            worked_out.setdefault(words[match.first].clause, []).append(match)
    others = {
        words[match.first].clause
        for match in answer.find(compiled(listing.others))
        if not any(word.text in JOINED for word in (*words[match.first - 1 : match.first], *words[match.last :][:1]))
    }
    passing = {words[place].clause for match in answer.find(ON_THE_WAY) for place in (match.first, match.last - 1)}
    return Around(
        answer,
        {clause: tuple(places) for clause, places in clauses.items()},
        unheeded,
        {clause: tuple(matches) for clause, matches in worked_out.items()},
        frozenset(passing),
        frozenset(_of_others(clauses, others, answer)),
    )


def _of_others(clauses: Mapping[int, Sequence[int]], others: Collection[int], answer: Answer) -> Iterator[int]:
    """Clauses that speak of what is not asked about, and what goes on from them; not "gamma, as in BatchNorm"."""
    words = answer.words.words
    before = False
    for clause in sorted(clauses):
        texts = [words[place].text for place in clauses[clause]]
        goes_on = before and (texts[0] in RELATIVE or words[clauses[clause][0] - 1].text in RELATIVE)
        before = (clause in others and not LIKENING.intersection(texts)) or goes_on
        if before:
            yield clause

"""Where a list is plainly denied at the end: "gamma and beta are learned. LayerNorm has no learnable parameters."

An answer that affirms something and then denies it earns nothing for it, whichever was meant, so this is a certain
zero. Only a denial that consists of nothing else counts: "the other layers have no parameters", "without them LayerNorm
has no parameters" and "beta is not learned in RMSNorm" deny nothing of the list.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from grader.catalog.rubric_spec import Listing
from grader.language.phrases import Match
from grader.language.words import FUNCTION_WORDS, NEGATORS, stem, stems_of
from grader.rubric import guards, remainder
from grader.rubric.answer import Answer
from grader.rubric.items import LEARNING
from grader.rubric.prepared import compiled
from grader.rubric.surroundings import WORKED_OUT, Item, Status

LIMITING = NEGATORS | guards.QUALIFYING | frozenset("it they this that these those its their them".split())
PLACES = frozenset("there here".split())  # "there beta is not learned"
CHANGING = stem("change")


def nothing_listed(answer: Answer, listing: Listing) -> list[Match]:
    """Where it is said that there is nothing to list; not in "apart from gamma there is nothing to train"."""
    hedged = remainder.hedges(answer)
    return [match for match in answer.find(compiled(listing.none)) if not match.places & hedged]


def taken_back(answer: Answer, found: Sequence[Item], listing: Listing) -> frozenset[str]:
    """The members that are listed and then denied, with nothing that affirms them after it."""
    words = answer.words.words
    members = [item for item in found if item.name in listing.members]
    last = {item.name: item.match.last for item in members if item.status is Status.LISTED}
    topic = stems_of(" ".join(listing.none)) - FUNCTION_WORDS
    nothing = nothing_listed(answer, listing)
    places = frozenset(place for match in nothing for place in match.places)
    ended = max(last.values(), default=len(words))
    if any(match.first >= ended and _plain(answer, words[match.first].sentence, places, topic) for match in nothing):
        return frozenset(last)
    known = places.union(*(item.match.places for item in members))
    return frozenset(
        item.name
        for item in members
        if item.status is Status.DENIED and item.match.first >= last.get(item.name, len(words))
        if _denial(answer, words[item.match.first].sentence, known, places, topic)
    )


def _plain(answer: Answer, sentence: int, said: Collection[int], topic: Collection[str]) -> bool:
    """Whether a sentence says nothing beside a phrase and the words of the topic, and asks nothing."""
    words = answer.words.words
    beside = [
        word
        for place, word in enumerate(words)
        if word.sentence == sentence and place not in said
        if not (word.text == "that" and place - 1 in said)  # "no parameters that are learned"
    ]
    return sentence not in answer.words.questions and all(
        (word.text in FUNCTION_WORDS and word.text not in LIMITING) or word.stem in topic or not word.text.isalpha()
        for word in beside
    )


def _denial(
    answer: Answer, sentence: int, known: Collection[int], nothing: Collection[int], topic: Collection[str]
) -> bool:
    """Whether a sentence only says of what it names that it is not learned, and that nothing is.

    `known`: where members are named and where it is said that there is nothing to list; `nothing`: the latter.
    """
    words = answer.words.words
    own = [place for place, word in enumerate(words) if word.sentence == sentence]
    if words[own[0]].text in PLACES:
        return False
    denials = [place for place in own if words[place].text in NEGATORS and place not in nothing]
    fixed = [match for match in answer.find(WORKED_OUT) if words[match.first].sentence == sentence]
    if {words[match.first].clause for match in fixed} & {words[place].clause for place in denials}:
        return False  # "not constants"
    said = {place for place in own if words[place].stem in LEARNING}.union(*(match.places for match in fixed))
    changing = {place for place in own if words[place].stem == CHANGING}
    one = len(denials) == 1 or {words[place].text for place in denials} == {"neither", "nor"}
    return bool(said) and one and _plain(answer, sentence, {*said, *changing, *denials, *known}, topic)

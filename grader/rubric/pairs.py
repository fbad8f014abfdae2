"""How things beside each other in a list relate: to choose from, one said to be the other, two names of one."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from grader.catalog.rubric_spec import Listing
from grader.rubric.answer import Answer
from grader.rubric.surroundings import Item, Status

SEPARATED = re.compile(
    r"\b(?:and|adn|nad|as well as|besides|or|but|while|not|plus|nor|with|then|also|after|from"
    r"|n|und|et|y|e|en|oder|ou|o)\b|[,;+&/和与及\n.:*|-]"
)
IDENTITY = re.compile(r"\b(?:is|are|equals?|called|represents?|stands? for|i\.e\.)\s+(?:(?:the|a|an)\s+)?(?:\w+\s+)?$")
SIGN_OF_CHOICE = re.compile(r"\b(?:or|maybe|perhaps|possibly|could|might)\b|\?")  # in between things to choose from
OFFERED = re.compile(r"\W*(?:(?:the|a|an|one|of|or|maybe|perhaps|possibly|either|could|might|be|it|is)\W*)*")
SUPPOSING = frozenset("could might may maybe perhaps possibly either".split())


def confused(answer: Answer, found: Sequence[Item], listing: Listing) -> bool:
    """Whether a member is said to be another thing: "gamma (the mean)", but not "gamma and beta (scale and shift)"."""
    words = answer.words.words
    found = [item for item in found if item.status is Status.LISTED]
    names = [item.name for item in found]
    for index, (one, other) in enumerate(itertools.pairwise(found)):
        first, second = one.match, other.match
        if one.name == other.name or not {one.name, other.name} & set(listing.members) or first.last > second.first:
            continue
        if words[first.first].sentence != words[second.first].sentence:
            continue
        between = answer.text[words[first.last - 1].end : words[second.first].start]
        in_turn = index > 0 and names[index - 1 : index + 1] == names[index + 1 : index + 3]
        if not in_turn and (IDENTITY.search(between) or not SEPARATED.search(between)):
            return True
    return False


def offered(answer: Answer, found: Sequence[Item], listing: Listing) -> list[tuple[Item, Item]]:
    """Pairs of different things that stand to choose from: "gamma or the mean", "gamma/mean" (not "gamma/beta")."""
    words = answer.words.words
    listed = [item for item in found if item.status is Status.LISTED]
    pairs: list[tuple[Item, Item]] = []
    for one, other in itertools.pairwise(listed):
        between = answer.text[words[one.match.last - 1].end : words[other.match.first].start]
        mixed = between.strip() == "/" and (one.name in listing.members) != (other.name in listing.members)
        if one.name != other.name and (mixed or (SIGN_OF_CHOICE.search(between) and OFFERED.fullmatch(between))):
            pairs.append((one, other))
    return pairs


def supposed(answer: Answer, found: Sequence[Item]) -> bool:
    """Whether a list begins as a guess: "could be alpha, beta, the mean or w"."""
    words = answer.words.words
    first = words[found[0].match.first]
    return any(
        word.text in SUPPOSING and word.sentence == first.sentence and word.start < first.start for word in words
    )


def renamed(answer: Answer, one: Item, other: Item) -> bool:
    """Whether nothing but "or" stands between two items."""
    return [word.text for word in answer.words.words[one.match.last : other.match.first]] == ["or"]

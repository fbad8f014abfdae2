"""What an answer to a choice names, in order: entities, attributes, and the words that stand for or relate them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from grader.catalog.rubric_spec import Choice
from grader.language.phrases import Match, PhraseSet
from grader.language.words import NEGATORS
from grader.rubric import remainder
from grader.rubric.answer import Answer
from grader.rubric.choice_words import (
    ALL,
    CONTRAST,
    EXCEPT,
    FROM,
    LACKING,
    LIKENING,
    NOR,
    ONLY,
    ORDINALS,
    PARTS,
    PLURALS,
    REST,
    SAME,
    SET_ASIDE,
    UNSURE,
)
from grader.rubric.prepared import compiled

OTHER = "~other"  # an entity that is not asked for
NAMED = ("entity", "all", "rest", "ordinal")  # kinds that say of whom something is said
BETWEEN_ALTERNATIVES = re.compile(
    r"\W*(?:(?:or|maybe|perhaps|possibly|(?:could|might|may)\W+be|/|oder|ou|o)\W*)+(?:(?:it|they)\W+(?:is|are)\W+)?(?:(?:maybe|perhaps)\W+)?"
)
JOINING_CLAUSES = frozenset("and while whereas but und et y".split())  # what follows says something else
# Kinds that give way to another that stands at the same words.
WEAKEST = ("attribute", "aside", "like", "negation")


@dataclass(frozen=True, slots=True)
class Mention:
    """One thing that is named.

    Its kind is entity, attribute, beside, all, rest, same, like, nor, only, unsure, except, ordinal, aside or negation.
    """

    kind: str
    name: str
    first: int
    last: int


def mentions(answer: Answer, choice: Choice) -> list[Mention]:
    """Everything that is named, in order; of overlapping names the longest counts."""
    groups: list[tuple[str, str, PhraseSet]] = [
        *(("entity", name, compiled(texts)) for name, texts in choice.entities.items()),
        ("entity", OTHER, compiled(choice.others)),
        *(("attribute", name, compiled(texts)) for name, texts in choice.attributes.items()),
        *(("beside", name, compiled(texts)) for name, texts in choice.beside.items()),
        ("all", "", ALL),
        ("rest", "", REST),
        ("same", "", SAME),
        ("like", "", LIKENING),
        ("nor", "", NOR),
        ("only", "", ONLY),
        ("unsure", "", UNSURE),
        ("except", "", EXCEPT),
        ("aside", "", SET_ASIDE),
        ("aside", "from", FROM),
        ("aside", "contrast", CONTRAST),
        *(("ordinal", text, compiled((text,))) for text in ORDINALS),
    ]
    found = [
        Mention(kind, name, match.first, match.last)
        for kind, name, phrases in groups
        for match in answer.find(phrases)
        if _together(answer, match)
        and not (kind == "all" and _of_parts(answer, match))
        and not (kind == "except" and _apart(answer, match))
    ]
    sure = remainder.sureness(answer) | lacking(answer)  # "if I am not mistaken" denies nothing
    negations = (i for i, word in enumerate(answer.words.words) if word.text in NEGATORS and i not in sure)
    found += [Mention("negation", "", i, i + 1) for i in negations]
    return sorted(_longest(found), key=lambda m: m.first)


def lacking(answer: Answer) -> frozenset[int]:
    """Where something is said to be missing that has nothing to do with what is chosen: "without biases"."""
    return frozenset(place for match in answer.find(LACKING) for place in match.places)


def _longest(found: Sequence[Mention]) -> Iterator[Mention]:
    kept: list[Mention] = []
    for each in sorted(
        found, key=lambda m: (m.first - m.last, m.first, WEAKEST.index(m.kind) if m.kind in WEAKEST else -1)
    ):
        clash = [other for other in kept if each.first < other.last and other.first < each.last]
        together = all(other.kind == each.kind == "entity" and other.first == each.first for other in clash)
        if together and all(other.last == each.last for other in clash):
            kept.append(each)  # one name may stand for several entities: "the GPTs"
    yield from kept


def _together(answer: Answer, match: Match) -> bool:
    """Whether a phrase with a gap stays in one clause, and its gap denies nothing and joins nothing on.

    No "normalise before attention, LLaMA normalises after", "the norm is not before", "normalised vectors and the sum".
    """
    words = answer.words.words
    denied = any(words[place].text in NEGATORS or words[place].text in JOINING_CLAUSES for place in match.gaps)
    return not match.gaps or (words[match.first].clause == words[match.last - 1].clause and not denied)


def _apart(answer: Answer, match: Match) -> bool:
    """Whether a comma stands inside a phrase, or it goes on: "all, but ..." and "all but with ..." except nobody."""
    words = answer.words.words
    goes_on = any(word.text in ("with", "using") for word in words[match.last : match.last + 1])
    return goes_on or "," in answer.text[words[match.first].start : words[match.last - 1].end]


def _of_parts(answer: Answer, match: Match) -> bool:
    """Whether "each" or "every" goes with a layer or a token."""
    following = answer.words.words[match.last : match.last + 1]
    each = answer.words.words[match.first].text in ("each", "every")
    return each and any(word.text in PARTS or word.stem in PARTS for word in following)


def plural(answer: Answer, mention: Mention) -> bool:
    """Whether a mention of all is "they" or "them"."""
    return answer.words.words[mention.first].text in PLURALS


def alternatives(answer: Answer, found: Sequence[Mention]) -> list[tuple[Mention, Mention]]:
    """Pairs of different attributes that stand to choose from: "pre or post"."""
    attributes = [mention for mention in found if mention.kind == "attribute"]
    words = answer.words.words
    return [
        (one, other)
        for one, other in itertools.pairwise(attributes)
        if one.name != other.name
        and BETWEEN_ALTERNATIVES.fullmatch(answer.text[words[one.last - 1].end : words[other.first].start])
    ]

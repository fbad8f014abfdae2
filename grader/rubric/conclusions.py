"""Which of several numbers an answer ends with: what overturns a right one, and what is only a part of it."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence

from grader.catalog.rubric_spec import NumberCriterion
from grader.language.algebra import Number
from grader.language.words import FUNCTION_WORDS, Word, stems_of
from grader.rubric import beside
from grader.rubric.answer import Answer
from grader.rubric.chains import Result, is_given
from grader.rubric.prepared import Prepared

NEAR_BY = 32  # characters on either side of a number in which a word says that it is one of several parts
OVERTURNING = re.compile(r"\b(?:but|however|though|so|hence|thus|therefore|total|actually|wait|no)\b|\. ")
HAS = re.compile(r"\b(?:has|have|are|is|contains?) (?:only |about )?$")
COMPARED_WITH = re.compile(
    r"(?:\b(?:than|compared (?:with|to)|versus|vs|as opposed to)"
    r"|\b(?:third|half|quarter|tenth|percent|share|part|fraction)s? of"
    r"|\d ?m?(?:illion)? (?:out )?of)\W+(?:[^\W\d]\w*\W+){0,4}$"
)
OF_ALL = re.compile(
    r"\s?(?:\w+\s)?(?:for|over|across|in|of) (?:all|every|the (?:whole|entire|full))\b|\s?(?:\w+\s)?(?:if|when)\b"
)
MULTIPLE_OF = re.compile(r"\b(?:twice|double|half|thirds?|quarters?)\b[^,;.\d]{0,40}$")
EACH = re.compile(
    r"\b(?:each|every|apiece|all|both|je|jeweils|chacune?|cada)\b(?! (?:attention|sublayer|ffn|feed|layer|block))"
)
SINGLE = re.compile(r"\b(?:each|per|every|one|single|apiece)\b(?! (?:attention|sublayer|ffn|feed|layer|block))")


# Signs are words too: "Total = 98M."
STATING = frozenset("is are was has have there it's contains contain holds hold counts =".split())
OF_EACH = frozenset("each every per".split())
OF_SEVERAL = frozenset("total all together altogether whole layers blocks 12 twelve".split())
MADE_OF = re.compile(r"\b(?:layers|blocks) (?:with|of|at|having) (?:\w+ )?$")
HEADS = frozenset("head heads".split())  # that all of them are taken for is a mistake of its own
AT_ONCE = re.compile(r"\band (?:at the same time|also)\b")
APART = frozenset(
    """each another other others per every extra without with plus more less same than
    if when unless for all only""".split()
)
COUNTED = frozenset("it is s parameters params weights m million total altogether k b sum number count = .".split())


def claims_a_size(answer: Answer, claims: Sequence[Result], criterion: NumberCriterion, prepared: Prepared) -> bool:
    """Whether a given size is said to be the number of parameters, after the last claim."""
    return any(
        isinstance(each.expression, Number)
        and each.start > claims[-1].end
        and is_given(each.expression.numeral.value, criterion, prepared)
        and HAS.search(answer.text[: each.start]) is not None
        and re.match(r" (?:parameters|params|weights)\b", answer.text[each.end :]) is not None
        for each in answer.found
    )


def is_part(answer: Answer, claim: Result, others: Sequence[Result]) -> bool:
    """Whether a number is only what a right one is made of, or compared with.

    "2.36M, each 768 x 768", "4.72M, twice the 2.36M of attention"
    """
    if claim.right:
        return bool(EACH.match(answer.text[claim.end :].lstrip())) and _share_of(claim, others) > 1
    if COMPARED_WITH.search(answer.text[: claim.start]) and any(other.right for other in others):
        return True
    if claim.goal is None:
        return False
    if MULTIPLE_OF.search(answer.text[: claim.start]) and any(other.right for other in others[: others.index(claim)]):
        return True
    words = answer.text[max(0, claim.start - NEAR_BY) : claim.start] + " " + answer.text[claim.end :][:NEAR_BY]
    whole = _share_of(claim, others)
    counted = claim.unworked and beside.counted(answer, claim.start, whole)
    return whole > 1 and (EACH.search(words) is not None or counted)


def _share_of(claim: Result, others: Sequence[Result]) -> int:
    """How many times a number goes into another one that is right; 0 if it does not."""
    if claim.goal is None:
        return 0
    wholes = [other.goal.number / claim.goal.number for other in others if other.right and other.goal is not None]
    return next((round(each) for each in wholes if math.isclose(each, round(each), rel_tol=1e-3)), 0)


def _times_a_size(value: float | None, of: float, sizes: Collection[float]) -> bool:
    return value is not None and any(math.isclose(value, size * of, rel_tol=0.01) for size in sizes if size > 1)


def said_alike(answer: Answer, one: Result, other: Result, question: str) -> bool:
    """Whether two numbers are said of the same thing: "There are 4.7M. There are 9.4M.", "2M and at the same time 9M".

    Then no word but the question's, and small ones, stands beside either of them, and the last has a verb. The first
    has one too, or shares a word with the last: "In total 123.3M. The total is 98M."
    """
    if _counts_otherwise(answer, one, other):
        return False
    asked = stems_of(question)
    at_once = AT_ONCE.search(answer.text, one.end, other.start)
    read = answer.places_in([(one.start, one.end), (other.start, other.end), *((at_once.span(),) if at_once else ())])
    first, last = (
        [word for place, word in enumerate(answer.words.words) if word.sentence == sentence and place not in read]
        for sentence in (answer.sentence_at(one.start), answer.sentence_at(other.start))
    )
    both_of_each = all(any(word.text in OF_EACH for word in words) for words in (first, last))
    apart = APART - OF_EACH if both_of_each else APART
    for word in (*first, *last):
        if word.text in apart and word.stem not in asked:
            return False
        if not (word.text in FUNCTION_WORDS or word.text in COUNTED or word.stem in asked):
            return False
    shared = _named(first) & _named(last)
    return at_once is not None or (_states(last) and (_states(first) or bool(shared)))


def _states(words: Sequence[Word]) -> bool:
    return any(word.text in STATING for word in words)


def _named(words: Sequence[Word]) -> set[str]:
    """Stems of the words that name something."""
    return {word.stem for word in words if word.text not in FUNCTION_WORDS | OF_EACH}


def overturned(answer: Answer, right: Result, last: Result, sizes: Collection[float]) -> bool:
    """Whether a right number is left for a wrong one that is known: "..., but that is one head, so 28.3M in total"."""
    if last.odd or last.slip or right.goal is None or (last.goal is not None and last.goal.target.value.credit > 0):
        return False
    if last.goal is None and not _times_a_size(last.value, right.goal.number, sizes):
        return False
    if OF_ALL.match(answer.text, last.end):
        return False  # "28.3M for all layers", "1.5 billion if the heads are counted"
    if _counts_otherwise(answer, right, last):
        return False
    between = answer.text[right.end : last.start]
    near = answer.text[max(right.end, last.start - 24) : last.start] + answer.text[last.end :][:24]
    if answer.sentence_at(right.start) != answer.sentence_at(last.start):
        between += ". "
    return OVERTURNING.search(between) is not None and SINGLE.search(near) is None


def _counts_otherwise(answer: Answer, one: Result, other: Result) -> bool:
    """Whether two numbers count one and all: "There are 2.36M per layer. There are 28.3M in total."."""
    sentences = [answer.sentence_at(claim.start) for claim in (one, other)]
    if any(word.text in HEADS for word in answer.words.words):
        return False
    texts = [{word.text for word in answer.words.words if word.sentence == sentence} for sentence in sentences]
    if sentences[0] == sentences[1]:
        return bool(texts[0] & (OF_EACH | OF_SEVERAL))
    shares = MADE_OF.search(answer.text[: other.start]) is not None
    return shares or any(bool(words & texts[0]) != bool(words & texts[1]) for words in (OF_EACH, OF_SEVERAL))


def worked_out(claims: Sequence[Result]) -> Result:
    """The last claim; of a product at the end, the number that it was said to come to before: "2.36M, so 4 d^2"."""
    last = claims[-1]
    same = [claim for claim in claims if claim.goal == last.goal and claim.value is not None]
    return same[-1] if last.unworked and same else last

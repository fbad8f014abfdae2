"""Numbers that are about something else than what is asked: GPT-2's 124M beside one's own total."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence

from grader.catalog.rubric_spec import NumberCriterion
from grader.language.formula import Found
from grader.language.numerals import MAGNITUDES
from grader.language.phrases import PhraseSet
from grader.rubric.answer import Answer
from grader.rubric.chains import Result
from grader.rubric.prepared import compiled

OWN = frozenset("mine our ours my we i total so hence therefore thus altogether together".split())
LIKENED = frozenset("like as to with near".split())  # "like GPT-2 small, about 124M" may be one's own
REALLY = frozenset("really actually reality fact truth truly officially correctly rather".split())
# Words between two numbers of one thing: "GPT-2 is listed with 117M and really has 124M".
CARRYING = (
    REALLY
    | frozenset(
        """and or in has have had is are was were of about roughly around approximately nearly the a true real actual
        correct right proper official figure number value count parameters params weights should be""".split()
    )
    | MAGNITUDES.keys()
)
FIGURE_TOLERANCE = 0.005  # share by which a number may differ from a figure that it may be
NAMED_WITHIN = 7  # words before a number in which it is named what it is of, or behind it whose it is
ONES_OWN = re.compile(
    r"\s?(?:param\w*\s)?(?:(?:for|in|with|by|is|are) )?(?:us|ours?|mine|here|my)\b(?! (?:small|paper))"
)
LEADING = re.compile(r"[~=<>]|\b(?:like|and|but|while|near|close|matches|same)\b")


def elsewhere(
    answer: Answer, chain: Sequence[Found], criterion: NumberCriterion, *, named_before: bool = False
) -> bool:
    """Whether the chain is about something else: GPT-2's 124M beside one's own number.

    `named_before`: only if that is named before the number.
    """
    if ONES_OWN.match(answer.text, chain[-1].end):
        return bool(criterion.only_with)
    at, end = answer.word_at(chain[0].start), answer.word_at(chain[-1].end - 1)
    if criterion.only_with and not _close(answer, compiled(criterion.only_with), at, end):
        return True
    return bool(criterion.elsewhere) and _close(answer, compiled(criterion.elsewhere), at, end, behind=not named_before)


def _close(answer: Answer, phrases: PhraseSet, at: int, end: int, *, behind: bool = True) -> bool:
    """Whether a phrase stands up to six words before the words from `at` to `end` or three after them.

    No other claim may stand between.
    """
    numbers = answer.numbered
    for match in answer.find(phrases):
        if answer.words.words[match.first].sentence != answer.words.words[at].sentence:
            continue
        if match.last <= at:
            likened = match.first > 0 and answer.words.words[match.first - 1].text in LIKENED
            if likened and not behind:
                continue
            between = range(match.last, at)
            own = any(answer.words.words[i].text in OWN for i in between)
            if at - match.last < NAMED_WITHIN and not own and not numbers & set(between):
                return True
            if not own and _carried(answer, between, at):
                return True
        elif behind and match.first > end and answer.words.words[match.first].clause == answer.words.words[end].clause:
            between = range(end + 1, match.first)
            gap = answer.text[answer.words.words[end].end : answer.words.words[match.first].start]
            if match.first - end <= 3 and not numbers & set(between) and not LEADING.search(gap):
                return not any(answer.words.words[i].text in ("than", "as", "vs", "to") for i in between)
    return False


def _carried(answer: Answer, between: range, at: int) -> bool:
    """Whether another number stands between a name and the number at a word, and both are plainly of what is named."""
    last = max(answer.numbered & set(between), default=-1)
    if last < 0 or last - between.start >= NAMED_WITHIN:
        return False
    words = [answer.words.words[place].text for place in range(last + 1, at)]
    behind = answer.words.words[at + 1 : at + 1 + NAMED_WITHIN]
    if any(word.text in OWN and word.clause == answer.words.words[at].clause for word in behind):
        return False
    return all(word in CARRYING for word in words) and (not REALLY.isdisjoint(words) or "has" in words)


def maybe_elsewhere(
    answer: Answer, claim: Result, criterion: NumberCriterion, figures: Collection[float | None]
) -> bool:
    """Whether another thing and a number of it are named before one that may be another of its `figures`, and nothing
    in the sentence says whose that is: "GPT-2 is listed with 117M, the checkpoint with 124M".
    """
    if not any(each and claim.value and math.isclose(each, claim.value, rel_tol=FIGURE_TOLERANCE) for each in figures):
        return False
    at = answer.word_at(claim.start)
    sentence = answer.words.words[at].sentence
    inside = [place for place, word in enumerate(answer.words.words) if word.sentence == sentence]
    if not inside or any(answer.words.words[place].text in OWN for place in inside):
        return False
    return any(
        match.last <= at
        and answer.words.words[match.first].sentence == sentence
        and answer.numbered & set(range(match.last, at))
        and not answer.numbered & set(range(inside[0], match.first))
        for match in answer.find(compiled(criterion.elsewhere))
    )

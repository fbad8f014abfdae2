"""Rules and graded answers are two keys: what both turn may become a verdict, what one turns alone is a suggestion."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from grader.catalog.rubric_spec import ChoiceCriterion, Criterion, TextCriterion
from grader.language.algebra import Expression, Operation, numbers_in, operators_in
from grader.rubric import guards, statements
from grader.rubric.decision import LIKENESS, Layer, Proposal
from grader.rubric.reading import Reading
from grader.rubric.trained import Chances

LIKE_GRADED = "graded.like"  # reason code: what graded answers worded alike got
AGAINST = ("text.against", "text.contradicts")  # of any criterion: "vanish in the last layers" is no right answer
SURE = 0.95  # chance from which on graded answers bear out what was read without certainty
NAME = 2  # words of the name of a thing; what is longer describes it
UNREAD = (LIKENESS, "value.unread")  # reasons of a proposal that rests on nothing that was read


def turned(reading: Reading, criteria: Sequence[Criterion], chances: Mapping[str, Chances]) -> dict[str, Proposal]:
    """The proposals on a part after both were asked, by criterion.

    What graded answers say is suggested. It keeps the evidence of the rules, and can become a verdict, only where the
    rules say the same, all or nothing, and no guard speaks.
    """
    return {
        criterion.id: _turned(reading, criterion, reading.proposals[criterion.id], chances[criterion.id])
        if criterion.id in chances
        else reading.proposals[criterion.id]
        for criterion in criteria
    }


def _turned(reading: Reading, criterion: Criterion, own: Proposal, chances: Chances) -> Proposal:
    if not isinstance(criterion, TextCriterion):
        return _seconded(reading, criterion, own, chances)
    fraction = chances.fraction
    confidence = chances.of(fraction)
    flags = tuple(dict.fromkeys((*own.flags, *_doubts(reading, criterion, own, fraction))))
    if fraction != own.fraction:
        return Proposal(fraction=fraction, confidence=confidence, layer=Layer.GRADED, reason=LIKE_GRADED, flags=flags)
    reason = LIKE_GRADED if own.reason in UNREAD else own.reason
    return replace(own, confidence=confidence, layer=Layer.GRADED, reason=reason, flags=flags)


def _seconded(reading: Reading, criterion: Criterion, own: Proposal, chances: Chances) -> Proposal:
    """What was read of a number, a formula or a list, and not surely, gets sure if graded answers say it too.

    They never change what it is worth: words alike can hold other numbers. Nor do they see who is spoken of, so that
    they say nothing of a choice, nor credit what is only described. Of doubts they settle one, and only for a zero:
    that words were not read which may claim what was not found.
    """
    if isinstance(criterion, ChoiceCriterion) or chances.of(own.fraction) < SURE:
        return own
    settled = own if own.fraction > 0 else replace(own, flags=tuple(flag for flag in own.flags if flag != "unread"))
    doubted = own.fraction > 0 and (_described(reading) or any(_doubts(reading, criterion, settled, own.fraction)))
    if doubted or not settled.may_decide:
        return own
    return replace(settled, confidence=max(own.confidence, SURE))


def _described(reading: Reading) -> bool:
    """Whether a proposal rests on more words than a name has: "one vector multiplies the queries"."""
    assert reading.text is not None, "what is empty is decided by the screens"
    spans = [reading.text.answer.span(quote) for each in reading.proposals.values() for quote in each.quotes]
    words = [word.start for word in reading.text.words() if word.text.isalpha()]
    return any(sum(start <= place < end for place in words) > NAME for start, end in spans)


def _doubts(reading: Reading, criterion: Criterion, own: Proposal, fraction: float) -> Iterator[str]:
    """Why a proposal must stay one."""
    text = reading.text
    assert text is not None, "what is empty is decided by the screens"
    if fraction != own.fraction or (fraction > 0 and own.reason in UNREAD):
        yield "one_key"
    if 0.0 < fraction < 1.0:
        yield "partly"
    covered = text.answer.places_in(map(text.answer.span, own.quotes))
    if not guards.unhedged(text.answer, covered | text.negations):
        yield "hedged"
    if fraction > 0 and statements.listed(text.answer):
        yield "keywords"
    if fraction > 0 and statements.defines(text.answer):
        yield "definition"
    if fraction == 0 and own.reason in UNREAD and any(_calculates(each.expression) for each in text.answer.found):
        yield "unread"
    if fraction > 0 and (
        any(each.reason in AGAINST for each in reading.proposals.values())
        or statements.contradicted(text.answer)
        or statements.opposed(text, criterion, covered)
    ):
        yield "contradiction"


def _calculates(expression: Expression) -> bool:
    """Whether a formula comes to something: "0.5^100" may be what an answer claims."""
    return isinstance(expression, Operation) and bool(numbers_in(expression)) and "^" in operators_in(expression)

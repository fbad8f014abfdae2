"""Comparing one's own number with a figure: "123.3M, that is 6.3M (5 %) more than the stated 117M".

It is right where all figures are: the own number, the direction, and every difference or percentage that is stated. A
cause that is too small to explain the difference earns part of it. What does not agree is never a zero: the sides may
be swapped.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from grader.catalog.rubric_spec import NumberComparison
from grader.language.algebra import Number, evaluate
from grader.language.formula import Found
from grader.language.words import NEGATORS, PRONOUNS
from grader.rubric import beside, guards
from grader.rubric.answer import Answer
from grader.rubric.chains import Result
from grader.rubric.decision import Layer, Proposal, Quote
from grader.rubric.numbers_read import WRONG
from grader.rubric.prepared import Prepared, compiled

LARGER = re.compile(
    r"\b(?:more|above|over|larger|bigger|higher|greater|exceeds?|exceeding|mehr|größer|über|höher|(?:de |en )?plus"
    r"|supérieur|más|mas|mayor|superior|beyond|on top)\b|>"
)
SMALLER = re.compile(
    r"\b(?:less|below|fewer|lower|smaller|under|short|weniger|kleiner|unter|geringer|moins|inférieur|menos|menor|inferior)\b"
    r"|<"
)
SIDE_BY_SIDE = re.compile(
    r"\b(?:vs|versus|than|compared|comparing|difference|gap|differs?|against|close|near|nearly|almost|similar|ballpark|gegenüber"
    r"|verglichen|statt|contre|comparé|frente|comparado|instead|off|while|whereas|but)\b"
)
UNCLEAR = re.compile(
    r"\b(?:same|equal|equals|exact|exactly|identical|twice|double|half|third|quarter|matches|triple|times|wrong|true|should|must"
    r"|correct|gleich|genau|même|igual|not|never|n't|or|maybe)\b"
)
CAUSE = re.compile(
    r"\b(?:because|due|comes? (?:\w+ )?from|came from|stems?|since|explain(?:s|ed)?|cause[sd]?|reason|owing"
    r"|as (?:they|gpt|it|we|i|openai)\b|thanks to|result of|wegen|weil|durch|liegt an|kommt von|parce|car|dus? à|vient"
    r"|porque|debido|viene)\b"
)
OWN = frozenset("we i mine ours our so".split())
OURS = re.compile(
    r"\b(?:we|i|mine|ours|(?:our|my) \w+)\b(?:\W+\w+){0,4}?\W+"
    r"(?:more|above|over|larger|bigger|higher|greater|less|below|fewer|lower|smaller|under)\b"
)
STATED = frozenset("said says states stated lists listed claims claimed reports reported published according".split())
LEAST_DIGITS = 3  # that a figure is written with
LEAST_DIFFERENCE = 1e5  # a smaller number counts something else: "its 257 extra tokens"
SLACK = 0.6  # of one in the last digit written, of either number, that a difference may be off


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the answer that is one of those to compare with."""

    found: Found
    value: float


def compare(
    answer: Answer, criterion: NumberComparison, right: Sequence[Result], prepared: Prepared
) -> Proposal | None:
    """What a comparison of the own number with a figure is worth; None if there is none. `right`: own numbers."""
    values = [evaluate(prepared.expression(text), prepared.constants) for text in criterion.to]
    fitting = [(each, value) for each in answer.found if (value := _fits(each, values)) is not None]
    apart = [claim for claim in right if not any(each.end == claim.end for each, _ in fitting)]
    own = apart[-1] if apart else right[0] if right else None
    if own is None or own.goal is None:
        return None
    number = own.goal.number
    figures = [Figure(each, value) for each, value in fitting if each.end != own.end]
    if not figures:
        return None
    quotes = (answer.quote(figures[-1].found.start, figures[-1].found.end),)
    sentences = {answer.sentence_at(each.found.start) for each in figures}
    spoken = [_sentence(answer, sentence) for sentence in sorted(sentences | _own_sentence(answer, own, sentences))]
    text = " ".join(spoken)
    larger, smaller = LARGER.search(text) is not None, SMALLER.search(text) is not None
    stated = [each for each in answer.found if _is_difference(answer, each, own, figures)]
    told = " ".join(_sentence(answer, sentence) for sentence in sorted(sentences | {max(sentences) + 1}))
    places = [
        word.start
        for match in answer.find(compiled(criterion.causes))
        if (word := answer.words.words[match.first]).sentence in sentences | {max(sentences) + 1}
    ]
    explains = CAUSE.search(told) is not None
    if not (larger or smaller or stated or (places and explains) or SIDE_BY_SIDE.search(text)):
        return None
    if not all(_agrees(each, own, number, figures) for each in stated):
        return _proposal(quotes, 0.0, 0.5, "comparison.false", ("comparison",))
    about_own = _about_own(answer, own, sentences)
    if not about_own:
        larger, smaller = smaller, larger  # "GPT-2 small has 117M, which is less"
    if (larger and smaller) or not (
        _direction(number, figures, larger=larger, smaller=smaller) or (stated and not about_own)
    ):
        return _proposal(quotes, 1.0, 0.5, "comparison.unclear", ("comparison",))
    asked = bool(answer.words.questions & sentences)
    if answer.corrects:
        return _proposal(quotes, 1.0, 0.5, "comparison.unclear", ("comparison",))
    if places and explains and not asked and not any(word.text in guards.REJECTING for word in answer.words.words):
        message = "The figures are right, but this is too small to explain the difference."
        return _proposal(quotes, criterion.explained, 0.88, "comparison.explained", message=message)
    if asked or any(UNCLEAR.search(_sentence(answer, sentence)) for sentence in sentences):
        return _proposal(quotes, 1.0, 0.5, "comparison.unclear", ("comparison",))
    if explains or any(place > figures[0].found.start for place in places):
        return _proposal(quotes, 1.0, 0.5, "comparison.cause", ("cause",))
    return _proposal(quotes, 1.0, 0.9, "comparison.right")


def without_own(answer: Answer, read: Proposal | None, counted: Proposal | None, prepared: Prepared) -> Proposal | None:
    """A comparison of no number, or of a wrong one: certain where nothing is said of the figures themselves."""
    if read is None:
        return None
    if read.reason == "value.unread" and counted is not None and counted.reason in WRONG:
        return replace(read, confidence=0.9) if counted.fraction == 0.0 and not counted.flags else read
    wrong = counted is not None and counted.reason in WRONG and counted.fraction == 0.0
    if read.reason == "value.unsaid" and wrong and not any(w.text in guards.REJECTING for w in answer.words.words):
        return replace(read, fraction=0.0, confidence=0.9, flags=())  # a wrong number is compared
    if read.reason != "value.unsaid" or (counted is not None and counted.reason != "value.unread"):
        return read
    said = guards.REJECTING | guards.COMPARING | guards.CONFIRMING | NEGATORS | STATED | {"off", "old", "than"}
    figures = {each.expression.numeral.value for each in answer.found if isinstance(each.expression, Number)}
    plain = figures <= prepared.asked and not any(word.text in said for word in answer.words.words)
    return replace(read, fraction=0.0, confidence=0.9, flags=()) if plain else read


def _about_own(answer: Answer, own: Result, sentences: set[int]) -> bool:
    """Whether the sentences of the figures speak of the own number: it stands there, or a pronoun begins one."""
    if answer.sentence_at(own.start) in sentences:
        return True
    if any(OURS.search(_sentence(answer, each)) for each in sentences):
        return True  # "..., so we are 6M above that"
    first = [next(word.text for word in answer.words.words if word.sentence == each) for each in sentences]
    return any(text in PRONOUNS or text in OWN for text in first)


def _direction(number: float, figures: Sequence[Figure], *, larger: bool, smaller: bool) -> bool:
    """Whether the own number is larger, or smaller, than one of the figures, where an answer says so."""
    above = any(number > each.value for each in figures)
    below = any(number < each.value for each in figures)
    return (above or not larger) and (below or not smaller)


def _fits(each: Found, values: Sequence[float | None]) -> float | None:
    """The figure that a written number is."""
    if not isinstance(each.expression, Number) or each.percent or each.expression.numeral.digits < LEAST_DIGITS:
        return None
    numeral = each.expression.numeral
    near = numeral.step / 2 * (1 + 1e-9)
    return next((value for value in values if value is not None and abs(numeral.value - value) <= near), None)


def _own_sentence(answer: Answer, own: Result, sentences: set[int]) -> set[int]:
    """The own number's sentence, where a figure stands in it or in the next one."""
    there = answer.sentence_at(own.start)
    return {there} if there in sentences or there + 1 in sentences else set()


def _sentence(answer: Answer, sentence: int) -> str:
    inside = [word for word in answer.words.words if word.sentence == sentence]
    return answer.text[inside[0].start : inside[-1].end] if inside else ""


def _is_difference(answer: Answer, each: Found, own: Result, figures: Sequence[Figure]) -> bool:
    if any(each is figure.found for figure in figures) or each.start < own.end:
        return False
    if not isinstance(each.expression, Number):
        return False
    if each.percent or each.expression.numeral.percent:
        return True
    return each.expression.numeral.value >= LEAST_DIFFERENCE and beside.difference(answer, each.start, each.end)


def _agrees(each: Found, own: Result, number: float, figures: Sequence[Figure]) -> bool:
    """Whether a stated difference is that of the own number and one of the figures, as exactly as it is written."""
    assert isinstance(each.expression, Number)
    numeral = each.expression.numeral
    percent = each.percent or numeral.percent
    values = [number] if own.value is None else [number, own.value]
    for figure in figures:
        assert isinstance(figure.found.expression, Number)
        written = figure.found.expression.numeral
        for one in values:
            for other in (figure.value, written.value):
                gap = abs(one - other)
                wanted = [100 * gap / one, 100 * gap / other] if percent else [gap]
                slack = numeral.step * SLACK + (0.0 if percent else written.step * SLACK * (written.digits <= 4))
                if any(abs(numeral.value - value) <= slack for value in wanted):
                    return True
    return False


def _proposal(
    quotes: tuple[Quote, ...],
    fraction: float,
    confidence: float,
    reason: str,
    flags: tuple[str, ...] = (),
    message: str = "",
) -> Proposal:
    return Proposal(
        fraction=fraction, confidence=confidence, layer=Layer.TYPED, reason=reason, quotes=quotes, flags=flags,
        message=message,
    )  # fmt: skip

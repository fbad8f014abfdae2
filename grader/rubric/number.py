"""Number criteria: which number an answer comes to, and whether it is one of those that follow from some assumption.

Chains about something else (numbers on the way, other models, given sizes) are left out. The last claim that stands
counts; guesses go to a person.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from grader.catalog.rubric_spec import NumberCriterion, Part
from grader.language.algebra import Number, evaluate
from grader.rubric import beside, comparing, conclusions, contradicted, guards, nothing
from grader.rubric.answer import Answer
from grader.rubric.bounds import left_over
from grader.rubric.chains import Result, chains, claim_of
from grader.rubric.decision import Layer, Proposal
from grader.rubric.elsewhere import elsewhere, maybe_elsewhere
from grader.rubric.goals import Goal, figures_of, goals_of
from grader.rubric.guards import CONDITIONS, denied, other_unit, taken_back
from grader.rubric.numbers_read import WRONG
from grader.rubric.prepared import Prepared, compiled

CONCLUDED = re.compile(
    r"\b(?:total(?: \w+)?(?: is| of)?|altogether|answer(?: is)?|result(?: is)?|i get|we get|so it is)\W*(?:about\W*)?$"
)
CALLED_RIGHT = re.compile(r"(?:right|correct|true) (?:\w+ )?(?:is|would be|should be|must be)\b")
MOST_NUMBERS = 80  # in one answer; more are no answer but a table, and for a person


def judge(answer: Answer, criterion: NumberCriterion, part: Part, prepared: Prepared) -> Proposal | None:
    """The proposal; None if the answer holds no number that could be meant."""
    read = _read(answer, criterion, part, prepared)
    if criterion.comparison is None or len(answer.found) > MOST_NUMBERS:
        return read
    own = next(each for each in part.criteria if each.id == criterion.comparison.own)
    assert isinstance(own, NumberCriterion), "the catalog has checked what a number is compared by"
    counted = _read(answer, own, part, prepared)
    if counted is None or counted.fraction < 1.0 or counted.flags:
        return comparing.without_own(answer, read, counted, prepared)
    goals = goals_of(prepared.targets[f"{part.id}/{own.id}"])
    right = [claim for claim in claims_of(answer, goals, own, prepared) if claim.right]
    compared = comparing.compare(answer, criterion.comparison, right, prepared)
    if compared is None:
        return read
    if read is not None and read.fraction == 1.0 and not read.flags:
        return replace(read, flags=("comparison",)) if compared.reason == "comparison.false" else read
    return compared


def _read(answer: Answer, criterion: NumberCriterion, part: Part, prepared: Prepared) -> Proposal | None:
    """What the numbers of an answer come to."""
    item = f"{part.id}/{criterion.id}"
    if criterion.only_with and not answer.says(compiled(criterion.only_with)) and not _repeats(answer, prepared):
        return Proposal(fraction=0.0, confidence=0.9, layer=Layer.TYPED, reason="value.not_mentioned")
    goals = goals_of(prepared.targets[item])
    if len(answer.found) > MOST_NUMBERS:
        return Proposal(
            fraction=0.0, confidence=0.5, layer=Layer.TYPED, reason="value.many", flags=("alternatives",)
        )  # fmt: skip
    claims = claims_of(answer, goals, criterion, prepared)
    standing = [claim for claim in claims if not denied(answer, claim.start, claim.end, _said(answer, claim))]
    refused = len(standing) < len(claims)
    unsaid = [claim for claim in claims if claim not in standing and claim.right]
    standing = _without(standing, lambda claim: claim.symbolic)  # "... since each is d x d"
    standing = _without(standing, lambda claim: claim.step)  # "(+ 3840 biases)"
    standing = _without(standing, lambda claim: not claim.right and beside.difference(answer, claim.start, claim.end))
    if any(claim.right for claim in standing):
        standing = [claim for claim in standing if not conclusions.is_part(answer, claim, standing)]
    if any(claim.right for claim in standing) and conclusions.claims_a_size(answer, standing, criterion, prepared):
        if contradicted.counts_nothing(answer, standing[-1].end, part.question):
            return nothing.zero(answer, standing[-1], "value.contradicts")  # "... has 0 parameters, it is a lookup"
        return _flagged(answer, standing[-1], "value.contradicts", 0.0, "contradiction")  # "so it has 768 parameters"
    asked = [claim for claim in standing if claim.value in prepared.asked]
    concluded = [claim for claim in asked if CONCLUDED.search(answer.text[: claim.start])]
    standing = _without(standing, lambda claim: claim.value in prepared.asked)  # the question's own figure
    others = [
        evaluate(prepared.expression(text), prepared.constants)
        for each in part.criteria
        if isinstance(each, NumberCriterion) and each.comparison is not None and each is not criterion
        for text in each.comparison.to
    ]
    if not standing and claims:
        if beside.plainly_denied(answer):
            return nothing.zero(answer, claims[-1], "value.negated")
        return _flagged(answer, claims[-1], "value.negated", 0.0, "negation")
    if not standing:
        return nothing.unread(answer, criterion, prepared, item, others)
    proposal = _resolve(answer, standing, criterion, claims, prepared.constants.values(), part.question)
    if proposal.fraction > 0 and concluded and concluded[-1] not in standing:
        return _flagged(answer, concluded[-1], "value.contradicts", 0.0, "contradiction")  # "... so the total is 117M"
    right = [claim for claim in standing if claim.right]
    again = [claim for claim in unsaid if any(claim.goal == each.goal for each in right)]
    if proposal.fraction > 0 and again:  # "it is 38.4M, and it is not 38.4M"
        spans = [(claim.start, claim.end) for claim in right]
        if contradicted.denied_again(answer, spans, (again[-1].start, again[-1].end), part.question):
            return nothing.zero(answer, again[-1], "value.contradicts")
        return replace(proposal, flags=(*proposal.flags, "contradiction"))
    if right and proposal.fraction > 0 and all(maybe_elsewhere(answer, each, criterion, others) for each in right):
        return replace(proposal, flags=(*proposal.flags, "near"))
    if proposal.reason in WRONG and (
        _set_aside(answer, goals, criterion, prepared) or _counted_up(answer, standing, goals)
    ):
        return replace(proposal, flags=(*proposal.flags, "near"))
    if refused and proposal.fraction < 1.0:  # the denial may have been about something else
        return replace(proposal, flags=(*proposal.flags, "negation"))
    return proposal


def claims_of(answer: Answer, goals: Sequence[Goal], criterion: NumberCriterion, prepared: Prepared) -> list[Result]:
    """What each chain that can be meant comes to, in their order."""
    grouped = chains(answer.found)
    counts = [chain for each in grouped if (chain := beside.in_bytes(answer, each)) is not None]
    return [
        claim
        for chain in counts or grouped
        if not elsewhere(answer, chain, criterion)
        if (claim := claim_of(answer, chain, goals, criterion, prepared)) is not None
    ]


def _set_aside(answer: Answer, goals: Sequence[Goal], criterion: NumberCriterion, prepared: Prepared) -> bool:
    """Whether a number that was taken to be about something else would be right: it may be one's own after all."""
    return any(
        claim.right and claim.value not in figures_of(criterion)
        for chain in chains(answer.found)
        if elsewhere(answer, chain, criterion)
        if (claim := claim_of(answer, chain, goals, criterion, prepared)) is not None
    )


def _counted_up(answer: Answer, standing: Sequence[Result], goals: Sequence[Goal]) -> bool:
    """Whether a wrong number is right as often as an answer says it: "768 x 768, four of them", "A x B and B x A"."""
    last = standing[-1]
    value = last.value if last.value is not None or last.goal is None else last.goal.number
    again = sum(claim.goal is not None and claim.goal == last.goal for claim in standing)
    each = conclusions.EACH.search(answer.text) is not None
    return value is not None and beside.counted_up(answer, value, again, goals, each=each)


def _said(answer: Answer, claim: Result) -> frozenset[int]:
    """Places of the words that a claim's value must be said with: 117M has to be called wrong."""
    wanted = claim.goal.target.value.said if claim.goal is not None else ()
    return frozenset(place for match in answer.find(compiled(wanted)) for place in match.places)


def _repeats(answer: Answer, prepared: Prepared) -> bool:
    """Whether the answer takes up a figure of the question, such as the 117M that it compares with."""
    figures = prepared.asked - set(prepared.constants.values())
    return not figures.isdisjoint(answer.numbers)


def _without(claims: list[Result], aside: Callable[[Result], bool]) -> list[Result]:
    """The claims without those to set aside, unless there are no others."""
    return [claim for claim in claims if not aside(claim)] or claims


def _resolve(
    answer: Answer,
    claims: Sequence[Result],
    criterion: NumberCriterion,
    everything: Sequence[Result],
    sizes: Collection[float],
    question: str,
) -> Proposal:
    """The last claim that stands. `everything`: also those that were set aside; `sizes`: of the question."""
    last = conclusions.worked_out(claims)
    distinct = {claim.goal.target.value.means if claim.right and claim.goal else claim.shown for claim in claims}
    if _guesses(answer, claims, len(distinct)):
        if beside.only_guesses(answer) and not all(claim.right for claim in everything):
            return nothing.zero(answer, last, "value.alternatives")
        return _flagged(answer, last, "value.alternatives", 0.0, "alternatives")
    if beside.BYTES.match(answer.text, last.end) and len(answer.found) == 1:
        return nothing.zero(answer, last, "value.unit")
    if other_unit(answer, last.end):
        return _flagged(answer, last, "value.unit", 0.0, "unit")
    if last.right and 0.0 in answer.numbers:
        return _flagged(answer, last, "value.odd", 0.0, "contradiction")  # "38.4M, but they are frozen, so 0"
    if _confirms_another(answer, last, criterion):
        return _flagged(answer, last, "value.alternatives", 0.0, "alternatives")  # "123M, but 117M is correct"
    if guards.left_out(answer):
        return _flagged(answer, last, "value.odd", last.goal.target.value.credit if last.goal else 0.0, "negation")
    if taken_back(answer, last.start):
        return _flagged(answer, last, "value.taken_back", 0.0, "correction")
    if answer.corrects and len(distinct) > 1:
        return _settled(answer, last, criterion, 0.85)
    if last.right:
        others = [claim for claim in claims if not claim.right]
        if any(conclusions.said_alike(answer, each, last, question) for each in others):
            return _flagged(answer, last, "value.contradicts", 0.0, "contradiction")  # "There are 9M. There are 4.7M."
        sure = all(claim.right for claim in claims) or len({claim.shown for claim in claims}) == 1
        return _settled(answer, last, criterion, 0.95 if sure else 0.82)
    if any(claim.right for claim in claims):
        right = [claim for claim in claims if claim.right][-1]
        if not last.near and conclusions.said_alike(answer, right, last, question):
            known = last.goal is None or last.goal.target.value.credit == 0.0
            return _settled(answer, last, criterion, 0.9) if known else nothing.zero(answer, last, "value.contradicts")
        if conclusions.overturned(answer, right, last, sizes):
            return _settled(answer, last, criterion, 0.9)
        return _flagged(answer, right, "value.not_last", 1.0, "alternatives")
    worthless = all(claim.goal is None or claim.goal.target.value.credit == 0.0 for claim in claims)
    return _settled(answer, last, criterion, 0.9 if len(distinct) == 1 or worthless else 0.8)


def _guesses(answer: Answer, claims: Sequence[Result], distinct: int) -> bool:
    """Whether values are offered to choose from. Two right ones that stand for two assumptions are none."""
    between = answer.text[claims[0].end : claims[-1].start]
    choice = re.search(r"\b(?:or|maybe|perhaps|either)\b|/(?!\s?[^\W\d])|\?", between) is not None
    if guards.offered(answer) and not answer.says(CONDITIONS):
        return True
    if distinct > 1 and beside.only_guesses(answer):
        return True
    if distinct < 2 or answer.corrects or not choice:
        return False
    return distinct > 2 or not all(claim.right for claim in claims) or not answer.says(CONDITIONS)


def _settled(answer: Answer, claim: Result, criterion: NumberCriterion, confidence: float) -> Proposal:
    quotes = (answer.quote(claim.start, claim.end),)
    if claim.odd:
        return _flagged(answer, claim, "value.odd", 0.5 if claim.goal else 0.0, "contradiction")
    if claim.slip:
        return Proposal(
            fraction=criterion.slip, confidence=confidence, layer=Layer.TYPED, reason="value.slip", quotes=quotes,
            message=f"The right calculation, but it does not come to {claim.shown.strip()}.",
        )  # fmt: skip
    if claim.goal is None:
        if claim.near:
            return _flagged(answer, claim, "value.near", criterion.slip, "near")
        return Proposal(
            fraction=0.0, confidence=confidence, layer=Layer.TYPED, reason="value.other", quotes=quotes,
            message=f"{claim.shown.strip()} does not follow from any reading of the question.",
        )  # fmt: skip
    value = claim.goal.target.value
    credit = value.credit
    if (
        value.percent
        and not any("to" in phrase.split() for phrase in value.said)
        and left_over(answer, claim.start, claim.end)
    ):
        return _flagged(answer, claim, "value.unsaid", 0.0, "unsaid")
    if value.unless and answer.says(compiled(value.unless)):
        return _flagged(answer, claim, "value.unsaid", 0.0, "unsaid")
    if value.said and not answer.says(compiled(value.said)):
        if not value.unsaid:
            return _flagged(answer, claim, "value.unsaid", 0.5 if value.unsaid is None else 0.0, "unsaid")
        credit = value.unsaid
    if claim.symbolic and credit == 1.0:
        return Proposal(
            fraction=criterion.symbolic, confidence=confidence, layer=Layer.TYPED, reason="value.symbolic",
            quotes=quotes, message="The right formula; the number itself was asked for.",
        )  # fmt: skip
    if claim.unworked and credit == 1.0:
        return Proposal(
            fraction=1.0, confidence=min(confidence, 0.88), layer=Layer.TYPED, reason="value.unworked", quotes=quotes,
            message=f"Right; worked out it is {claim.goal.number:,.0f}.",
        )  # fmt: skip
    number = f"{claim.goal.number:,.0f}" if claim.goal.number >= 1000 else f"{claim.goal.number:.4g}"
    accepted = f"{number}{' %' if value.percent else ''}: {value.means}."
    return Proposal(
        fraction=credit,
        confidence=confidence,
        layer=Layer.TYPED,
        reason="value.accepted" if credit == 1.0 else "value.known",
        message=value.tell or (f"Accepted as {accepted}" if credit == 1.0 else f"This is {accepted}"),
        quotes=quotes,
        misconception=value.misconception or None,
    )


def _confirms_another(answer: Answer, last: Result, criterion: NumberCriterion) -> bool:
    """Whether a number is called the right one that is neither the last claim nor about something else."""
    numbers = [each for each in answer.found if isinstance(each.expression, Number)]
    for word in answer.words.words:
        if word.text not in guards.CONFIRMING or len(numbers) < 2:
            continue
        before = [each for each in numbers if each.start < word.start][-1:]
        behind = [each for each in numbers if each.start > word.start][:1]
        if CALLED_RIGHT.match(answer.text, word.start):
            before = []  # "123.3M, but the right value is 117M"
        near = [e for e in (*before, *behind) if answer.sentence_at(e.start) == word.sentence]
        if not any(last.start <= e.start < last.end or elsewhere(answer, [e], criterion) for e in near):
            return True
    return False


def _flagged(answer: Answer, claim: Result, reason: str, fraction: float, flag: str) -> Proposal:
    return Proposal(
        fraction=fraction, confidence=0.5, layer=Layer.TYPED, reason=reason,
        quotes=(answer.quote(claim.start, claim.end),), flags=(flag,),
    )  # fmt: skip

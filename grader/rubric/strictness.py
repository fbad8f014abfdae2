"""Which proposals are strict enough to be decided: the others keep their suggestion and lose their confidence.

Credit for words needs full evidence that nothing in the whole answer puts in doubt, and that is all that the answer
says. A zero needs an answer that plainly consists of the claim it is given for. A value needs surroundings that were
read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from grader.catalog.rubric_spec import CriterionBase, FormulaCriterion, NumberCriterion, Part, TextCriterion
from grader.rubric import choice, composition, guards, law_read, listing, numbers_read
from grader.rubric.answer import Answer
from grader.rubric.decision import Layer, Proposal
from grader.rubric.evidence import Prose
from grader.rubric.prepared import Prepared

SUGGESTED = 0.75  # confidence of what is not strict enough: below what decides
UNCLAIMED = ("value.unread", "text.nothing_else_said")  # reasons of a zero because nothing was claimed
READ_WHOLE = ("formula.known", "formula.other", "formula.sizes", "text.against", "text.nothing_else_said")


def guarded(
    text: Prose,
    criterion: CriterionBase,
    proposal: Proposal,
    part: Part,
    proposals: Mapping[str, Proposal],
    prepared: Prepared,
) -> Proposal:
    """The proposal, with less confidence unless it is strict. `proposals`: those of all criteria of the part."""
    settled = law_read.settle(text, criterion, proposal, part, proposals)
    if settled is not None:
        return settled
    question = part.question
    knows = prepared.vocabulary.knows
    counted: bool | None = None
    if isinstance(criterion, NumberCriterion):
        counted = numbers_read.strict(text, criterion, proposal, part, proposals, prepared)
    elif composition.shows_a_number(criterion, part):
        proposal = composition.settled(proposal, list(proposals.values()), text.answer, prepared)
        sizes = frozenset(prepared.constants.values())
        counted = composition.strict(text, criterion, proposal, part, proposals, sizes)
    if counted is not None:
        return proposal if counted else replace(proposal, confidence=min(proposal.confidence, SUGGESTED))
    if proposal.layer is Layer.TYPED and (proposal.fraction > 0 or proposal.reason.startswith(("choice", "listing"))):
        strict = _read(text, criterion, proposal, part, knows)
    elif proposal.layer is Layer.TEXT:
        strict = (
            _credit(text, proposal, question, proposals)
            if proposal.fraction > 0
            else _zero(text, criterion, proposal, question)
        )
    elif proposal.fraction == 0.0 and proposal.layer is Layer.TYPED:
        strict = _zero(text, criterion, proposal, question)
    else:
        return proposal
    return proposal if strict else replace(proposal, confidence=min(proposal.confidence, SUGGESTED))


def depending(criterion: CriterionBase, proposals: Mapping[str, Proposal]) -> Proposal:
    """The proposal; a zero for want of a claim is in doubt where the criterion that may earn part of it is."""
    own = proposals[criterion.id]
    if criterion.otherwise is None or own.fraction > 0 or own.reason not in UNCLAIMED:
        return own
    other = proposals[criterion.otherwise.criterion]
    sure = other.confidence > SUGGESTED and not other.flags
    return own if sure else replace(own, flags=(*own.flags, "number"))


def _read(text: Prose, criterion: CriterionBase, proposal: Proposal, part: Part, knows: Callable[[str], bool]) -> bool:
    """Whether what stands around a formula, or all of a choice or a list, was understood."""
    answer = text.answer
    if isinstance(criterion, FormulaCriterion):
        spans = [answer.span(quote) for quote in proposal.quotes]
        return not any(
            guards.modified(answer, start, end, part.question)
            or guards.unread_beside(answer, start, end, part.question, knows) > guards.MOST_BESIDE
            for start, end in spans
        )
    if part.choice is not None:
        return choice.understood(answer, proposal, part.choice, knows)
    return listing.understood(answer, criterion, proposal, part, knows)


def _credit(text: Prose, proposal: Proposal, question: str, part: Mapping[str, Proposal]) -> bool:
    """Full credit, undoubted, unopposed in the whole part, and nothing else is said."""
    opposed = any(
        each.reason in ("text.against", "text.contradicts", "text.negated") or each.flags for each in part.values()
    )
    if proposal.fraction < 1.0 or opposed:
        return False
    spans = _spans(text.answer, part)
    unread = guards.left_over(text.answer, spans, question)
    return guards.unhedged(text.answer, text.answer.places_in(spans) | text.negations) and unread == 0


def _zero(text: Prose, criterion: CriterionBase, proposal: Proposal, question: str) -> bool:
    """Nothing is said beside the claim that earns nothing."""
    if proposal.reason == "text.against" and isinstance(criterion, TextCriterion):
        return False
    if (
        isinstance(criterion, FormulaCriterion)
        and proposal.reason == "text.nothing_else_said"
        and len(text.answer.found) > 1
    ):
        return False  # two numbers may show what was multiplied
    unread = guards.left_over(text.answer, _spans(text.answer, {"": proposal}), question)
    return proposal.reason not in READ_WHOLE or unread == 0


def _spans(answer: Answer, proposals: Mapping[str, Proposal]) -> list[tuple[int, int]]:
    """What was read, in the plain text: the quotes, and every formula."""
    quoted = [answer.span(quote) for proposal in proposals.values() for quote in proposal.quotes]
    return [*quoted, *((each.start, each.end) for each in answer.found)]

"""Which proposals are strict enough to be decided: the others keep their suggestion and lose their confidence.

Credit for prose needs full evidence that nothing in the whole answer puts in doubt, and that is most of what the answer
says. A zero needs an answer that plainly consists of the claim it is given for.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import replace

from grader.catalog.rubric_spec import CriterionBase, FormulaCriterion, NumberCriterion, Part, Phrases, TextCriterion
from grader.rubric import guards
from grader.rubric.answer import Answer
from grader.rubric.decision import Layer, Proposal
from grader.rubric.evidence import Prose
from grader.rubric.prepared import compiled

SUGGESTED = 0.75  # confidence of what is not strict enough: below what decides
MOST_UNREAD = 0.5  # share of an answer's content words that may lie outside the evidence for a credit in prose
MOST_BESIDE = 3  # words that may stand beside a known wrong value
READ_WHOLE = ("value.other", "value.missing", "formula.known", "formula.other", "formula.sizes", "listing.missing",
              "text.against", "text.nothing_else_said", "choice.missing")  # fmt: skip


def guarded(
    text: Prose, criterion: CriterionBase, proposal: Proposal, part: Part, proposals: Mapping[str, Proposal]
) -> Proposal:
    """The proposal, with less confidence unless it is strict. `proposals`: those of all criteria of the part."""
    question = part.question
    if proposal.layer is Layer.TYPED and (proposal.fraction > 0 or proposal.reason.startswith(("choice", "listing"))):
        strict = _read(text, criterion, proposal, part)
    elif proposal.layer is Layer.TEXT:
        strict = _credit(text, proposal, question, proposals) if proposal.fraction > 0 else _zero(text, criterion, proposal, question)
    elif proposal.fraction == 0.0 and proposal.layer is Layer.TYPED:
        strict = _zero(text, criterion, proposal, question)
    else:
        return proposal
    return proposal if strict else replace(proposal, confidence=min(proposal.confidence, SUGGESTED))


def _read(text: Prose, criterion: CriterionBase, proposal: Proposal, part: Part) -> bool:
    """Whether what stands around a value, or all of a choice or a list, was understood."""
    answer = text.answer
    if isinstance(criterion, NumberCriterion | FormulaCriterion):
        spans = [answer.span(quote) for quote in proposal.quotes]
        return not any(guards.modified(answer, start, end, part.question) for start, end in spans)
    named = [(name, match) for name, texts in _named(part) for match in answer.find(compiled(texts))]
    if part.listing is not None and guards.confused(answer, named):
        return False
    covered = {place for _, match in named for place in match.places}
    return guards.unread_names(answer, covered, part.question) == 0


def _named(part: Part) -> Iterator[tuple[str, Phrases]]:
    """What a choice or a list is said with."""
    if part.choice is not None:
        yield from itertools.chain(part.choice.entities.items(), part.choice.attributes.items(), part.choice.beside.items())
        yield "", part.choice.others
    if part.listing is not None:
        yield from itertools.chain(part.listing.members.items(), part.listing.extras.items())


def _credit(text: Prose, proposal: Proposal, question: str, part: Mapping[str, Proposal]) -> bool:
    """Full credit on one sentence's evidence, undoubted, unopposed in the whole part, and most of what is said."""
    opposed = any(each.reason in ("text.against", "text.contradicts", "text.negated") or each.flags for each in part.values())
    if proposal.fraction < 1.0 or opposed:
        return False
    spans = _spans(text.answer, part)
    covered = {place for place, word in enumerate(text.words()) if any(a <= word.start < b for a, b in spans)}
    content = sum(word.text[0].isalnum() for word in text.words()) or 1
    unread = guards.left_over(text.answer, spans, question)
    return guards.unhedged(text.answer, covered | text.negations) and unread <= MOST_UNREAD * content


def _zero(text: Prose, criterion: CriterionBase, proposal: Proposal, question: str) -> bool:
    """Nothing is said beside the claim that earns nothing."""
    if proposal.reason == "text.against" and isinstance(criterion, TextCriterion):
        return False
    unread = guards.left_over(text.answer, _spans(text.answer, {"": proposal}), question)
    if proposal.reason == "value.known":
        return unread <= MOST_BESIDE
    return proposal.reason not in READ_WHOLE or unread == 0


def _spans(answer: Answer, proposals: Mapping[str, Proposal]) -> list[tuple[int, int]]:
    """What was read, in the plain text: the quotes, and every formula."""
    quoted = [answer.span(quote) for proposal in proposals.values() for quote in proposal.quotes]
    return [*quoted, *((each.start, each.end) for each in answer.found)]

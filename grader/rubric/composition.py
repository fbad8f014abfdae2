"""Which proposals for how a number is composed are strict enough to be decided: they have to agree with the number.

Parts that are named are those of a number if that number is right; another number leaves them to a person. That nothing
is said of parts is certain where there is no product or sum and no word that may name a part.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from grader.catalog.rubric_folder import JOIN
from grader.catalog.rubric_spec import CriterionBase, FormulaCriterion, NumberCriterion, Part
from grader.language.algebra import Operation, names_in, numbers_in
from grader.rubric import beside, guards
from grader.rubric.answer import CORRECTIONS, Answer
from grader.rubric.chains import LARGEST_COUNT, sums_to
from grader.rubric.decision import Layer, Proposal
from grader.rubric.evidence import Prose
from grader.rubric.numbers_read import COUNTING, UNKNOWN_PRODUCT, WRONG, ending_number, is_few, multiplies, untied
from grader.rubric.prepared import Prepared, compiled

# What the parts of a sum may be called, in words of any language that is read.
PART = re.compile(
    r"matri[xczk]|proj|proy|schicht|^(?:linear|dense|couche|capas?$|fully|kernel|connect|hidden|in_|out_|w\d|qkv|kqv|kv$)"
)
REPEATING = frozenset("same again also likewise respectively added another together".split())  # they name no part
SPARED = compiled(
    ("without|no biases|bias|norms|norm|positions", "not counting|including .. bias|biases|norms", "no bias")
)
ONLY_SOME = re.compile(r"\b(?:only|just) (?:\w+ )?(?:one|two|three|matri\w*|[\dqkv])\b")
LARGEST_SIZE = 1e5  # of a matrix; larger numbers are counts of parameters
MOST_NUMBERS_ALONE = 2  # numbers that may stand without saying of what another one is made
OTHER = ("formula.sizes", "formula.other")  # reasons of a zero for another product
LEAST_NAMED = 2  # parts that are named beside a product of worked out numbers
SETTLED = 0.86  # confidence of what a number is made of, in words that stand far apart, where the number is right


def shows_a_number(criterion: CriterionBase, part: Part) -> bool:
    """Whether a criterion asks of what the part's number is made: a formula with values of its own, beside a number."""
    numbers = any(isinstance(other, NumberCriterion) for other in part.criteria)
    return isinstance(criterion, FormulaCriterion) and not criterion.literal and numbers


def strict(
    text: Prose,
    criterion: CriterionBase,
    proposal: Proposal,
    part: Part,
    proposals: Mapping[str, Proposal],
    sizes: frozenset[float],
) -> bool | None:
    """Whether a proposal for how a number is composed is strict enough; None: other rules hold.

    `sizes`: the values of the exercise's symbols.
    """
    numbers = [proposals[c.id] for c in part.criteria if isinstance(c, NumberCriterion)]
    if proposal.reason in OTHER:
        return sum(isinstance(each.expression, Operation) for each in text.answer.found) == 1
    if proposal.reason == "value.unread":
        return not composed(text, criterion, part.question)
    if proposal.layer is Layer.TEXT and proposal.fraction > 0:
        return spoken_of(text, proposal, numbers)
    if proposal.layer is Layer.TYPED and any(
        untied(text.answer, *text.answer.span(quote)) for quote in proposal.quotes
    ):
        return False
    if proposal.reason == "formula.known" and proposal.fraction < max(each.fraction for each in numbers):
        return False  # the number says that there is more than the formula shows
    if proposal.fraction == 0:
        return None
    if any((each.fraction == 0 and each.reason in WRONG) or "alternatives" in each.flags for each in numbers):
        return False
    if proposal.layer is Layer.TYPED and unnamed(text, criterion, proposal, sizes):
        return False
    return None


def _certainly_wrong(number: Proposal) -> bool:
    """Whether a number that was read, or the lack of one, surely earns nothing."""
    sure = number.fraction == 0 and number.confidence >= SETTLED and not number.flags
    return sure and number.reason in (*WRONG, "value.unread")


def settled(proposal: Proposal, others: Collection[Proposal], answer: Answer, prepared: Prepared) -> Proposal:
    """A claim of what a number is made of, far apart or after a correction, is sure where the number is right."""
    accepted = [each for each in others if each.reason == "value.accepted" and each.fraction == 1.0 and not each.flags]
    if accepted and proposal.fraction < 1.0 and not proposal.flags and proposal.reason.startswith(("formula", "value")):
        numbers = [ending_number(answer, answer.span(quote)[1]) for each in accepted for quote in each.quotes]
        if any(number is not None and sums_to(answer, number, prepared) for number in numbers):
            return replace(proposal, fraction=1.0, confidence=SETTLED, reason="formula.accepted", misconception=None)
    if proposal.fraction < 1.0 and any("near" in each.flags for each in others):
        return replace(proposal, flags=(*proposal.flags, "near"))  # the number may be a part of the right one
    smaller = not _holds_the_sizes(answer, proposal, prepared)
    few = any(map(is_few, answer.numbers)) or beside.TWOFOLD.search(answer.text)
    if proposal.reason in OTHER and smaller and not few and any(_certainly_wrong(each) for each in others):
        return replace(proposal, confidence=SETTLED)  # another product, and it comes to another number
    if proposal.reason != "text.claimed":
        return proposal
    if not accepted or proposal.fraction < 1.0 or set(proposal.flags) - {"correction"}:
        return proposal
    return replace(proposal, flags=(), confidence=max(proposal.confidence, SETTLED))


def _holds_the_sizes(answer: Answer, proposal: Proposal, prepared: Prepared) -> bool:
    """Whether a product has two different sizes in it: the right one may be a part of it, 12 * 2 * 768 * 3072."""
    sizes = set(prepared.constants.values())
    return any(
        len(sizes & set(numbers_in(each.expression))) > 1
        for quote in proposal.quotes
        for each in answer.found_in(*answer.span(quote))
    )


def composed(text: Prose, criterion: CriterionBase, question: str) -> bool:
    """Whether an answer may say of what a number is made: a product or sum, or a word that may name a part."""
    answer = text.answer
    if beside.only_guesses(answer):
        return False
    if UNKNOWN_PRODUCT.search(answer.text):
        return True
    if sum(value > LARGEST_COUNT for value in answer.numbers) > MOST_NUMBERS_ALONE or any(
        isinstance(each.expression, Operation) and not beside.BYTES.match(answer.text, each.end)
        for each in answer.found
    ):
        return True
    if _counts_a_share(answer):
        return True
    named = [
        match
        for name in _concepts(criterion)
        for match in text.concepts.get(name, ())
        if not answer.in_formula(answer.words.words[match.first].start)
    ]
    if any(not (answer.text[: answer.words.words[match.first].start].endswith("w/")) for match in named):  # w/o is no O
        return True
    return any(
        PART.search(word.text) or (word.text not in REPEATING | COUNTING and multiplies(answer, place, question))
        for place, word in enumerate(answer.words.words)
    )


def _counts_a_share(answer: Answer) -> bool:
    """Whether one number goes into another a few times: "589,824 each, there are four, so 2,359,296"."""
    large = [value for value in answer.numbers if value > LARGEST_SIZE]
    return any(
        math.isclose(one * times, other, rel_tol=beside.ROUNDED)
        for one in large
        for other in large
        for times in range(2, beside.MOST_PARTS)
    )


def _concepts(criterion: CriterionBase) -> set[str]:
    """The concepts that the criterion's claims are made of."""
    return {name for claim in criterion.claims for says in claim.says for name in says.split(JOIN)}


def unnamed(text: Prose, criterion: CriterionBase, proposal: Proposal, sizes: frozenset[float]) -> bool:
    """Whether a formula is of numbers that were worked out before, and nothing says of what: 2 * 2,359,296."""
    answer = text.answer
    quoted = [each.expression for quote in proposal.quotes for each in answer.found_in(*answer.span(quote))]
    written = [each for each in quoted if isinstance(each, Operation)]
    shown = any(names_in(each) or set(numbers_in(each)) & sizes for each in written)
    named = sum(bool(text.concepts.get(name)) for name in _concepts(criterion))
    return not shown and named < LEAST_NAMED and not any(PART.search(word.text) for word in text.words())


def spoken_of(text: Prose, proposal: Proposal, numbers: Sequence[Proposal]) -> bool:
    """Whether the parts that an answer names are those of its number, which is right, and nothing denies them."""
    answer = text.answer
    if not any(each.fraction == proposal.fraction and not each.flags for each in numbers):
        return False
    if answer.words.questions:
        return False
    sentences = {answer.sentence_at(answer.span(quote)[0]) for quote in proposal.quotes}
    modest = (match.span() for pattern in (CORRECTIONS, guards.MODEST) for match in pattern.finditer(answer.text))
    covered = text.negations.union(answer.places_in(modest), *(match.places for match in answer.find(SPARED)))
    return not ONLY_SOME.search(answer.text) and not any(
        word.text in guards.DOUBTING and place not in covered and word.sentence in sentences
        for place, word in enumerate(answer.words.words)
    )

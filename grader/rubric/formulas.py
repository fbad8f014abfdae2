"""Formula criteria: whether an answer gives a formula that is equivalent to one of the author's, in any form."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from grader.catalog.rubric_spec import Formula, FormulaCriterion
from grader.language.algebra import (
    Expression,
    Name,
    Number,
    Operation,
    equivalent,
    names_in,
    numbers_in,
    replace_number,
)
from grader.language.formula import Found
from grader.language.numerals import Numeral
from grader.rubric import beside
from grader.rubric.answer import Answer
from grader.rubric.chains import chains
from grader.rubric.decision import Layer, Proposal
from grader.rubric.goals import LITERAL_RANGE, stated
from grader.rubric.guards import denied, offered, taken_back
from grader.rubric.number import MOST_NUMBERS
from grader.rubric.prepared import Prepared, compiled

MINUS_ONE = Number(Numeral(-1.0, 1.0, 1))
RIGHT, WRONG, OTHER = "right", "wrong", "other"


@dataclass(frozen=True, slots=True)
class Reading:
    """One chain of formulas, judged."""

    start: int
    end: int
    formula: Formula | None  # the author's that it is equivalent to
    unsaid: bool = False  # equivalent, but the words that it needs are not there
    clash: bool = False  # tied by = to a formula in the same symbol that is not equivalent
    sizes: bool = False  # no symbol in it, only given sizes: 768 x 768

    @property
    def credit(self) -> float:
        return self.formula.credit if self.formula else 0.0

    @property
    def kind(self) -> str:
        if self.formula is None or self.unsaid:
            return OTHER
        return RIGHT if self.formula.credit == 1.0 else WRONG


def judge(answer: Answer, criterion: FormulaCriterion, prepared: Prepared) -> Proposal | None:
    """The proposal; None if the answer holds no formula that could be meant."""
    if len(answer.found) > MOST_NUMBERS:
        return None
    usual = prepared.spec.symbols[criterion.literal].usual if criterion.literal else ()
    values = (*stated(answer, criterion.literal), *usual)
    readings = [r for chain in chains(answer.found) if (r := _reading(answer, chain, criterion, prepared, values))]
    if not readings:
        return None
    right = [reading for reading in readings if reading.kind == RIGHT]
    wrong = [reading for reading in readings if reading.kind == WRONG]
    last = readings[-1]
    if beside.plainly_denied(answer):
        return _proposal(answer, last, 0.0, 0.9, "formula.negated")
    if any(denied(answer, reading.start, reading.end) for reading in (*right, *wrong)):
        return _proposal(answer, last, 0.0, 0.5, "formula.negated", "negation")
    if len(readings) > 1 and offered(answer):
        return _proposal(answer, last, 0.0, 0.5, "formula.contradicts", "alternatives")
    if taken_back(answer, max((reading.start for reading in (*right, *wrong)), default=last.start)):
        return _proposal(answer, last, 0.0, 0.5, "formula.taken_back", "correction")
    if right and not wrong:
        if right[-1].clash:
            return _proposal(answer, right[-1], 1.0, 0.5, "formula.contradicts", "contradiction")
        doubt = ("alternatives",) if last.kind == OTHER and _alternative(answer, right[-1], last) else ()
        return _proposal(answer, right[-1], 1.0, 0.92, "formula.accepted", *doubt)
    if right and wrong:
        if answer.corrects:
            stands = max((right[-1], wrong[-1]), key=lambda reading: reading.start)
            credit = stands.formula.credit if stands.formula else 0.0
            return _proposal(answer, stands, credit, 0.85, "formula.corrected")
        if all(r.formula is not None and r.formula.credit > 0 for r in wrong):
            return _proposal(answer, right[-1], 1.0, 0.82, "formula.accepted")
        return _proposal(answer, right[-1], 0.5, 0.5, "formula.contradicts", "contradiction")
    if wrong:
        best = wrong[-1]
        assert best.formula is not None
        return _proposal(answer, best, best.formula.credit, 0.9, "formula.known")
    if last.unsaid:
        return _proposal(answer, last, 0.5, 0.5, "formula.unsaid", "unsaid")
    return _proposal(answer, last, 0.0, 0.7, "formula.sizes" if last.sizes else "formula.other")


def _reading(
    answer: Answer, chain: Sequence[Found], criterion: FormulaCriterion, prepared: Prepared, values: Sequence[float]
) -> Reading | None:
    """What a chain amounts to: its best member. `values`: those of the literal, stated and usual."""
    start, end = chain[0].start, chain[-1].end
    unsaid: Reading | None = None
    other: Reading | None = None
    right: Reading | None = None
    clash = False
    given = any(found.expression == Name(criterion.literal) for found in answer.found)
    for found in chain:
        if not isinstance(found.expression, Operation):
            continue
        matched = False
        for expression in _variants(found.expression, values, criterion.literal, stated_values=given):
            for formula in criterion.formulas:
                if not equivalent(expression, prepared.expression(formula.formula), prepared.points):
                    continue
                again, matched = matched, True
                if _words_fit(answer, formula, found):
                    clash = clash or _other_sizes(found.expression, prepared.expression(formula.formula), prepared)
                    clash = clash or (not again and right is not None and right.credit != formula.credit)
                    right = right or Reading(start, end, formula)
                else:
                    unsaid = Reading(start, end, formula, unsaid=True)
        clash = clash or (not matched and names_in(found.expression) == {criterion.literal})
        sizes = set(numbers_in(found.expression)) & set(prepared.constants.values())
        if names_in(found.expression) & set(prepared.spec.symbols):
            other = Reading(start, end, None)
        elif sizes:
            other = other or Reading(start, end, None, sizes=True)
    if right is not None:
        return replace(right, clash=clash)
    return unsaid or other


def _variants(
    expression: Expression, values: Sequence[float], literal: str, *, stated_values: bool
) -> Iterator[Expression]:
    """The formula itself, and with a number that stands for the symbol, or for one over it, replaced by that."""
    yield expression
    if not literal:
        return
    low, high = LITERAL_RANGE
    for number in dict.fromkeys(numbers_in(expression)):
        if low <= number <= high and number != 1.0:
            yield replace_number(expression, number, Name(literal))
        if number > high and stated_values and any(math.isclose(1 / number, value, rel_tol=0.01) for value in values):
            yield replace_number(expression, number, Operation("^", (Name(literal), MINUS_ONE)))


def _words_fit(answer: Answer, formula: Formula, found: Found) -> bool:
    sentence = answer.sentence_at(found.start)
    if formula.said and not answer.says(compiled(formula.said), sentence):
        return False
    return not (formula.unless and answer.says(compiled(formula.unless), sentence))


def _other_sizes(written: Expression, wanted: Expression, prepared: Prepared) -> bool:
    """Whether a formula is equal only by the sizes' values: d * d_ff where 4 d^2 was meant."""
    by_value = [name for name, value in prepared.constants.items() if value in numbers_in(written)]
    unique = {name for name in by_value if list(prepared.constants.values()).count(prepared.constants[name]) == 1}
    return not (unique | (names_in(written) & set(prepared.constants))) <= names_in(wanted)


def _alternative(answer: Answer, right: Reading, last: Reading) -> bool:
    """Whether a formula after the right one is offered instead of it."""
    between = answer.text[right.end : last.start]
    return last.start > right.end and any(f" {word} " in f" {between} " for word in ("or", "maybe", "no", "perhaps"))


def _proposal(
    answer: Answer, reading: Reading, fraction: float, confidence: float, reason: str, *flags: str
) -> Proposal:
    formula = reading.formula
    return Proposal(
        fraction=fraction,
        confidence=confidence,
        layer=Layer.TYPED,
        reason=reason,
        message=formula.tell or formula.means if formula else "",
        quotes=(answer.quote(reading.start, reading.end),),
        misconception=(formula.misconception or None) if formula else None,
        flags=flags,
    )

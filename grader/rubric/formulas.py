"""Formula criteria: whether an answer gives a formula that is equivalent to one of the author's, in any form."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from grader.catalog.rubric_spec import Formula, FormulaCriterion, Part
from grader.language.algebra import (
    Expression,
    Name,
    Number,
    Operation,
    contains,
    equivalent,
    names_in,
    numbers_in,
    operators_in,
    replace_number,
)
from grader.language.formula import Found
from grader.language.numerals import Numeral
from grader.language.spoken_algebra import UNKNOWN
from grader.rubric import beside, contradicted, directions, equations, law, refusal
from grader.rubric.answer import Answer
from grader.rubric.chains import chains
from grader.rubric.decision import Layer, Proposal
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
    unsolved: bool = False  # an equation in an unknown that nothing is found for: k^α = 2
    inside: bool = False  # equivalent to none, but a right one is a piece of it
    logarithmic: bool = False  # a logarithm in the symbol: α log 2 may be a change of the logarithm

    @property
    def credit(self) -> float:
        return self.formula.credit if self.formula else 0.0

    @property
    def kind(self) -> str:
        if self.formula is None or self.unsaid:
            return OTHER
        return RIGHT if self.formula.credit == 1.0 else WRONG


def judge(answer: Answer, criterion: FormulaCriterion, part: Part, prepared: Prepared) -> Proposal | None:
    """The proposal; None if the answer holds no formula that could be meant."""
    if len(answer.found) > MOST_NUMBERS:
        return None
    readings = list(_readings(answer, criterion, part, prepared))
    if not readings:
        return None
    return _of_a_law(answer, readings, criterion) if criterion.literal else _of_sizes(answer, readings)


def _readings(answer: Answer, criterion: FormulaCriterion, part: Part, prepared: Prepared) -> Iterator[Reading]:
    """Every chain of formulas that could be meant, judged."""
    given = prepared.formulas_in(part.question)
    values = law.values(answer, criterion.literal, prepared) if criterion.literal else ()
    for chain in chains(answer.found):
        meant = law.without_values(chain, criterion.literal) if criterion.literal else chain
        written = [each.expression for each in meant if isinstance(each.expression, Operation)]
        if criterion.literal and written and all(_same_as_any(each, given, prepared) for each in written):
            continue  # the question's own law
        reading = _reading(answer, meant, criterion, prepared, values) if meant else None
        if reading is not None:
            yield reading


def _same_as_any(expression: Expression, others: Sequence[Expression], prepared: Prepared) -> bool:
    return any(equivalent(expression, other, prepared.points) for other in others)


def _of_a_law(answer: Answer, readings: Sequence[Reading], criterion: FormulaCriterion) -> Proposal:
    """What stands of formulas in a free symbol, after denials, corrections and lists of guesses."""
    claims = [reading for reading in readings if reading.kind != OTHER]
    standing = [reading for reading in claims if not refusal.denied(answer, reading.start, reading.end)]
    last = readings[-1]
    refused = [reading for reading in claims if reading not in standing]
    again = [reading for reading in refused if reading.credit == 1.0]
    stated = [(reading.start, reading.end) for reading in standing if reading.kind == RIGHT]
    if again and stated:
        same = any(again[-1].formula is reading.formula for reading in standing)
        if same and contradicted.denied_again(answer, stated, (again[-1].start, again[-1].end)):
            return _proposal(answer, again[-1], 0.0, 0.9, "formula.contradicts")
        return _proposal(answer, last, 0.0, 0.5, "formula.contradicts", "contradiction")
    if claims and not standing:
        if refusal.plain_denial(answer):
            return _proposal(answer, claims[-1], 0.0, 0.9, "formula.negated")
        return _proposal(answer, claims[-1], 0.0, 0.5, "formula.negated", "negation")
    spans = [(each.start, each.end) for each in answer.found if not isinstance(each.expression, Name)]
    mixed = len({reading.formula.formula if reading.formula else None for reading in readings}) > 1
    if refusal.listed(answer, spans) and not refusal.turns(answer):
        return _proposal(answer, last, 0.0, 0.9, "formula.guesses")
    if mixed and any(reading.credit < 1.0 for reading in readings):
        if refusal.guessed(answer, spans):
            return _proposal(answer, last, 0.0, 0.9, "formula.guesses")
        if refusal.offered(answer, spans):
            return _proposal(answer, last, 0.0, 0.5, "formula.contradicts", "alternatives")
    right = [reading for reading in standing if reading.kind == RIGHT]
    wrong = [each for each in standing if each.kind == WRONG and not any(_part_of(answer, each, r) for r in right)]
    if standing and taken_back(answer, max(reading.start for reading in standing)):
        return _proposal(answer, standing[-1], 0.0, 0.5, "formula.taken_back", "correction")
    if right and wrong and not refusal.turns(answer):
        return _proposal(answer, right[-1], 0.5, 0.5, "formula.contradicts", "contradiction")
    if right and (not wrong or right[-1].start > wrong[-1].start):
        if right[-1].clash:
            return _proposal(answer, right[-1], 1.0, 0.5, "formula.contradicts", "contradiction")
        return _proposal(answer, right[-1], 1.0, 0.92, "formula.accepted")
    if wrong and _both_ways(answer, wrong[-1], criterion):
        return _proposal(answer, wrong[-1], wrong[-1].credit, 0.5, "formula.contradicts", "contradiction")
    if wrong:
        return _proposal(answer, wrong[-1], wrong[-1].credit, 0.9, "formula.corrected" if right else "formula.known")
    if any(reading.unsaid for reading in readings):
        return _proposal(answer, last, 0.5, 0.5, "formula.unsaid", "unsaid")
    if any(reading.unsolved for reading in readings):
        return _proposal(answer, last, 0.5, 0.5, "formula.unsolved", "unsolved")
    if any(reading.logarithmic or reading.inside for reading in readings):
        return _proposal(answer, last, 0.0, 0.5, "formula.unsolved", "unsolved")
    return _proposal(answer, last, 0.0, 0.9, "formula.other")


def _both_ways(answer: Answer, wrong: Reading, criterion: FormulaCriterion) -> bool:
    """Whether words of another direction stand there too: "rises by 2^α with half of N and falls by 2^α with twice"."""
    same = [each for each in criterion.formulas if wrong.formula and each.formula == wrong.formula.formula]
    said = (match for each in same if each.credit == 1.0 for match in answer.find(compiled(each.said)))
    return any(answer.words.words[match.first].text not in directions.NEUTRAL for match in said)


def _part_of(answer: Answer, wrong: Reading, right: Reading) -> bool:
    """Whether a formula is only a piece that a right one behind it is made of: the 1/α of 2^(1/α)."""
    if wrong.start >= right.start:
        return False
    pieces = [each.expression for each in answer.found_in(wrong.start, wrong.end)]
    whole = [each.expression for each in answer.found_in(right.start, right.end)]
    operations = [piece for piece in pieces if isinstance(piece, Operation)]
    return bool(operations) and all(any(contains(each, piece) for each in whole) for piece in operations)


def _of_sizes(answer: Answer, readings: Sequence[Reading]) -> Proposal:
    """What stands of formulas in given sizes."""
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
            return _proposal(answer, stands, stands.credit, 0.85, "formula.corrected")
        if all(reading.credit > 0 for reading in wrong):
            return _proposal(answer, right[-1], 1.0, 0.82, "formula.accepted")
        return _proposal(answer, right[-1], 0.5, 0.5, "formula.contradicts", "contradiction")
    if wrong:
        return _proposal(answer, wrong[-1], wrong[-1].credit, 0.9, "formula.known")
    if last.unsaid:
        return _proposal(answer, last, 0.5, 0.5, "formula.unsaid", "unsaid")
    return _proposal(answer, last, 0.0, 0.7, "formula.sizes" if last.sizes else "formula.other")


def _reading(
    answer: Answer, chain: Sequence[Found], criterion: FormulaCriterion, prepared: Prepared, values: Sequence[float]
) -> Reading | None:
    """What a chain amounts to: its best member. `values`: those of the literal, stated and usual."""
    start, end = chain[0].start, chain[-1].end
    other_words: Reading | None = None
    other: Reading | None = None
    right: Reading | None = None
    clash = unsolved = False
    named = any(found.expression == Name(criterion.literal) for found in answer.found)
    if criterion.literal:
        implied = equations.meant(answer, chain, criterion.formulas, criterion.literal, prepared)
        if implied is not None:
            unsaid = not directions.fits(answer, implied.model_copy(update={"said": ()}), chain[-1], criterion)
            return Reading(start, end, implied, unsaid=unsaid)
    for found in chain:
        if not isinstance(found.expression, Operation):
            continue
        matched = False
        for expression in _variants(found.expression, values, criterion.literal, named=named):
            for formula in criterion.formulas:
                if not equivalent(expression, prepared.expression(formula.formula), prepared.points):
                    continue
                again, matched = matched, True
                if _words_fit(answer, formula, found, criterion):
                    clash = clash or _other_sizes(found.expression, prepared.expression(formula.formula), prepared)
                    clash = clash or (not again and right is not None and right.credit != formula.credit)
                    right = right or Reading(start, end, formula)
                else:
                    other_words = Reading(start, end, formula, unsaid=True)
        clash = clash or (not matched and names_in(found.expression) == {criterion.literal})
        unsolved = unsolved or any(name.startswith(UNKNOWN) for name in names_in(found.expression))
        sizes = set(numbers_in(found.expression)) & set(prepared.constants.values())
        if names_in(found.expression) & set(prepared.spec.symbols):
            logarithmic = names_in(found.expression) == {criterion.literal} and "ln" in operators_in(found.expression)
            inside = bool(criterion.literal) and _right_inside(found.expression, criterion, prepared)
            other = Reading(start, end, None, unsolved=unsolved, logarithmic=logarithmic, inside=inside)
        elif sizes:
            other = other or Reading(start, end, None, sizes=True)
    if right is not None:
        return replace(right, clash=clash)
    return other_words or other


def _right_inside(expression: Expression, criterion: FormulaCriterion, prepared: Prepared) -> bool:
    """Whether a piece of a formula is equivalent to a right one: what the rest makes of it is for a person to see."""
    if not isinstance(expression, Operation):
        return False
    right = [prepared.expression(each.formula) for each in criterion.formulas if each.credit == 1.0]
    return _same_as_any(expression, right, prepared) or any(
        _right_inside(operand, criterion, prepared) for operand in expression.operands
    )


def _variants(expression: Expression, values: Sequence[float], literal: str, *, named: bool) -> Iterator[Expression]:
    """The formula itself, and with a number that is the symbol's value, or one over it, replaced by the symbol.

    One over it counts only if the symbol is `named`: 2^13 alone is a number.
    """
    yield expression
    if not literal:
        return
    for number in dict.fromkeys(numbers_in(expression)):
        if any(math.isclose(number, value, rel_tol=1e-9) for value in values):
            yield replace_number(expression, number, Name(literal))
        elif named and number > 2.0 and any(math.isclose(1 / number, value, rel_tol=0.01) for value in values):
            yield replace_number(expression, number, Operation("^", (Name(literal), MINUS_ONE)))


def _words_fit(answer: Answer, formula: Formula, found: Found, criterion: FormulaCriterion) -> bool:
    """Whether the words that a formula needs are there, and none that turns it; of sizes, in its sentence."""
    if criterion.literal:
        return directions.fits(answer, formula, found, criterion)
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

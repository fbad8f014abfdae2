"""A rubric made ready once: formulas parsed, totals worked out, phrases compiled, probing points fixed."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from grader.catalog.graded_answers import GradedAnswer
from grader.catalog.rubric_folder import JOIN, lexer_of
from grader.catalog.rubric_spec import Criterion, NumberCriterion, Part, Phrases, RubricSpec, Value
from grader.language.algebra import Expression, Number, Operation, evaluate, names_in
from grader.language.formula import formulas, parse
from grader.language.lexer import Lexer
from grader.language.normalise import plain
from grader.language.phrases import PhraseSet, phrase
from grader.rubric.answer import Vocabulary, vocabulary_of
from grader.rubric.encoder import Encoder
from grader.rubric.similarity import Likeness
from grader.rubric.trained import LEAST, Lesson

# Where formulas are compared: five fixed points, none of which makes different formulas agree by accident.
PROBES = (
    (0.076, 1.3, 2.7, 0.9, 1.9, 0.47, 3.7, 1.15),
    (0.31, 2.1, 0.6, 1.7, 0.85, 1.25, 2.9, 0.53),
    (0.55, 0.7, 1.9, 2.3, 1.4, 3.3, 0.37, 2.6),
    (0.83, 3.1, 1.1, 0.4, 2.2, 1.8, 0.67, 2.8),
    (1.7, 1.6, 3.3, 1.2, 0.65, 0.9, 2.4, 1.45),
)


@lru_cache(maxsize=4096)
def compiled(texts: Phrases) -> PhraseSet:
    """The phrases, ready to match."""
    return PhraseSet(phrase(text) for text in texts)


@dataclass(frozen=True, slots=True)
class Target:
    """A number that an answer may come to: a formula in free symbols, or its value."""

    value: Value
    expression: Expression
    number: float | None  # None if it depends on a free symbol


@dataclass(frozen=True, slots=True)
class Prepared:
    """A rubric ready to judge by."""

    spec: RubricSpec
    lexer: Lexer
    constants: Mapping[str, float]  # symbols that have one value
    points: tuple[Mapping[str, float], ...]  # values of every symbol, for comparing formulas
    concepts: Mapping[str, PhraseSet]
    subjects: Mapping[str, PhraseSet]
    vocabulary: Vocabulary
    asked: frozenset[float]  # numbers that the questions hold
    targets: Mapping[str, tuple[Target, ...]]  # of number criteria, by item id
    likeness: Likeness  # what suggestions fall back to
    labels: Mapping[str, tuple[GradedAnswer, ...]]  # by part, where there are enough to learn from
    lesson: Lesson = field(default_factory=Lesson)  # what was learnt from them, once it was asked for

    def expression(self, text: str) -> Expression:
        """An author's formula; the catalog has checked that it can be read."""
        return _expression(text, self.lexer)

    def formulas_in(self, question: str) -> tuple[Expression, ...]:
        """The formulas that a question gives."""
        return _formulas_in(question, self.lexer)


@lru_cache(maxsize=256)
def _formulas_in(question: str, lexer: Lexer) -> tuple[Expression, ...]:
    found = formulas(lexer.tokens(plain(question).text))
    return tuple(each.expression for each in found if isinstance(each.expression, Operation))


@lru_cache(maxsize=4096)
def _expression(text: str, lexer: Lexer) -> Expression:
    found = parse(text.lower(), lexer)
    assert found is not None, f"{text!r} was checked when the rubric was loaded"
    return found


def prepare(spec: RubricSpec, labels: Iterable[GradedAnswer] = (), *, encoder: Encoder | None = None) -> Prepared:
    """Everything that need not be done for each answer.

    labels: graded answers to learn from; without any the rules stand alone. encoder: an embedding model, if any.
    """
    lexer = lexer_of(spec)
    constants = {name: symbol.value for name, symbol in spec.symbols.items() if symbol.value is not None}
    free = [name for name in spec.symbols if name not in constants]
    points = tuple({**constants, **dict(zip(free, itertools.cycle(probe), strict=False))} for probe in PROBES)
    concepts = {name: compiled(texts) for name, texts in spec.concepts.items()}
    subjects = {name: compiled(texts) for name, texts in spec.subjects.items()}
    targets = {
        f"{part.id}/{criterion.id}": tuple(_targets(criterion, lexer, constants))
        for part in spec.parts
        for criterion in part.criteria
        if isinstance(criterion, NumberCriterion)
    }
    vocabulary = vocabulary_of([each for texts in _all_phrases(spec) for each in compiled(texts)])
    asked = frozenset(
        found.expression.numeral.value
        for part in spec.parts
        for found in formulas(lexer.tokens(plain(part.question).text))
        if isinstance(found.expression, Number)
    )
    by_part: dict[str, tuple[GradedAnswer, ...]] = {}
    for label in labels:
        by_part[label.part] = (*by_part.get(label.part, ()), label)
    by_part = {part: own for part, own in by_part.items() if len(own) >= LEAST}
    return Prepared(
        spec, lexer, constants, points, concepts, subjects, vocabulary, asked, targets, Likeness(encoder), by_part
    )


def _targets(criterion: NumberCriterion, lexer: Lexer, constants: Mapping[str, float]) -> Iterator[Target]:
    for value in criterion.values:
        yield _target(value, lexer, constants)
    for total in criterion.sums:
        for options in itertools.product(*total.assumptions):
            formula = JOIN.join([total.base, *(f"({option.adds})" for option in options)])
            means = ", ".join(option.means for option in options)
            yield _target(Value(value=formula, means=means, credit=total.credit), lexer, constants)


def _target(value: Value, lexer: Lexer, constants: Mapping[str, float]) -> Target:
    expression = _expression(value.value, lexer)
    fixed = names_in(expression) <= {*constants, "e"}
    return Target(value, expression, evaluate(expression, constants) if fixed else None)


def _all_phrases(spec: RubricSpec) -> Iterator[Phrases]:
    yield from spec.concepts.values()
    yield from spec.subjects.values()
    for part in spec.parts:
        yield from _of_part(part)
        for criterion in part.criteria:
            yield from _of_criterion(criterion)


def _of_part(part: Part) -> Iterator[Phrases]:
    if part.choice is not None:
        yield from (*part.choice.entities.values(), *part.choice.attributes.values(), *part.choice.beside.values())
    if part.listing is not None:
        yield from (
            *part.listing.members.values(),
            *part.listing.extras.values(),
            part.listing.none,
            part.listing.others,
        )


def _of_criterion(criterion: Criterion) -> Iterator[Phrases]:
    yield from (claim.phrases for claim in criterion.claims)
    if isinstance(criterion, NumberCriterion):
        yield criterion.only_with

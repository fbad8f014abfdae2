"""Reads a rubric's folder and reports every mistake in it at once, by file and field."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.catalog.files import read_model, read_text, read_toml
from grader.catalog.graded_answers import GradedAnswer, read_graded, unit_tests
from grader.catalog.rubric_spec import (
    ChoiceCriterion,
    Criterion,
    Examples,
    FormulaCriterion,
    MemberCriterion,
    NoExtrasCriterion,
    NumberCriterion,
    Part,
    RubricSpec,
)
from grader.errors import InvalidSpec
from grader.language.algebra import evaluate, names_in
from grader.language.formula import parse
from grader.language.lexer import Lexer
from grader.language.phrases import phrase

ENGINE = ("rubric", "language")  # packages whose code a verdict depends on
GRADED = "graded.jsonl"
JOIN = " + "  # between the concepts of one `says`


@dataclass(frozen=True, slots=True)
class RubricExercise:
    """An exercise whose answers are words and numbers, ready to grade."""

    spec: RubricSpec
    version: str  # hash of the rubric, its graded answers, and the engine
    statement: str
    examples: Mapping[str, Examples]  # unit tests by item id: a/vanish
    graded: tuple[GradedAnswer, ...]  # of graded.jsonl
    folder: Path

    @property
    def id(self) -> str:
        return self.spec.id

    @property
    def title(self) -> str:
        return self.spec.title

    @property
    def parts(self) -> tuple[str, ...]:
        """The ids of its parts, in order."""
        return tuple(part.id for part in self.spec.parts)

    @property
    def labels(self) -> tuple[GradedAnswer, ...]:
        """All that the engine learns from: the graded answers, and in parts that have some, the unit tests."""
        learning = {each.part for each in self.graded}
        return (*self.graded, *(each for each in unit_tests(self.examples, self.spec) if each.part in learning))


def load_rubric(folder: Path) -> RubricExercise:
    """Raises InvalidSpec naming every mistake in the folder."""
    problems: list[str] = []
    path = folder / "rubric.toml"
    spec = read_model(RubricSpec, read_toml(path, problems), path, problems)
    statement = read_text(folder / "statement.md", problems)
    examples: dict[str, Examples] = {}
    if spec is not None:
        problems += [f"{path}: {problem}" for problem in inconsistencies(spec)]
        for part in spec.parts:
            examples.update(_examples(folder / "examples" / f"{part.id}.toml", part, problems))
    graded = read_graded(folder / GRADED, spec, problems)
    if problems or spec is None:
        raise InvalidSpec(problems)
    return RubricExercise(spec, _version(folder), statement, examples, graded, folder)


def lexer_of(spec: RubricSpec) -> Lexer:
    """The lexer that knows the exercise's symbols."""
    names = {name.lower(): id_ for id_, symbol in spec.symbols.items() for name in (id_, *symbol.names)}
    return Lexer(names, algebra=any(symbol.usual for symbol in spec.symbols.values()))


def inconsistencies(spec: RubricSpec) -> Iterator[str]:
    """What pydantic cannot see: names that refer to nothing, phrases and formulas that cannot be read."""
    total = sum(part.points for part in spec.parts)
    if abs(total - spec.points) > 1e-9:
        yield f"points: is {spec.points:g}, but the criteria add up to {total:g}"
    yield from _doubles("parts", [part.id for part in spec.parts])
    for name, concept in spec.concepts.items():
        yield from _phrases(f"concepts.{name}", concept)
    for name, names in spec.subjects.items():
        yield from _phrases(f"subjects.{name}", names)
    for part in spec.parts:
        yield from (f"parts.{part.id}.{problem}" for problem in _of_part(spec, part))


def _of_part(spec: RubricSpec, part: Part) -> Iterator[str]:
    yield from _doubles("criteria", [criterion.id for criterion in part.criteria])
    yield from _known("about", filter(None, [part.about]), spec.subjects)
    if part.choice is not None:
        groups = {**part.choice.entities, **part.choice.attributes, **part.choice.beside, "others": part.choice.others}
        for name, names in groups.items():
            yield from _phrases(f"choice.{name}", names)
    if part.listing is not None:
        apart = {"none": part.listing.none, "others": part.listing.others}
        for name, names in {**part.listing.members, **part.listing.extras, **apart}.items():
            yield from _phrases(f"listing.{name}", names)
        yield from _known("listing.misconceptions", part.listing.misconceptions.values(), spec.misconceptions)
        yield from _known("listing.misconceptions", part.listing.misconceptions, part.listing.extras)
    for criterion in part.criteria:
        yield from (f"criteria.{criterion.id}.{problem}" for problem in _of_criterion(spec, part, criterion))


def _of_criterion(spec: RubricSpec, part: Part, criterion: Criterion) -> Iterator[str]:
    for index, claim in enumerate(criterion.claims):
        where = f"claims.{index}"
        yield from _phrases(f"{where}.phrases", claim.phrases)
        yield from _known(f"{where}.says", itertools.chain(*(s.split(JOIN) for s in claim.says)), spec.concepts)
        yield from _known(f"{where}.unless", claim.unless, spec.concepts)
        yield from _known(f"{where}.about", filter(None, [claim.about]), spec.subjects)
        yield from _known(f"{where}.misconception", filter(None, [claim.misconception]), spec.misconceptions)
    if criterion.otherwise is not None:
        others = [other.id for other in part.criteria if other.id != criterion.id]
        yield from _known("otherwise.criterion", [criterion.otherwise.criterion], others)
    match criterion:
        case NumberCriterion():
            yield from _of_number(spec, part, criterion)
            if criterion.comparison is not None:
                numbers = [c.id for c in part.criteria if isinstance(c, NumberCriterion) and c.id != criterion.id]
                yield from _known("comparison.own", [criterion.comparison.own], numbers)
        case FormulaCriterion():
            yield from _known("literal", filter(None, [criterion.literal]), spec.symbols)
            for index, formula in enumerate(criterion.formulas):
                yield from _formula(spec, f"formulas.{index}.formula", formula.formula, spec.symbols)
                yield from _phrases(f"formulas.{index}", (*formula.said, *formula.unless))
                yield from _known(f"formulas.{index}", filter(None, [formula.misconception]), spec.misconceptions)
        case ChoiceCriterion():
            if part.choice is None:
                yield "kind: the part has no [choice]"
                return
            yield from _known("entity", [criterion.entity], part.choice.entities)
            yield from _known("answer", [criterion.answer], part.choice.attributes)
            yield from _known("partly", criterion.partly, {**part.choice.attributes, **part.choice.beside})
        case MemberCriterion() | NoExtrasCriterion():
            if part.listing is None:
                yield "kind: the part has no [listing]"
            elif isinstance(criterion, MemberCriterion):
                yield from _known("member", [criterion.member], part.listing.members)


def _of_number(spec: RubricSpec, part: Part, criterion: NumberCriterion) -> Iterator[str]:
    free = [each.literal for each in part.criteria if isinstance(each, FormulaCriterion)]
    yield from _phrases("elsewhere, only_with", (*criterion.elsewhere, *criterion.only_with))
    for index, value in enumerate(criterion.values):
        yield from _formula(spec, f"values.{index}.value", value.value, free)
        yield from _phrases(f"values.{index}", (*value.said, *value.unless))
        yield from _known(f"values.{index}.misconception", filter(None, [value.misconception]), spec.misconceptions)
    for index, step in enumerate(criterion.steps):
        yield from _formula(spec, f"steps.{index}", step, free)
    if criterion.comparison is not None:
        yield from _phrases("comparison.causes", criterion.comparison.causes)
        for index, figure in enumerate(criterion.comparison.to):
            yield from _formula(spec, f"comparison.to.{index}", figure, ())
    for index, total in enumerate(criterion.sums):
        for text in (total.base, *(option.adds for options in total.assumptions for option in options)):
            yield from _formula(spec, f"sums.{index}", text, free)


def _formula(spec: RubricSpec, where: str, text: str, free: Container[str]) -> Iterator[str]:
    """Mistakes of an author's formula, which may depend on these symbols without a value."""
    expression = parse(text.lower(), lexer_of(spec))
    if expression is None:
        yield f"{where}: {text!r} is no formula in the symbols {', '.join(spec.symbols)}"
        return
    values = {name: s.value if s.value is not None else (*s.usual, 0.5)[0] for name, s in spec.symbols.items()}
    if evaluate(expression, values) is None:
        yield f"{where}: {text!r} has no value for {', '.join(sorted(names_in(expression)))}"
    for name in sorted(names_in(expression)):
        if name in spec.symbols and spec.symbols[name].value is None and name not in free:
            yield (
                f"{where}: {text!r} depends on {name}, which has no value:"
                f" give it one, or make it the `literal` of a formula criterion of this part"
            )


def _phrases(where: str, texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        try:
            phrase(text)
        except ValueError as error:
            yield f"{where}: {error}"


def _known(where: str, names: Iterable[str], known: Iterable[str]) -> Iterator[str]:
    there = list(known)
    for name in names:
        if name not in there:
            yield f"{where}: there is no {name!r}; there are: {', '.join(there) or 'none'}"


def _doubles(where: str, names: list[str]) -> Iterator[str]:
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"{where}: {name!r} is there twice"


def _examples(path: Path, part: Part, problems: list[str]) -> dict[str, Examples]:
    found: dict[str, Examples] = {}
    data = read_toml(path, problems)
    ids = [criterion.id for criterion in part.criteria]
    problems += [f"{path}: {name}: part {part.id} has no such criterion" for name in data if name not in ids]
    for name in ids:
        if data and name not in data:
            problems.append(f"{path}: {name}: a criterion needs its examples; see docs/reference/rubric-format.md")
        elif name in data:
            examples = read_model(Examples, data[name], path, problems, within=name)
            if examples is not None:
                found[f"{part.id}/{name}"] = examples
    return found


def _version(folder: Path) -> str:
    """Hash of the rubric, of the answers that are learnt from, and of the code that judges by them."""
    digest = hashlib.sha256()
    package = Path(__file__).parents[1]
    learnt = sorted(path for path in (folder / GRADED, *(folder / "examples").glob("*.toml")) if path.exists())
    code = sorted(path for name in ENGINE for path in (package / name).glob("*.py"))
    for path in [folder / "rubric.toml", *learnt, *code]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]

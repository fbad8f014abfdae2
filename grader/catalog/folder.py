"""Reads an exercise folder and reports every mistake in it at once, by file and field."""

from __future__ import annotations

import ast
import hashlib
import itertools
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType
from typing import Any, TypeAlias

from grader.catalog import references
from grader.catalog.consistency import dangling_names, inconsistencies, unbalanced_points
from grader.catalog.files import read_model, read_text, read_toml
from grader.catalog.rubric_folder import RubricExercise, load_rubric
from grader.catalog.spec import ExerciseSpec, SampleSpec, WrongSpec
from grader.errors import InvalidSpec, UnknownExercise
from grader.model import Limits, Misconception


@dataclass(frozen=True, slots=True, eq=False)
class WrongVariant:
    """A submission with one named mistake."""

    misconception: Misconception
    spec: WrongSpec
    code: CodeType
    source: str
    # The calls that it made on public cases, by what they depend on: the same for every submission, so it is run once.
    on_public_cases: dict[tuple[object, ...], Any] = field(default_factory=dict, repr=False)

    def flavours(self) -> Iterator[Mapping[str, Any]]:
        """Every combination of the constants that may be set otherwise."""
        names = list(self.spec.flavours)
        for values in itertools.product(*self.spec.flavours.values()):
            yield dict(zip(names, values, strict=True))


@dataclass(frozen=True, slots=True)
class Sample:
    """An example submission and the verdict that it must get."""

    spec: SampleSpec
    source: bytes


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise, ready to grade."""

    spec: ExerciseSpec
    version: str  # hash of every file that a verdict depends on
    statement: str
    starter: str
    supplied: str
    wrong: tuple[WrongVariant, ...]
    samples: tuple[Sample, ...]
    folder: Path

    @property
    def id(self) -> str:
        return self.spec.id

    @property
    def title(self) -> str:
        return self.spec.title

    @property
    def limits(self) -> Limits:
        return self.spec.limits_of()


AnyExercise: TypeAlias = Exercise | RubricExercise


class Catalog:
    """All exercises below a folder, by id: those that take code, and those that take answers."""

    def __init__(self, exercises: Mapping[str, AnyExercise]) -> None:
        self.exercises = dict(exercises)

    @property
    def code(self) -> dict[str, Exercise]:
        """Those that take code."""
        return {name: each for name, each in self.exercises.items() if isinstance(each, Exercise)}

    @property
    def rubrics(self) -> dict[str, RubricExercise]:
        """Those that take answers."""
        return {name: each for name, each in self.exercises.items() if isinstance(each, RubricExercise)}

    @property
    def versions(self) -> dict[str, str]:
        """Of every exercise, by id."""
        return {name: each.version for name, each in self.exercises.items()}

    def get(self, exercise_id: str) -> AnyExercise:
        """Raises UnknownExercise, naming those there are."""
        try:
            return self.exercises[exercise_id]
        except KeyError:
            known = ", ".join(self.exercises)
            raise UnknownExercise(f"There is no exercise {exercise_id!r}. Known exercises: {known}.") from None


def load_catalog(root: Path) -> Catalog:
    """Every folder below `root` that holds an exercise.toml or a rubric.toml.

    Raises InvalidSpec with all mistakes of all folders.
    """
    found: dict[str, AnyExercise] = {}
    problems: list[str] = []
    specs = [*root.glob("**/exercise.toml"), *root.glob("**/rubric.toml")]
    if not specs:
        problems.append(
            f"{root}: no exercise.toml or rubric.toml below this folder; set GRADER_PROBLEMS to where the exercises are"
        )
    for path in sorted(specs, key=lambda p: [(len(x), x) for x in p.parent.name.split(".")]):
        try:
            exercise = load_rubric(path.parent) if path.name == "rubric.toml" else load_exercise(path.parent)
        except InvalidSpec as error:
            problems += error.problems
            continue
        if exercise.id in found:
            problems.append(f"{path}: id: {exercise.id} is also the id of {found[exercise.id].folder}")
        found[exercise.id] = exercise
    if problems:
        raise InvalidSpec(problems)
    return Catalog(found)


def load_exercise(folder: Path) -> Exercise:
    """Raises InvalidSpec naming every mistake in the folder."""
    problems: list[str] = []
    path = folder / "exercise.toml"
    data = read_toml(path, problems)
    spec = read_model(ExerciseSpec, data, path, problems)
    statement = read_text(folder / "statement.md", problems)
    starter = read_text(folder / "starter.py", problems)
    supplied = read_text(folder / "supplied.py", problems) if spec is not None and spec.supplied else ""
    wrong = [_wrong(path, problems) for path in sorted((folder / "wrong").glob("*.py"))]
    samples = _samples(folder / "samples", problems)
    dangling = list(dangling_names(data)) if data else []
    problems += [f"{path}: {problem}" for problem in dangling]
    if spec is not None:
        problems += [f"{path}: {problem}" for problem in unbalanced_points(spec)]
        if not dangling:
            problems += [f"{path}: {problem}" for problem in inconsistencies(spec, supplied)]
        slugs = {variant.misconception.slug for variant in wrong if variant}
        problems += [
            f"{folder / 'samples/samples.toml'}: {s.spec.file}: misconception: no wrong/{s.spec.misconception}.py"
            for s in samples
            if s.spec.misconception and s.spec.misconception not in slugs
        ]
        problems += [
            f"{folder}/wrong/{variant.misconception.slug}.py: twins: no wrong/{twin}.py"
            for variant in wrong
            if variant
            for twin in variant.spec.twins
            if twin not in slugs
        ]
    if problems or spec is None:
        raise InvalidSpec(problems)
    variants = tuple(variant for variant in wrong if variant)
    return Exercise(spec, _version(folder), statement, starter, supplied, variants, tuple(samples), folder)


def _wrong(path: Path, problems: list[str]) -> WrongVariant | None:
    source = read_text(path, problems)
    try:
        header = ast.get_docstring(ast.parse(source), clean=False)
        code = compile(source, "submission.py", "exec", dont_inherit=True)
        data = tomllib.loads(header or "")
    except (SyntaxError, tomllib.TOMLDecodeError) as error:
        problems.append(f"{path}: {error}")
        return None
    spec = read_model(WrongSpec, data or {"title": None}, path, problems)
    if spec is None:
        return None
    named = Misconception(slug=path.stem, title=spec.title, explanation=spec.explanation, hint=spec.hint)
    return WrongVariant(named, spec, code, source)


def _samples(folder: Path, problems: list[str]) -> list[Sample]:
    path = folder / "samples.toml"
    if not path.exists():
        return []
    found = []
    for index, data in enumerate(read_toml(path, problems).get("sample", [])):
        spec = read_model(SampleSpec, data, path, problems)
        if spec is None:
            continue
        try:
            found.append(Sample(spec, (folder / spec.file).read_bytes()))
        except OSError as error:
            problems.append(f"{path}: sample.{index}.file: {spec.file}: {error.strerror}")
    return found


def _version(folder: Path) -> str:
    """Hash of the files that a verdict depends on, and of the reference code."""
    digest = hashlib.sha256()
    reference = Path(references.__file__).parents[2] / "reference"
    relevant = [
        *folder.glob("*.toml"),
        *folder.glob("supplied.py"),
        *folder.glob("wrong/*.py"),
        *reference.glob("*.py"),
    ]
    for path in sorted(relevant):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]

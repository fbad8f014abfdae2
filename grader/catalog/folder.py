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
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from grader.catalog import references
from grader.catalog.consistency import dangling_names, inconsistencies, unbalanced_points
from grader.catalog.spec import ExerciseSpec, SampleSpec, WrongSpec
from grader.errors import InvalidSpec, UnknownExercise
from grader.model import Limits, Misconception

Model = TypeVar("Model", bound=BaseModel)


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


class Catalog:
    """All exercises below a folder, by id."""

    def __init__(self, exercises: Mapping[str, Exercise]) -> None:
        self.exercises = dict(exercises)

    def get(self, exercise_id: str) -> Exercise:
        """Raises UnknownExercise, naming those there are."""
        try:
            return self.exercises[exercise_id]
        except KeyError:
            known = ", ".join(self.exercises)
            raise UnknownExercise(f"There is no exercise {exercise_id!r}. Known exercises: {known}.") from None


def load_catalog(root: Path) -> Catalog:
    """Every folder below `root` that holds an exercise.toml. Raises InvalidSpec with all mistakes of all folders."""
    found: dict[str, Exercise] = {}
    problems: list[str] = []
    folders = sorted(root.glob("**/exercise.toml"), key=lambda p: [(len(x), x) for x in p.parent.name.split(".")])
    if not folders:
        problems.append(f"{root}: no exercise.toml below this folder; set GRADER_PROBLEMS to where the exercises are")
    for path in folders:
        try:
            exercise = load_exercise(path.parent)
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
    data = _toml(path, problems)
    spec = _model(ExerciseSpec, data, path, problems)
    statement = _text(folder / "statement.md", problems)
    starter = _text(folder / "starter.py", problems)
    supplied = _text(folder / "supplied.py", problems) if spec is not None and spec.supplied else ""
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


def _text(path: Path, problems: list[str]) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        problems.append(f"{path}: {getattr(error, 'strerror', None) or error}")
        return ""


def _toml(path: Path, problems: list[str]) -> dict[str, Any]:
    text = _text(path, problems)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problems.append(f"{path}: not TOML: {error}")
        return {}


def _model(model: type[Model], data: Mapping[str, Any], path: Path, problems: list[str]) -> Model | None:
    if not data:
        return None  # already reported
    try:
        return model.model_validate(data)
    except ValidationError as error:
        for found in error.errors():
            where = ".".join(str(part) for part in found["loc"])
            problems.append(f"{path}: {where}: {found['msg']}")
        return None


def _wrong(path: Path, problems: list[str]) -> WrongVariant | None:
    source = _text(path, problems)
    try:
        header = ast.get_docstring(ast.parse(source), clean=False)
        code = compile(source, "submission.py", "exec", dont_inherit=True)
        data = tomllib.loads(header or "")
    except (SyntaxError, tomllib.TOMLDecodeError) as error:
        problems.append(f"{path}: {error}")
        return None
    spec = _model(WrongSpec, data or {"title": None}, path, problems)
    if spec is None:
        return None
    named = Misconception(slug=path.stem, title=spec.title, explanation=spec.explanation, hint=spec.hint)
    return WrongVariant(named, spec, code, source)


def _samples(folder: Path, problems: list[str]) -> list[Sample]:
    path = folder / "samples.toml"
    if not path.exists():
        return []
    found = []
    for index, data in enumerate(_toml(path, problems).get("sample", [])):
        spec = _model(SampleSpec, data, path, problems)
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

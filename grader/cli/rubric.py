"""`grader rubric eval`: the engine measured on graded answers."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from grader.catalog.folder import Catalog, load_catalog
from grader.catalog.rubric_folder import RubricExercise
from grader.catalog.rubric_spec import Part, TextCriterion
from grader.errors import GraderError, InvalidSpec
from grader.rubric import measure
from grader.rubric.decision import DEFAULT_THRESHOLDS, Thresholds
from grader.rubric.engine import judge_part
from grader.rubric.measure import Agreement, Decisions, Judged, Total
from grader.rubric.prepared import Prepared, prepare

HOSTILE = ("injection", "stuffed", "keywords", "restated", "negated", "off", "offtopic", "swapped", "circular", "title")


class InvalidLabels(GraderError):
    """A file of graded answers cannot be used; says which line and why."""


class Labelled(BaseModel):
    """One line: an answer to one part, and what it is worth."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    exercise: str
    part: str
    answer: str
    gold: dict[str, float] = Field(min_length=1)  # share of each criterion's points, 0..1
    kind: str = ""


def evaluate(path: Path, problems: Path, as_json: bool) -> int:
    """Print how the engine does on the answers of a JSON Lines file; exit code 0, or 2 if it cannot be read."""
    console = Console()
    try:
        judged, totals = judge_all(load_catalog(problems), path, DEFAULT_THRESHOLDS)
    except (InvalidSpec, InvalidLabels) as error:
        Console(stderr=True).print(str(error), style="red", markup=False)
        return 2
    except OSError as error:
        Console(stderr=True).print(f"{error.filename}: {error.strerror}", style="red", markup=False)
        return 2
    if as_json:
        print(json.dumps(summary(judged, totals), ensure_ascii=False, indent=2))
        return 0
    for title, group in groups(judged).items():
        console.print(decision_table(title, group))
    console.print(agreement_table(totals))
    hostile = [each for each in judged if any(word in each.kind for word in HOSTILE)]
    gained = sum(each.gained for each in hostile)
    console.print(f"hostile answers: {gained} of {len(hostile)} criteria gained something automatically")
    for each in judged:
        if each.wrong:
            proposal = each.decision.proposal
            found = f"{each.decision.verdict.value} ({proposal.reason}), should be {each.gold:g}"
            console.print(f"  wrong: {each.item} [{each.kind}]: {found}", style="red", markup=False)
    return 0


def judge_all(catalog: Catalog, path: Path, thresholds: Thresholds) -> tuple[list[Judged], list[Total]]:
    """Judge every answer of a file. Raises InvalidLabels and OSError."""
    ready: dict[str, Prepared] = {}
    judged: list[Judged] = []
    totals: list[Total] = []
    for number, labelled in enumerate(read_labels(path), 1):
        exercise = catalog.rubrics.get(labelled.exercise)
        if exercise is None:
            known = ", ".join(catalog.rubrics)
            raise InvalidLabels(f"{path}:{number}: exercise: no rubric {labelled.exercise!r}; there are {known}")
        part = part_of(exercise, labelled, f"{path}:{number}")
        if exercise.id not in ready:
            ready[exercise.id] = prepare(exercise.spec, exercise.labels)
        typed = not any(isinstance(criterion, TextCriterion) for criterion in part.criteria)
        mine = [
            Judged(f"{exercise.id}{decision.id}", labelled.kind, typed, labelled.gold[decision.criterion], decision)
            for decision in judge_part(ready[exercise.id], part, labelled.answer, thresholds)
            if decision.criterion in labelled.gold
        ]
        judged += mine
        totals.append(measure.total(mine))
    return judged, totals


def read_labels(path: Path) -> Iterator[Labelled]:
    """The lines of a JSON Lines file. Raises InvalidLabels."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            yield Labelled.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"]) or "line"
            raise InvalidLabels(f"{path}:{number}: {where}: {first['msg']}") from error


def part_of(exercise: RubricExercise, labelled: Labelled, where: str) -> Part:
    """The part that is meant. Raises InvalidLabels."""
    for part in exercise.spec.parts:
        if part.id == labelled.part:
            ids = [criterion.id for criterion in part.criteria]
            if unknown := [name for name in labelled.gold if name not in ids]:
                raise InvalidLabels(f"{where}: gold: no criterion {', '.join(unknown)}; there are {', '.join(ids)}")
            return part
    raise InvalidLabels(f"{where}: part: {exercise.id} has no part {labelled.part!r}")


def groups(judged: list[Judged]) -> dict[str, dict[str, Decisions]]:
    """The tables: typed and text parts, each criterion, each kind of answer."""
    return {
        "parts": {**measure.grouped(judged, _type), "all": measure.decisions(judged)},
        "criterion": measure.grouped(judged, lambda each: each.item),
        "kind of answer": measure.grouped(judged, lambda each: f"{_type(each)}: {each.kind}"),
    }


def _type(each: Judged | Total) -> str:
    return "typed" if each.typed else "text"


def decision_table(title: str, rows: Mapping[str, Decisions]) -> Table:
    """Coverage and wrong automatic decisions."""
    title_of, narrow = f"Criterion decisions by {title}", (0, 0, 0, 1)  # fits a terminal of 80 columns
    table = Table(title=title_of, title_justify="left", box=SIMPLE_HEAD, pad_edge=False, padding=narrow)
    for name in (title, "criteria", "decided", "coverage", "wrong", "generous", "bound"):
        table.add_column(name, justify="left" if name == title else "right", no_wrap=True)
    for name, row in rows.items():
        bound = f"{row.bound:.1%}" if row.decided else "-"
        shown = [row.count, row.decided, f"{row.coverage:.0%}", row.wrong, row.gained, bound]
        table.add_row(name, *map(str, shown))
    return table


def agreement_table(totals: list[Total]) -> Table:
    """How the suggested totals agree with the gold."""
    table = Table(title="Suggested totals against gold", title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    for name in ("parts", "answers", "r", "QWK", "MAE", "within a quarter"):
        table.add_column(name, justify="left" if name == "parts" else "right")
    for name, row in agreements(totals).items():
        figures = [row.pearson, row.kappa, row.mean_error]
        table.add_row(name, str(row.count), *(_figure(value) for value in figures), f"{row.close:.0%}")
    return table


def agreements(totals: list[Total]) -> dict[str, Agreement]:
    """Typed parts, text parts, all."""
    kinds = dict.fromkeys(_type(each) for each in totals)
    found = {kind: measure.agreement([each for each in totals if _type(each) == kind]) for kind in kinds}
    return {**found, "all": measure.agreement(totals)}


def _figure(value: float) -> str:
    return "-" if math.isnan(value) else f"{value:.3f}"


def summary(judged: list[Judged], totals: list[Total]) -> dict[str, Any]:
    """All figures as JSON."""
    tables = {
        title: {
            name: {"criteria": r.count, "decided": r.decided, "wrong": r.wrong, "gained": r.gained, "bound": r.bound}
            for name, r in rows.items()
        }
        for title, rows in groups(judged).items()
    }
    agreed = {
        name: {
            "answers": row.count,
            "r": None if math.isnan(row.pearson) else row.pearson,
            "qwk": None if math.isnan(row.kappa) else row.kappa,
            "mae": row.mean_error,
            "within_quarter": row.close,
        }
        for name, row in agreements(totals).items()
    }
    return {"decisions": tables, "agreement": agreed}

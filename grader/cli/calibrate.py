"""`grader rubric calibrate`: from graded answers to the thresholds from which each layer decides alone."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from sqlalchemy.exc import DatabaseError

from grader.app import DATABASE
from grader.catalog.folder import Catalog, load_catalog
from grader.cli.rubric import InvalidLabels, Labelled, part_of, read_labels
from grader.errors import InvalidSpec
from grader.formats import curves
from grader.review.desk import answer_of
from grader.rubric import calibration, threshold_file
from grader.rubric.calibration import Graded
from grader.rubric.decision import DEFAULT_THRESHOLDS
from grader.rubric.encoder import Encoder, InvalidModel, open_encoder
from grader.rubric.engine import judge_part
from grader.rubric.prepared import Prepared, prepare
from grader.rubric.threshold_file import SHADOW, ThresholdFile
from grader.rubric.wording_key import answer_hash
from grader.settings import Settings
from grader.store.review_sql import SqlReviews
from grader.store.reviews import Label
from grader.store.sqlite import open_sqlite

OK, USAGE = 0, 2
MOST_LABELS = 1_000_000


@dataclass(frozen=True, slots=True)
class Source:
    """Where graded answers come from: a JSON Lines file, or the data folder of a service."""

    file: Path | None
    data: Path | None


def calibrate(source: Source, target: float, out: Path | None, picture: Path | None, settings: Settings) -> int:
    """Print the curves, write thresholds and picture; exit code 0, or 2 for what you can mend."""
    errors = Console(stderr=True, emoji=False)
    try:
        catalog = load_catalog(settings.problems)
        labelled = list(_labels(source, catalog))
        encoder = open_encoder(settings.semantic_model) if settings.semantic_model else None
        graded = list(judged(catalog, labelled, encoder))
        calibrated = calibration.calibrate(graded, target)
        thresholds = calibration.thresholds(calibrated)
        used = {each.exercise for each in labelled}
        file = ThresholdFile(
            target=target,
            versions={name: rubric.version for name, rubric in catalog.rubrics.items() if name in used},
            least={name: SHADOW if value is None else value for name, value in thresholds.items()},
        )
        if out is not None:
            out.write_text(threshold_file.dump(file), encoding="utf-8")
        if picture is not None:
            picture.write_text(curves.picture(list(calibrated.values()), target), encoding="utf-8")
    except (InvalidSpec, InvalidLabels, InvalidModel) as error:
        errors.print(str(error), style="red", markup=False)
        return USAGE
    except OSError as error:
        errors.print(f"{error.filename}: {error.strerror}", style="red", markup=False)
        return USAGE
    console = Console(highlight=False, emoji=False)
    if not calibrated:
        console.print("there are no graded answers of these exercises yet: every text layer only suggests")
    for name, found in calibrated.items():
        for line in curves.text(found, target):
            console.print(line, markup=False, soft_wrap=True)
        if name not in thresholds:
            console.print("  -> keeps its shipped threshold: no label speaks against it", markup=False)
        elif thresholds[name] is None:
            console.print("  -> only suggests (shadow mode)", markup=False)
    for written in filter(None, (out, picture)):
        console.print(f"written: {written}", markup=False)
    return OK


def judged(catalog: Catalog, labelled: Iterable[Labelled], encoder: Encoder | None = None) -> Iterator[Graded]:
    """What the engine as it is now proposes for each graded answer.

    The same words count once, and not at all for a criterion whose model learnt from them.
    """
    ready: dict[str, Prepared] = {}
    seen: set[tuple[str, str, str]] = {
        (rubric.id, f"{label.part}/{name}", answer_hash(label.answer))
        for rubric in catalog.rubrics.values()
        for label in rubric.labels
        for name in label.gold
    }
    for each in labelled:
        rubric = catalog.rubrics[each.exercise]
        part = part_of(rubric, each, f"{each.exercise} {each.part}")
        words = answer_hash(each.answer)
        fresh = {name for name in each.gold if (rubric.id, f"{part.id}/{name}", words) not in seen}
        if not fresh:
            continue
        seen |= {(rubric.id, f"{part.id}/{name}", words) for name in fresh}
        if rubric.id not in ready:
            ready[rubric.id] = prepare(rubric.spec, rubric.labels, encoder=encoder)
        for decision in judge_part(ready[rubric.id], part, each.answer, DEFAULT_THRESHOLDS):
            if decision.criterion in fresh:
                yield Graded(rubric.id, decision.kind, decision.proposal, each.gold[decision.criterion])


def _labels(source: Source, catalog: Catalog) -> Iterator[Labelled]:
    """Graded answers of exercises that there are. Raises InvalidLabels and OSError."""
    if source.file is not None:
        for number, each in enumerate(read_labels(source.file), 1):
            if each.exercise not in catalog.rubrics:
                known = ", ".join(catalog.rubrics)
                where = f"{source.file}:{number}: exercise"
                raise InvalidLabels(f"{where}: no rubric {each.exercise!r}; there are {known}")
            part_of(catalog.rubrics[each.exercise], each, f"{source.file}:{number}")
            yield each
    if source.data is not None:
        for label in asyncio.run(stored_labels(source.data)):
            if _asked(catalog, label):
                gold = {label.criterion: label.fraction}
                text = answer_of(label.source, label.part)
                yield Labelled(exercise=label.exercise, part=label.part, answer=text, gold=gold)


def _asked(catalog: Catalog, label: Label) -> bool:
    """Whether the rubric still has this criterion."""
    rubric = catalog.rubrics.get(label.exercise)
    parts = rubric.spec.parts if rubric else ()
    return any(part.id == label.part and any(c.id == label.criterion for c in part.criteria) for part in parts)


async def stored_labels(folder: Path) -> list[Label]:
    """What people decided in a service's folder, newest first. Raises InvalidLabels."""
    path = folder / DATABASE
    if not path.is_file():
        raise InvalidLabels(f"{path}: no such file; --data is the folder that `grader serve --data` was given")
    try:
        store = await open_sqlite(path)
    except (DatabaseError, sqlite3.DatabaseError) as error:
        raise InvalidLabels(f"{path} is not a database of grader: {error}") from error
    try:
        return await SqlReviews(store.database).labels(limit=MOST_LABELS)
    finally:
        await store.close()

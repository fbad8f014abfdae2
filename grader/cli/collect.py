"""`grader rubric collect`: what people decided in the review queue becomes graded answers that exercises learn from."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console

from grader.catalog.folder import load_catalog
from grader.catalog.graded_answers import MOST_A_PART, GradedAnswer, same_words
from grader.catalog.rubric_folder import GRADED, RubricExercise
from grader.cli.calibrate import stored_labels
from grader.cli.rubric import InvalidLabels
from grader.errors import InvalidSpec
from grader.review.desk import answer_of
from grader.store.reviews import Label

OK, USAGE = 0, 2
KIND = "reviewed"


def collect(data: Path, problems: Path) -> int:
    """Append to each exercise's graded.jsonl; exit code 0, or 2 for what you can mend."""
    console = Console(highlight=False, emoji=False)
    try:
        catalog = load_catalog(problems)
        labels = asyncio.run(stored_labels(data))
        for rubric in catalog.rubrics.values():
            found = fresh(rubric, [label for label in labels if label.exercise == rubric.id])
            if found:
                path = rubric.folder / GRADED
                append(path, found)
                console.print(f"{path}: {len(found)} added", markup=False, soft_wrap=True)
    except (InvalidSpec, InvalidLabels) as error:
        Console(stderr=True).print(str(error), style="red", markup=False)
        return USAGE
    except OSError as error:
        Console(stderr=True).print(f"{error.filename}: {error.strerror}", style="red", markup=False)
        return USAGE
    return OK


def append(path: Path, found: Iterable[GradedAnswer]) -> None:
    """Add lines to the file, also behind a last one that an editor has left without its end."""
    with path.open("a+b") as file:
        if file.tell() > 0:
            file.seek(-1, os.SEEK_END)
            if file.read() != b"\n":
                file.write(b"\n")
        file.writelines(f"{each.model_dump_json(exclude_defaults=True)}\n".encode() for each in found)


def fresh(rubric: RubricExercise, labels: Iterable[Label]) -> list[GradedAnswer]:
    """Answers that the exercise does not know yet, by the newest label of each criterion (labels: newest first).

    Of a part that has MOST_A_PART graded answers already nothing is added.
    """
    parts = {part.id: {criterion.id for criterion in part.criteria} for part in rubric.spec.parts}
    known = {(each.part, same_words(each.answer)) for each in rubric.graded}
    room = {name: MOST_A_PART - sum(each.part == name for each in rubric.graded) for name in parts}
    texts: dict[tuple[str, str], str] = {}
    gold: dict[tuple[str, str], dict[str, float]] = {}
    for label in labels:
        text = answer_of(label.source, label.part)
        words = (label.part, same_words(text))
        if label.criterion in parts.get(label.part, ()) and text.strip() and words not in known:
            texts.setdefault(words, text)
            gold.setdefault(words, {}).setdefault(label.criterion, label.fraction)
    found = [
        GradedAnswer(exercise=rubric.id, part=part, answer=texts[part, words], gold=given, kind=KIND)
        for (part, words), given in gold.items()
    ]
    return [each for name in parts for each in [one for one in found if one.part == name][: room[name]]]

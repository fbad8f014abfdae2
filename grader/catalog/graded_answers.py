"""`graded.jsonl`: answers to an exercise's questions and what each is worth, for the engine to learn from.

One JSON object a line. What cannot be used is reported with the other mistakes of the folder, by line and field.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import Field, ValidationError

from grader.catalog.files import read_text
from grader.catalog.rubric_spec import Credit, Examples, Part, PartId, RubricSpec
from grader.catalog.spec import Slug, Strict
from grader.language.normalise import plain

MOST_A_PART = 800  # graded answers of one part: what is learnt from them takes time with the cube of their number
CREDITS = {"met": 1.0, "partly": 0.5}  # of the kinds of a unit test; any other kind earns nothing


class GradedAnswer(Strict):
    """One line: an answer to one part, and the share of its points that each criterion earns."""

    exercise: str
    part: PartId
    answer: str
    gold: dict[Slug, Credit] = Field(min_length=1)  # a criterion that is left out learns nothing from this answer
    kind: str = ""  # what sort of answer it is, for tables: right, negated, off, ...
    note: str = ""  # why, where the label is debatable


def read_graded(path: Path, spec: RubricSpec | None, problems: list[str]) -> tuple[GradedAnswer, ...]:
    """The lines of a file that can be used; nothing if there is no such file. `spec`: None if it cannot be read."""
    if not path.exists():
        return ()
    found: list[GradedAnswer] = []
    lines: dict[tuple[str, str], int] = {}
    for number, line in enumerate(read_text(path, problems).split("\n"), 1):
        if not line.strip():
            continue
        try:
            graded = GradedAnswer.model_validate_json(line)
        except ValidationError as error:
            problems += [
                f"{path}:{number}: {'.'.join(map(str, each['loc'])) or 'line'}: {each['msg']}"
                for each in error.errors()
            ]
            continue
        mistakes = list(_mistakes(graded, spec)) if spec is not None else []
        first = lines.setdefault((graded.part, same_words(graded.answer)), number)
        if first != number:
            mistakes.append(f"answer: is that of line {first}")
        problems += [f"{path}:{number}: {mistake}" for mistake in mistakes]
        found.append(graded)
    for part, count in Counter(each.part for each in found).items():
        if count > MOST_A_PART:
            problems.append(f"{path}: part {part} has {count} answers; at most {MOST_A_PART} are learnt from")
    return tuple(found)


def same_words(answer: str) -> str:
    """An answer without case, white space and typography: two that are the same in this are one answer."""
    return " ".join(plain(answer).text.split())


def unit_tests(examples: Mapping[str, Examples], spec: RubricSpec) -> Iterator[GradedAnswer]:
    """The examples of `examples/*.toml` as graded answers, each to one criterion."""
    for item, own in examples.items():
        part, _, criterion = item.partition("/")
        for kind, texts in own:
            for text in texts:
                gold = {criterion: CREDITS.get(kind, 0.0)}
                yield GradedAnswer(exercise=spec.id, part=part, answer=text, gold=gold, kind=kind)


def _mistakes(graded: GradedAnswer, spec: RubricSpec) -> Iterator[str]:
    if graded.exercise != spec.id:
        yield f"exercise: is {graded.exercise!r}, but the folder holds {spec.id}"
    part: Part | None = next((each for each in spec.parts if each.id == graded.part), None)
    if part is None:
        yield f"part: there is no {graded.part!r}; there are: {', '.join(each.id for each in spec.parts)}"
        return
    ids = [criterion.id for criterion in part.criteria]
    if unknown := [name for name in graded.gold if name not in ids]:
        yield f"gold: there is no criterion {', '.join(unknown)}; there are: {', '.join(ids)}"

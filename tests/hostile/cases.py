"""The hostile submissions of `cases/`: one file each, with what must come of it in its docstring, as TOML.

    title         what it tries
    requirements  ids of the requirements it stands for
    exercise      handed in for this exercise and graded; without it, a probe that is only run
    endings       how the run may end (default: it comes to its end)
    min_score, max_score   of the grade (default: 0 to 0.3)
    evidence      text that its output must hold: proof that it ran so far (default "evidence:")
    absent        texts that nobody may get to see
    after         cases that are run just before, in the same cells
    limits        other limits than the usual ones
    not_on        backend -> why it cannot hold there, and what stands instead

A probe without `evidence` prints {"tried": [...], "succeeded": []} and proves with it that it ran to its end.
"""

from __future__ import annotations

import ast
import json
import tomllib
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from grader.catalog.folder import Catalog
from grader.formats.report_json import to_json
from grader.grading import Grader
from grader.model import Limits, Program, Submission
from grader.sandbox.base import Sandbox

FOLDER = Path(__file__).parent / "cases"
CANARY = "GRADER_CANARY_"
EMPTY = Program({"target": {"name": "Model", "kind": "class"}, "steps": []}, ())
PATIENCE_S = 3.0  # over the limit on wall time: the start of another cell and the judging
LONGEST_TEXT = 4096  # characters of one text of a report; only standard output has more


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One hostile submission and what may come of it."""

    name: str
    category: str
    source: str
    title: str
    requirements: tuple[str, ...]
    exercise: str | None = None
    endings: tuple[str, ...] = ("ok",)
    min_score: float = 0.0
    max_score: float = 0.3
    evidence: str = ""
    absent: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    limits: dict[str, Any] = field(default_factory=dict)
    not_on: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What came of it."""

    ending: str
    stdout: str
    score: float | None = None  # None for a probe
    faulty: bool = False  # the grader failed
    told: Any = None  # everything that a student can get, as JSON


def load() -> dict[str, Case]:
    found = {}
    for path in sorted(FOLDER.glob("*/*.py")):
        source = path.read_text()
        header = tomllib.loads(ast.get_docstring(ast.parse(source), clean=False) or "")
        lists = {key: tuple(value) for key, value in header.items() if isinstance(value, list)}
        if "exercise" in header:
            header.setdefault("evidence", "evidence")
        found[path.stem] = Case(name=path.stem, category=path.parent.name, source=source, **{**header, **lists})
    return found


CASES = load()


async def hand_in(case: Case, sandbox: Sandbox, catalog: Catalog, seed: int = 5) -> Seen:
    """Run a case, graded if it is for an exercise."""
    if case.exercise is None:
        observation = await sandbox.run(case.source, EMPTY, replace(Limits(), **case.limits))
        return Seen(ending=observation.ending.value, stdout=observation.stdout, told=asdict(observation)["message"])
    exercise = catalog.get(case.exercise)
    spec = exercise.spec.model_copy(update={"limits": {**exercise.spec.limits, **case.limits}})
    grader = Grader(Catalog({case.exercise: replace(exercise, spec=spec)}), sandbox)
    report = await grader.grade(Submission(id=case.name, exercise=case.exercise, source=case.source, seed=seed))
    return Seen(
        ending=str(report.stopped["reason"]) if report.stopped else "ok",
        stdout=report.stdout,
        score=report.score,
        faulty=report.status == "grader_error" or report.score is None,
        told=to_json(report),
    )


def misses(case: Case, seen: Seen) -> list[str]:
    """Everything that is not as it must be."""
    found = []
    if seen.faulty:
        found.append("the grader failed")
    if seen.ending not in case.endings:
        why = seen.told["stopped"] if isinstance(seen.told, dict) else seen.told
        found.append(f"it ended with {seen.ending}: {why}")
    if seen.score is not None and not case.min_score <= seen.score <= case.max_score:
        found.append(f"its score is {seen.score}")
    found += proof(case, seen)
    texts = [seen.stdout, *words(seen.told)]
    found += [f"{word} is shown" for word in case.absent if any(word in text for text in texts)]
    if CANARY not in case.source and any(CANARY in text for text in texts):
        found.append("a canary is shown")
    found += [f"unprintable text is shown: {text!a:.80}" for text in texts if not shown_cleanly(text)]
    longest = max((len(text) for text in texts if text != seen.stdout), default=0)
    if longest > LONGEST_TEXT:
        found.append(f"a text of {longest} characters is shown")
    return found


def proof(case: Case, seen: Seen) -> list[str]:
    """It ran, and did not succeed."""
    if case.evidence:
        ran = [] if case.evidence in seen.stdout else [f"no evidence that it ran: {seen.stdout[:200]!a}"]
        return [*ran, *(["it says that it succeeded"] if "succeeded" in seen.stdout else [])]
    try:
        told = json.loads(seen.stdout)
        return [*([] if told["tried"] else ["it tried nothing"]), *(f"succeeded: {what}" for what in told["succeeded"])]
    except (ValueError, KeyError, TypeError):
        return [f"it told nothing: {seen.stdout[:200]!a}"]


def shown_cleanly(text: str) -> bool:
    return text.replace("\n", "").replace("\t", "").isprintable()


def words(value: Any) -> list[str]:
    """Every text in a JSON value."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for item in value.items() for part in item for text in words(part)]
    return [text for part in value for text in words(part)] if isinstance(value, list) else []

"""Reports of every kind, real ones and ones made by hand."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from grader.catalog.folder import load_exercise
from grader.cli.exercise import grade_trusted
from grader.formats.graded import Graded
from grader.model import Item, Misconception, Outcome, Report

ROOT = Path(__file__).parents[3]
HOSTILE = (
    "\n::error file=grade.py::forged\r\n##[error]forged\n::set-output name=score::1\n::stop-commands::mine\n"
    "</script><script>alert(1)</script><img src=x onerror=alert(1)>&lt;b&gt; ]]> <!-- \x00\x08\x1b[2J\ufffe\ud800"
    "[click](https://evil.example/) ![p](https://evil.example/p.png) https://evil.example www.evil.example @everyone"
    " | a | table | ``` ~~~ \N{RIGHT-TO-LEFT OVERRIDE}%0A::error::forged%0a </details> `x` **bold** # head <https://e.example>"
)


@lru_cache
def real(source: str, exercise: str = "6.7") -> Report:
    """The report on a file, graded for real (in this process: it is our own)."""
    loaded = load_exercise(ROOT / "problems" / "stage-06" / exercise)
    return grade_trusted(loaded, source.encode(), seed=7)


@lru_cache
def corpus(name: str, exercise: str = "6.7") -> Report:
    return real((ROOT / "tests" / "corpus" / exercise / name).read_text(), exercise)


def item(outcome: Outcome, points: float, most: float, **more: object) -> Item:
    given = {"id": "a", "kind": "text", "title": "Part a", "message": "Because.", **more}
    return Item(outcome=outcome, points=points, max_points=most, **given)


def pending() -> Report:
    """Free text: one criterion is decided; one waits for staff, for which the report suggests 1 of 2 points."""
    items = (
        item(Outcome.PASS, 3, 3),
        item(Outcome.UNSURE, 1, 2, id="b", title="Part b", message="It may say that the gradient is 1 + f'."),
    )
    return Report(
        exercise="6.1",
        exercise_version="1",
        status="needs_review",
        score=0.8,
        points=4.0,
        max_points=5.0,
        items=items,
    )


def decided(report: Report) -> float:
    """The points that stand: what waits for a person has none yet."""
    waiting = sum(item.points for item in report.items if item.outcome is Outcome.UNSURE)
    assert report.points is not None
    return report.points - waiting


def fault() -> Report:
    return Report(exercise="6.7", exercise_version="1", status="grader_error", score=None, points=None, max_points=10.0)


def hidden() -> Report:
    """A check that students may know the outcome of, and nothing else."""
    secret = {"cases": [{"topic": "SECRET topic", "right": False, "error": 1.0, "tolerance": 1e-7}]}
    items = (
        item(Outcome.FAIL, 0, 5, visibility="hidden", title="Held back", message="SECRET numbers", detail=secret),
        item(Outcome.PASS, 5, 5, id="b", title="Open"),
    )
    return replace(pending(), status="graded", score=0.5, points=5.0, max_points=10.0, items=items)


def hostile() -> Report:
    """Whatever a student can put into a report, everywhere at once."""
    said = item(Outcome.FAIL, 0, 10, message=HOSTILE, title=f"Values {HOSTILE}", detail={"line": 3})
    named = Misconception(slug="x", title=HOSTILE, explanation=HOSTILE, hint=HOSTILE)
    return Report(
        exercise="6.7",
        exercise_version="1",
        status="graded",
        score=0.0,
        points=0.0,
        max_points=10.0,
        items=(said,),
        misconceptions=(named,),
        notes=(HOSTILE,),
        stdout=HOSTILE,
    )


def many(count: int) -> Graded:
    """A report with as many failures as one likes, each with a long message."""
    items = tuple(
        item(Outcome.FAIL, 0, 1, id=f"c{n}", title=f"Check {n}", message="long " * 400, detail={"line": n + 1})
        for n in range(count)
    )
    report = replace(hostile(), items=items, max_points=float(count), notes=(), misconceptions=(), stdout="")
    return Graded("many.py", report)


REPORTS = {
    "right": lambda: corpus("pub_c1_vector.py"),
    "named mistake": lambda: corpus("pub_w4_bessel.py"),
    "changes its input": lambda: corpus("pub_w5_overwrites.py"),
    "syntax error": lambda: real("import numpy as np\n\nclass LayerNorm\n"),
    "exception": lambda: real("import numpy as np\n\n\nraise ValueError('::error::forged')\n"),
    "not there": lambda: real("x = 1\n"),
    "pending": pending,
    "hidden": hidden,
    "hostile": hostile,
    "fault": fault,
}


def graded(name: str) -> Graded:
    path = f"week 1/{HOSTILE[:40]}.py" if name == "hostile" else "layer, norm.py"
    return Graded(path, REPORTS[name]())

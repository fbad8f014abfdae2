"""`grader exercise check`: an exercise is tested like code."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from rich.console import Console

from grader.catalog.folder import Exercise, load_catalog
from grader.catalog.plan import make_plan
from grader.catalog.rubric_folder import RubricExercise
from grader.errors import InvalidSpec, InvalidSubmission
from grader.grading import report_on
from grader.intake import decode_source
from grader.model import Observation, Program, Report
from grader.rubric import engine, lessons, measure, unit_tests
from grader.rubric.prepared import prepare
from grader.sandbox import trusted

SEEDS = (0, 1, 2**62 + 7)  # of the fresh cases: a verdict must not depend on luck


@dataclass(frozen=True, slots=True)
class Expectation:
    """One file of the exercise and the verdict that it must get."""

    name: str
    source: bytes
    lowest: float
    highest: float
    misconception: str = ""
    needs_note: bool = False
    twins: tuple[str, ...] = ()  # may be named before it: no test can tell them apart


def expectations(exercise: Exercise) -> Iterator[Expectation]:
    """What must hold: the starter earns nothing, each variant is caught and named, each sample as it says."""
    yield Expectation("starter.py", exercise.starter.encode(), 0.0, 0.0)
    for variant in exercise.wrong:
        slug = variant.misconception.slug
        yield Expectation(
            f"wrong/{slug}.py", variant.source.encode(), 0.0, variant.spec.ceiling, slug, twins=variant.spec.twins
        )
    for sample in exercise.samples:
        spec = sample.spec
        noted = spec.verdict == "noted"
        yield Expectation(
            f"samples/{spec.file}", sample.source, spec.min_score, spec.max_score, spec.misconception, noted
        )


def grade_trusted(exercise: Exercise, source: bytes, seed: int) -> Report:
    """Grade OUR OWN code without a sandbox; raises InvalidSubmission like the door does."""
    plan = make_plan(exercise.spec, seed, exercise.supplied)
    return report_on(exercise, plan, observe_source(decode_source(source), plan.program))


def observe_source(source: str, program: Program) -> Observation:
    """Like `trusted.observe`, for text that may not compile."""
    with contextlib.redirect_stdout(io.StringIO()):  # samples may print
        try:
            code = compile(source, "submission.py", "exec", dont_inherit=True)
        except SyntaxError:
            return trusted.observe(source, program)
        return trusted.observe(code, program)


def violations(exercise: Exercise, expected: Expectation) -> Iterator[str]:
    """Why a file did not get its verdict; nothing if it did."""
    for seed in SEEDS:
        try:
            report = grade_trusted(exercise, expected.source, seed)
        except InvalidSubmission as refused:
            if expected.highest > 0:
                yield f"refused: {refused}"
            continue
        score = report.score if report.score is not None else -1.0
        if not expected.lowest <= score <= expected.highest:
            yield f"seed {seed}: score {score} is not within {expected.lowest} .. {expected.highest}"
        named = [found.slug for found in report.misconceptions]
        unlike = [slug for slug in named if slug not in expected.twins]
        if expected.misconception and expected.misconception not in unlike[:1]:
            yield f"seed {seed}: named {named or 'nothing'} instead of {expected.misconception}"
        if expected.needs_note and not report.notes:
            yield f"seed {seed}: no note"


def check(folder: Path) -> int:
    """Print what does not hold; exit code 0 if everything does, 1 if not, 2 if the folder cannot be loaded."""
    console = Console()
    try:
        catalog = load_catalog(folder)
    except InvalidSpec as error:
        console.print(str(error), style="red", markup=False)
        return 2
    failed = 0
    for exercise in catalog.code.values():
        cases = list(expectations(exercise))
        wrong = [(case.name, problem) for case in cases for problem in violations(exercise, case)]
        failed += len(wrong)
        kept = len(cases) - len({name for name, _ in wrong})
        console.print(f"{exercise.id} {exercise.title}: {kept} of {len(cases)} files get their verdict", markup=False)
        for name, problem in wrong:
            console.print(f"  {name}: {problem}", style="red", markup=False)
    failed += sum(check_rubric(exercise, console) for exercise in catalog.rubrics.values())
    return 1 if failed else 0


def check_rubric(exercise: RubricExercise, console: Console) -> int:
    """Print each criterion's precision and recall on its own examples, and what does not hold; the number of those."""
    tested = unit_tests.run(prepare(exercise.spec), exercise.examples)
    count = sum(len(each.examples) for each in tested)
    decided = sum(each.decided for each in tested)
    console.print(
        f"{exercise.id} {exercise.title}: {count} examples, {decided} decided, the rest suggested", markup=False
    )
    problems = 0
    for each in tested:
        console.print(
            f"  {each.item:<20} precision {each.precision:.2f}  recall {each.recall:.2f}"
            f"  {each.decided:>2} of {len(each.examples):>2} decided",
            markup=False,
            highlight=False,
        )
        for problem in each.violations():
            problems += 1
            console.print(f"    {problem}", style="red", markup=False)
    if exercise.graded:
        show_graded(exercise, console)
    return problems


def show_graded(exercise: RubricExercise, console: Console) -> None:
    """Print how the engine does on each graded answer when it has not learnt from it."""
    ready = prepare(exercise.spec, exercise.labels)
    tried = lessons.try_out(ready.spec, ready.labels, partial(engine.read_part, ready))
    console.print("  graded answers, each judged without itself:", markup=False)
    for part in exercise.spec.parts:
        whole = [each for each in tried if each.part is part and len(each.label.gold) == len(part.criteria)]
        if not whole:
            continue
        totals = [
            measure.Total(
                kind=each.label.kind,
                typed=False,
                gold=sum(each.label.gold[c.id] * c.points for c in part.criteria) / part.points,
                suggested=sum(each.proposals[c.id].fraction * c.points for c in part.criteria) / part.points,
            )
            for each in whole
        ]
        auc = [
            measure.ranked(
                [each.label.gold[c.id] == 1.0 for each in whole], [each.chances[c.id].full for each in whole]
            )
            for c in part.criteria
        ]
        console.print(
            f"  {part.id:<20} {len(whole)} answers, {measure.agreement(totals).close:.0%} suggested within a quarter,"
            f" AUC {', '.join(f'{value:.2f}' for value in auc)}",
            markup=False,
            highlight=False,
        )
    judged = [graded for each in tried for graded in each.graded(exercise.id)]
    if not judged:
        console.print("  too few to learn from", markup=False)
        return
    decided, wrong = lessons.crossed(judged)
    console.print(
        f"  rules and graded answers together decide {decided} of {len(judged)} criteria, {wrong} of them wrongly"
        f" (bound {measure.upper_bound(wrong, decided):.1%}), by thresholds from the other labels",
        markup=False,
        highlight=False,
    )

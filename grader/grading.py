"""The flow of one submission, top to bottom: plan, run, compare, name, score, say."""

from __future__ import annotations

import asyncio
import hashlib
import platform
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from typing import Any, Protocol

import numpy as np

from grader import feedback, ipynb, scoring
from grader.catalog.folder import AnyExercise, Catalog, Exercise
from grader.catalog.plan import Plan, make_plan
from grader.catalog.rubric_folder import RubricExercise
from grader.catalog.seal import seal
from grader.checks.evidence import line_number
from grader.checks.verdict import Verdict, examine, skipped
from grader.errors import InvalidSubmission, SandboxFault
from grader.intake import ANSWER_SUFFIXES, MAX_SOURCE_BYTES, decode_answers
from grader.model import Ending, Finding, Item, Observation, Outcome, Report, Submission
from grader.rubric import answers, engine, reporting
from grader.rubric.decision import DEFAULT_THRESHOLDS, Decision, Layer, Thresholds
from grader.rubric.encoder import Encoder
from grader.rubric.prepared import Prepared, prepare
from grader.sandbox import trusted
from grader.sandbox.base import Sandbox

# An ending that leaves no doubt that the code itself never got to run: there is nothing to grade.
NOTHING_RAN = (Ending.SYNTAX_ERROR, Ending.EXCEPTION)


class SecondOpinion(Protocol):
    """Whoever is asked about criteria that the rubric leaves open: `grader.llm`."""

    @property
    def provenance(self) -> Mapping[str, str]:
        """What its opinions depend on."""

    async def on(
        self,
        exercise: RubricExercise,
        answers: Mapping[str, str],
        decisions: Sequence[Decision],
        thresholds: Thresholds,
    ) -> tuple[Decision, ...]:
        """The decisions, some of the open ones settled or with another suggestion. Bounded in time; never raises."""


@dataclass(frozen=True, slots=True)
class Grader:
    """Grades submissions of the catalog's exercises: code in the sandbox, answers by their rubric."""

    catalog: Catalog
    sandbox: Sandbox
    thresholds: Thresholds = DEFAULT_THRESHOLDS
    encoder: Encoder | None = None  # an embedding model, for suggestions on prose
    second: SecondOpinion | None = None  # an outside language model, if the operator has set one up
    _judging: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "judging"))
    _rubrics: dict[str, Prepared] = field(default_factory=dict)  # by version, each made ready once

    async def grade(self, submission: Submission) -> Report:
        """The report on one submission.

        Raises UnknownExercise, and SandboxFault when the sandbox itself failed: then there is no score.
        """
        exercise = self.catalog.get(submission.exercise)
        started = time.perf_counter()
        if isinstance(exercise, RubricExercise):
            return await self._grade_answers(exercise, submission, started)
        plan = make_plan(exercise.spec, submission.seed, exercise.supplied)
        planned = time.perf_counter()
        sealed = seal(plan.program)
        observation = sealed.opened(await self.sandbox.run(submission.source, sealed.program, exercise.limits))
        if observation.ending is Ending.SANDBOX_FAULT:
            raise SandboxFault(observation.message)
        if submission.filename.lower().endswith(ipynb.SUFFIX):
            observation = ipynb.placed(observation, submission.source)
        seen = time.perf_counter()
        report = await asyncio.get_running_loop().run_in_executor(self._judging, report_on, exercise, plan, observation)
        judged = time.perf_counter()
        timings = {"plan": planned - started, "run": seen - planned, "judge": judged - seen, "total": judged - started}
        provenance = {**report.provenance, **provenance_of(submission, exercise)}
        rounded = {name: round(seconds * 1000, 2) for name, seconds in timings.items()}
        return replace(report, provenance=provenance, timings_ms=rounded)

    def warm(self) -> None:
        """Have what is remembered between submissions made in the background.

        That is what wrong variants do on public cases, and what graded answers teach. Without it the first wrong answer
        to an exercise waits for the one up to half a second, the first answer to a rubric for the other about a second.
        """
        for exercise in self.catalog.code.values():
            self._judging.submit(rehearse, exercise)
        for rubric in self.catalog.rubrics.values():
            self._judging.submit(self._ready, rubric)

    async def _grade_answers(self, exercise: RubricExercise, submission: Submission, started: float) -> Report:
        """The report on answers: nothing runs, so no cell is needed."""
        judge = partial(self._judged, exercise, submission)
        try:
            given, decisions = await asyncio.get_running_loop().run_in_executor(self._judging, judge)
        except InvalidSubmission as error:
            report = reporting.refused(exercise, str(error))
        else:
            if self.second is not None:
                decisions = await self.second.on(exercise, given, decisions, self.thresholds)
            report = reporting.report_on(exercise, decisions)
            if self.second is not None and any(each.proposal.layer is Layer.JUDGE for each in decisions):
                report = replace(report, provenance={**report.provenance, "judge": dict(self.second.provenance)})
        spent = round((time.perf_counter() - started) * 1000, 2)
        provenance = {**report.provenance, **provenance_of(submission, exercise)}
        return replace(report, provenance=provenance, timings_ms={"judge": spent, "total": spent})

    def _judged(self, exercise: RubricExercise, submission: Submission) -> tuple[dict[str, str], tuple[Decision, ...]]:
        given = answers.from_json(submission.source, exercise.parts)
        return given, engine.judge(self._ready(exercise), given, self.thresholds)

    def _ready(self, exercise: RubricExercise) -> Prepared:
        if exercise.version not in self._rubrics:
            ready = prepare(exercise.spec, exercise.labels, encoder=self.encoder)
            engine.learnt(ready)
            self._rubrics[exercise.version] = ready
        return self._rubrics[exercise.version]


def rehearse(exercise: Exercise) -> None:
    """Judge a wrong answer that we wrote ourselves, as if it had been handed in."""
    plan = make_plan(exercise.spec, 0, exercise.supplied)
    for variant in exercise.wrong[:1]:
        report_on(exercise, plan, trusted.observe(variant.code, plan.program))


def report_on_answers(
    exercise: RubricExercise, prepared: Prepared, source: str, thresholds: Thresholds = DEFAULT_THRESHOLDS
) -> Report:
    """Everything that follows from the answers, which arrive as JSON text."""
    try:
        given = answers.from_json(source, exercise.parts)
    except InvalidSubmission as error:
        return reporting.refused(exercise, str(error))
    return reporting.report_on(exercise, engine.judge(prepared, given, thresholds))


def report_on(exercise: Exercise, plan: Plan, observation: Observation) -> Report:
    """Everything that follows from what was observed. The same inputs give the same report."""
    observation = out_of_memory(observation)
    with np.errstate(all="ignore"):  # a submission may return any number; what overflows here is a finding
        verdict = examine(plan, observation, exercise.wrong, trusted.observe)
    if observation.ending is not Ending.OK:
        return stopped_report(exercise, observation, verdict)
    findings = verdict.findings
    points, score = scoring.total(exercise.spec.checks, findings)
    gradable = verdict.evidence.target in ("class", "function")
    return Report(
        exercise=exercise.id,
        exercise_version=exercise.version,
        status="graded" if gradable else "not_gradable",
        score=score,
        points=points,
        max_points=exercise.spec.points,
        items=items(exercise, findings, verdict.evidence.line),
        misconceptions=tuple(variant.misconception for variant in verdict.variants[:2]),
        notes=tuple(feedback.notes(verdict.evidence, verdict.judged, findings)),
        stdout=observation.stdout,
        provenance={"reading": list(verdict.judged.combination.names), "usage": dict(observation.usage)},
    )


def out_of_memory(observation: Observation) -> Observation:
    """A MemoryError that student code ran into is the memory limit, wherever it was caught."""
    for frame in observation.frames:
        error = frame.head.get("error")
        if observation.ending is Ending.OK and isinstance(error, Mapping) and error.get("type") == "MemoryError":
            return replace(observation, ending=Ending.MEMORY_LIMIT, message="", line=line_number(error.get("line")))
    return observation


def stopped_report(exercise: Exercise, observation: Observation, verdict: Verdict) -> Report:
    """A run that did not come to its end earns nothing: what finished before may be luck or a trap."""
    limits = asdict(exercise.limits)
    sentence = feedback.stopped_sentence(observation, limits)
    findings: dict[str, Finding] = {c.kind: skipped(c.kind, "stopped") for c in exercise.spec.checks}
    return Report(
        exercise=exercise.id,
        exercise_version=exercise.version,
        status="not_gradable" if observation.ending in NOTHING_RAN else "graded",
        score=0.0,
        points=0.0,
        max_points=exercise.spec.points,
        items=items(exercise, findings),
        misconceptions=tuple(v.misconception for v in verdict.variants[:1] if v.spec.symptom),
        stopped={"reason": observation.ending.value, "message": sentence, "line": observation.line},
        stdout=observation.stdout,
        provenance={"usage": dict(observation.usage)},
    )


def refused_report(exercise: AnyExercise, reason: str) -> Report:
    """A file that cannot even be handed over: empty, too large, not text."""
    if isinstance(exercise, RubricExercise):
        return reporting.refused(exercise, reason)
    findings: dict[str, Finding] = {c.kind: skipped(c.kind, "stopped") for c in exercise.spec.checks}
    return Report(
        exercise=exercise.id,
        exercise_version=exercise.version,
        status="not_gradable",
        score=0.0,
        points=0.0,
        max_points=exercise.spec.points,
        items=items(exercise, findings),
        stopped={"reason": "refused", "message": reason, "line": None},
    )


def fault_report(exercise: AnyExercise | None, submission: Submission) -> Report:
    """Our own fault, in the student's words: no score, and not their doing."""
    return Report(
        exercise=submission.exercise,
        exercise_version=exercise.version if exercise else "",
        status="grader_error",
        score=None,
        points=None,
        max_points=exercise.spec.points if exercise else 0.0,
        notes=("The grader failed, not your code. Nothing was scored; course staff have been told.",),
        provenance=provenance_of(submission, exercise),
    )


def items(exercise: Exercise, findings: Mapping[str, Finding], line: int | None = None) -> tuple[Item, ...]:
    """One line a check. `line` is where in the student's file the method begins that was called."""
    return tuple(
        Item(
            id=check.kind,
            kind=check.kind,
            title=check.title,
            outcome=findings[check.kind].outcome,
            points=scoring.points_for(check, findings[check.kind]),
            max_points=check.points,
            message=feedback.sentence(findings[check.kind]),
            detail=detail(findings[check.kind], line),
        )
        for check in exercise.spec.checks
    )


def detail(finding: Finding, line: int | None) -> dict[str, Any]:
    """The figures of a finding that the report carries; hidden cases have none."""
    shown = {k: v for k, v in finding.facts.items() if k in ("error", "tolerance", "wrong", "total", "names")}
    if "error" in shown and finding.outcome is not Outcome.PASS:
        shown.pop("error")  # it may come from a hidden case; public cases say theirs in the message
    if shown.get("error") and shown.get("tolerance"):
        shown["margin"] = round(float(np.log10(shown["tolerance"] / shown["error"])), 1)  # decimal places to spare
    if plot := finding.facts.get("plot"):
        shown["cases"] = plot
    if finding.outcome in (Outcome.FAIL, Outcome.PARTIAL) and (at := line_of(finding, line)):
        shown["line"] = at
    return shown


def line_of(finding: Finding, line: int | None) -> int | None:
    """Where in the student's file a finding belongs: where its error was raised, else where the method begins."""
    raised = (cause["error"].get("line") for cause in finding.facts.get("causes", ()) if "error" in cause)
    return next((at for at in map(line_number, raised) if at), line)


def suffixes(exercise: AnyExercise) -> tuple[str, ...]:
    """How the names of files end that can be handed in for it."""
    return ANSWER_SUFFIXES if isinstance(exercise, RubricExercise) else (".py", ipynb.SUFFIX)


def decoded(exercise: AnyExercise, filename: str, data: bytes, max_source_bytes: int = MAX_SOURCE_BYTES) -> str:
    """A file that was handed in, as the text that its submission keeps. Raises InvalidSubmission."""
    if isinstance(exercise, RubricExercise):
        return decode_answers(data, filename, exercise.parts, max_source_bytes)
    return ipynb.decode_file(filename, data, max_source_bytes=max_source_bytes)


def provenance_of(submission: Submission, exercise: AnyExercise | None) -> dict[str, Any]:
    """Enough to repeat the run."""
    return {
        "submission": submission.id,
        "source_sha256": hashlib.sha256(submission.source.encode("utf-8", "surrogatepass")).hexdigest(),
        "seed": submission.seed,
        "exercise_version": exercise.version if exercise else "",
        "numpy": np.__version__,
        "python": platform.python_version(),
    }

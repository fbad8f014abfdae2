"""The flow of one check, top to bottom: what to grade, grade it, say so. Every step may be repeated after a crash."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeAlias

import structlog

from grader.catalog.folder import AnyExercise, Catalog
from grader.ci.config import MAX_BYTES, NAME, Config, InvalidConfig, Work, parse
from grader.errors import InvalidSubmission
from grader.formats.answers import located
from grader.formats.escaping import fenced
from grader.formats.github import check_outputs, conclusion
from grader.formats.graded import Graded
from grader.github.client import GitHub, Place
from grader.github.repository import CHECK_NAME, REGULAR, Entry, Repository, TooManyFiles
from grader.grading import decoded, refused_report
from grader.ipynb import MAX_NOTEBOOK_BYTES, SUFFIX
from grader.model import Report
from grader.store.github import HEAD, Check, GitHubLedger

log = structlog.get_logger("grader.github")

# Grades one text as a submission like any other: (repository id, exercise, source, filename, key) -> report.
# The same key is the same submission, however often it is handed in.
Grade: TypeAlias = Callable[[int, AnyExercise, str, str, str], Awaitable[Report]]
Files: TypeAlias = Mapping[str, Entry]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the check run will say when it is completed."""

    conclusion: str
    outputs: Sequence[Mapping[str, Any]]  # `output` of successive requests; annotations add up


@dataclass(frozen=True, slots=True, kw_only=True)
class Checker:
    """Does checks. Raises Later and Denied of client.py, and whatever `grade` raises."""

    github: GitHub
    ledger: GitHubLedger
    catalog: Catalog
    grade: Grade
    source_bytes: int

    async def run(self, check: Check) -> None:
        """Do one check from whatever state it is in."""
        place = Place(check.installation, check.repository_id, check.repository)
        repository = Repository(self.github, place)
        default = await repository.branch(check.default_branch)
        try:
            rules = await repository.files(default) if default else None
        except TooManyFiles:
            rules = None
        if default is None or rules is None or NAME not in rules:
            log.info("github.no_rules", repository=check.repository, commit=check.head_sha)
            return  # not a repository of the course
        run = await self._begin(repository, check)
        try:
            verdict = await self._verdict(repository, check, default, rules)
        except TooManyFiles:
            verdict = refusal("Too many files", "GitHub lists only a part of the files of this commit. Remove some.")
        except InvalidConfig as error:
            # The rules are the default branch's, so this is for whoever looks after the repository.
            verdict = refusal(f"{NAME} cannot be used", fenced(str(error)))
        await self._end(repository, check, run, verdict)

    async def give_up(self, check: Check) -> None:
        """Complete a run that has been begun: without a verdict, and so that it can be asked for again."""
        repository = Repository(self.github, Place(check.installation, check.repository_id, check.repository))
        run = check.check_run or await repository.check_run(check.head_sha, check.id)
        if run is not None:
            summary = "The grader failed, not your code. Run the check again; staff find the reason in the log."
            output = {"title": "Not graded", "summary": summary}
            end = {"status": "completed", "conclusion": "cancelled", "completed_at": now()}
            await repository.update(run, {**end, "output": output})

    async def _begin(self, repository: Repository, check: Check) -> int:
        """The check run, made unless an earlier try has made it."""
        run = check.check_run
        if run is None and check.attempt > 1:
            run = await repository.check_run(check.head_sha, check.id)
        if run is None:
            body = {"name": CHECK_NAME, "head_sha": check.head_sha, "external_id": check.id}
            run = await repository.create({**body, "status": "in_progress", "started_at": now()})
        if run != check.check_run:
            await self.ledger.made(check, run)
        return run

    async def _verdict(self, repository: Repository, check: Check, default: str, rules: Files) -> Verdict:
        config = await self._config(repository, rules)
        files = rules if check.head_sha == default else await repository.files(check.head_sha)
        if files is None:
            return refusal("No such commit", "The commit is not in this repository any more.")
        before = await self._before(repository, check, default, rules)
        wanted = [work for work in config.work if before is None or _sha(files, work.path) != _sha(before, work.path)]
        graded = await self._graded(repository, check, files, wanted)
        verdict = conclusion(graded, 1.0 if config.fail_under is None else config.fail_under)
        return Verdict(verdict, check_outputs(graded))

    async def _config(self, repository: Repository, rules: Files) -> Config:
        entry = rules[NAME]
        if entry.mode not in REGULAR or entry.size > MAX_BYTES:
            raise InvalidConfig(NAME, [f"it is not a regular file of at most {MAX_BYTES:,} bytes"])
        config = parse(await repository.blob(entry.sha))
        unknown = {work.exercise for work in config.work} - set(self.catalog.exercises)
        if unknown:
            raise InvalidConfig(NAME, [f"files: there is no exercise {exercise}" for exercise in sorted(unknown)])
        return config

    async def _before(self, repository: Repository, check: Check, default: str, rules: Files) -> Files | None:
        """The files that what is graded must differ from; None: everything is graded, as on the default branch."""
        if not check.against or check.head_sha == default:
            return None
        base = await repository.merge_base(default if check.against == HEAD else check.against, check.head_sha)
        if base is None:
            return None
        return rules if base == default else await repository.files(base)

    async def _graded(self, repository: Repository, check: Check, files: Files, wanted: Sequence[Work]) -> list[Graded]:
        """The reports, in the order of the rules; a file that is for several exercises is fetched once."""
        paths = dict.fromkeys(work.path for work in wanted)
        found = {path: await self._fetched(repository, files.get(path), path) for path in paths}
        pending = [asyncio.create_task(self._report(check, files, work, found[work.path])) for work in wanted]
        try:
            return [Graded(work.path, await report) for work, report in zip(wanted, pending, strict=True)]
        finally:
            for report in pending:
                report.cancel()
            await asyncio.gather(*pending, return_exceptions=True)

    async def _fetched(self, repository: Repository, entry: Entry | None, path: str) -> bytes | InvalidSubmission:
        """A file's content, or why it cannot be taken. What is too large is never fetched."""
        if entry is None:
            return InvalidSubmission(f"{path} is not in the repository.")
        most = MAX_NOTEBOOK_BYTES if path.lower().endswith(SUFFIX) else self.source_bytes
        if entry.mode not in REGULAR:
            return InvalidSubmission("This is a link or a submodule, not a file. Commit the file itself.")
        if entry.size > most:
            return InvalidSubmission(f"The file has {entry.size:,} bytes; at most {most:,} are taken.")
        return await repository.blob(entry.sha)

    async def _report(self, check: Check, files: Files, work: Work, found: bytes | InvalidSubmission) -> Report:
        exercise = self.catalog.get(work.exercise)
        filename = work.path.rpartition("/")[2]
        try:
            if isinstance(found, InvalidSubmission):
                raise found
            source = decoded(exercise, filename, found, self.source_bytes)
        except InvalidSubmission as error:
            return refused_report(exercise, str(error))
        key = f"github:{check.id}:{files[work.path].sha}:{work.exercise}"
        report = await self.grade(check.repository_id, exercise, source, filename, key)
        return located(report, found.decode("utf-8", "replace")) if filename.endswith(".md") else report

    async def _end(self, repository: Repository, check: Check, run: int, verdict: Verdict) -> None:
        """Bring the outputs there, each once, and complete the run with the last."""
        there = await repository.annotations(run) if check.attempt > 1 else 0
        outputs = list(without_first(verdict.outputs, there))
        for output in outputs[:-1]:
            await repository.update(run, {"status": "in_progress", "output": output})
        end = {"status": "completed", "conclusion": verdict.conclusion, "completed_at": now()}
        await repository.update(run, {**end, "output": outputs[-1]})
        log.info("github.checked", repository=check.repository, commit=check.head_sha, conclusion=verdict.conclusion)


def refusal(title: str, summary: str) -> Verdict:
    """Nothing can be graded until somebody mends something."""
    return Verdict("action_required", [{"title": title, "summary": summary}])


def without_first(outputs: Sequence[Mapping[str, Any]], there: int) -> Sequence[Mapping[str, Any]]:
    """The outputs without the `there` first annotations; at least one."""
    left = []
    for output in outputs:
        annotations = output.get("annotations", [])
        kept, there = annotations[there:], max(0, there - len(annotations))
        if kept:
            left.append({**output, "annotations": kept})
    return left or [{name: value for name, value in outputs[-1].items() if name != "annotations"}]


def _sha(files: Files, path: str) -> str | None:
    return files[path].sha if path in files else None


def now() -> str:
    """As GitHub writes times."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

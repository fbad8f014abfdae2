"""Takes claims from the queue, has them graded, and writes each report once.

Three ways an attempt can end: with a report; with a fault of ours (a SandboxFault, an unexpected exception, no answer
in time), which is tried again and in the end becomes a report with status grader_error and no score; or not at all
(this process dies), and then the lease ends and somebody else takes it. A frozen worker that comes back late finds its
attempt number outdated, and its result is thrown away. While walls of the sandbox are missing nothing is graded and
nothing is lost: what was claimed waits here, the rest waits in the queue.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Protocol, TypeAlias

import structlog

from grader.errors import MissingWalls, SandboxFault
from grader.model import Report, Submission
from grader.queue.base import Claim, Queue
from grader.queue.changes import Changes
from grader.store.reviews import NewDecision

log = structlog.get_logger("grader.worker")


class Grades(Protocol):
    """What the worker needs of `grading.Grader`."""

    async def grade(self, submission: Submission) -> Report:
        """The report; raises SandboxFault for a fault of ours."""


class Results(Protocol):
    """What the worker needs of the store."""

    async def finish(
        self, submission_id: str, attempt: int, report: str, decisions: Sequence[NewDecision] = ()
    ) -> bool:
        """Write the report and what it decided; False if another attempt has taken over."""


Settled: TypeAlias = tuple[Mapping[str, Any], Sequence[NewDecision]]


async def as_it_is(_submission: Submission, report: Mapping[str, Any]) -> Settled:
    """A report that holds no decisions for a person to look at."""
    return report, ()


class Worker:
    """`loops` submissions at once. Run `run` as a task; `stop` ends it."""

    def __init__(
        self,
        *,
        queue: Queue,
        results: Results,
        grader: Grades,
        fault_report: Callable[[Submission], Report],
        to_json: Callable[[Report], Mapping[str, Any]],
        settle: Callable[[Submission, Mapping[str, Any]], Awaitable[Settled]] = as_it_is,
        changes: Changes,
        loops: int,
        attempts: int = 3,
        grading_s: float = 120.0,
        lease_s: float = 60.0,
        refused_s: float = 5.0,
    ) -> None:
        self._queue = queue
        self._results = results
        self._grader = grader
        self._fault_report = fault_report
        self._to_json = to_json
        self._settle = settle
        self._changes = changes
        self._loops = loops
        self._attempts = attempts
        self._grading_s = grading_s
        self._lease_s = lease_s
        self._refused_s = refused_s  # between two tries while walls are missing
        self._stopping = asyncio.Event()
        self._held: set[Claim] = set()
        self._running: asyncio.Task[None] | None = None

    @property
    def alive(self) -> bool:
        """Whether submissions are being taken."""
        return self._running is not None and not self._running.done()

    def start(self) -> None:
        """Begin to take claims."""
        self._running = asyncio.create_task(self._run(), name="worker")

    async def stop(self, grace_s: float) -> None:
        """Claim no more; finish what runs within `grace_s` seconds, and give the rest back."""
        self._queue.close()
        self._stopping.set()
        if self._running is None:
            return
        done, _ = await asyncio.wait([self._running], timeout=grace_s)
        if not done:
            self._running.cancel()
            await asyncio.wait([self._running])
        if self._held:
            log.warning("worker.released", submissions=[claim.submission.id for claim in self._held])
            await self._queue.renew(tuple(self._held), release=True)
        if not self._running.cancelled():
            self._running.result()

    async def _run(self) -> None:
        renewing = asyncio.create_task(self._renew())
        try:
            async with asyncio.TaskGroup() as loops:
                for _ in range(self._loops):
                    loops.create_task(self._loop(loops))
        finally:
            renewing.cancel()

    async def _renew(self) -> None:
        """Keep what is being graded, however long it takes, well before its lease ends."""
        while True:
            await asyncio.sleep(self._lease_s / 3)
            try:
                await self._queue.renew(tuple(self._held))
            except Exception:
                log.exception("worker.renew_failed")  # the next turn comes before the lease ends

    async def _loop(self, tasks: asyncio.TaskGroup) -> None:
        while True:
            try:
                claim = await self._queue.take()
            except Exception:
                log.exception("worker.take_failed")
                await asyncio.sleep(1.0)  # the database is away; do not spin until it is back
                continue
            if claim is None:
                return
            self._held.add(claim)
            self._changes.publish(claim.submission.id)
            report = await self._graded(claim)
            if report is None:
                return
            # Written while this loop already claims the next one, so that both share a flush and no cell waits.
            tasks.create_task(self._finish(claim, report))

    async def _graded(self, claim: Claim) -> Report | None:
        """The report, whatever happens; None only if the worker is stopped while nothing can be graded at all."""
        submission = claim.submission
        attempt = claim.attempt
        while attempt <= self._attempts:
            try:
                async with asyncio.timeout(self._grading_s):
                    return await self._grader.grade(submission)
            except MissingWalls as refusal:
                log.error("worker.refused", submission=submission.id, walls=refusal.walls)  # noqa: TRY400 - it says all
                if await self._stopped_within(self._refused_s):
                    return None
                continue
            except (SandboxFault, TimeoutError) as fault:
                log.warning("worker.fault", submission=submission.id, attempt=attempt, fault=repr(fault))
            except Exception:
                log.exception("worker.unexpected", submission=submission.id, attempt=attempt)
            attempt += 1
        log.error("worker.grader_error", submission=submission.id, claimed=claim.attempt)
        return self._fault_report(submission)

    async def _stopped_within(self, seconds: float) -> bool:
        try:
            async with asyncio.timeout(seconds):
                return await self._stopping.wait()
        except TimeoutError:
            return False

    async def _finish(self, claim: Claim, report: Report) -> None:
        submission_id, attempt = claim.key
        try:
            document, decisions = await self._settle(claim.submission, self._to_json(report))
            text = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
            storable = text.encode("utf-8", "replace").decode()  # half a surrogate pair in what a student printed
            written = await self._results.finish(submission_id, attempt, storable, decisions)
        except Exception:
            log.exception("worker.finish_failed", submission=submission_id, attempt=attempt)
            written = False  # its lease ends, and it is graded again
        self._held.discard(claim)
        if written:
            log.info(
                "worker.finished", submission=submission_id, attempt=attempt, status=report.status, score=report.score
            )
        else:
            log.warning("worker.result_dropped", submission=submission_id, attempt=attempt)
        self._changes.publish(submission_id)

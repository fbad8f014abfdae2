from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from grader.errors import MissingWalls, SandboxFault
from grader.formats.report_json import to_json
from grader.model import Report, Submission
from grader.queue.base import Claim
from grader.queue.changes import Changes
from grader.store.reviews import NewDecision
from grader.testing import RecordingGrader
from grader.worker import Worker

pytestmark = pytest.mark.anyio


class FakeQueue:
    """Hands out what it was given, then waits until it is closed."""

    def __init__(self, *claims: Claim) -> None:
        self.claims = deque(claims)
        self.failures: deque[Exception] = deque()
        self.closed = asyncio.Event()
        self.kept: list[Sequence[Claim]] = []
        self.released: list[Claim] = []
        self.renewed = asyncio.Event()

    def put(self, connection: Any, submission_id: str, priority: int, /) -> None:
        raise NotImplementedError

    async def take(self) -> Claim | None:
        if self.failures:
            raise self.failures.popleft()
        if self.claims and not self.closed.is_set():
            return self.claims.popleft()
        await self.closed.wait()
        return None

    async def renew(self, claims: Sequence[Claim], *, release: bool = False) -> None:
        if release:
            self.released += claims
        elif claims:
            self.kept.append(claims)
            self.renewed.set()

    async def reconcile(self) -> int:
        return 0

    def close(self) -> None:
        self.closed.set()


class FakeResults:
    """Keeps what is finished; `taken_over` ids belong to another attempt by now."""

    def __init__(self) -> None:
        self.reports: dict[str, dict[str, Any]] = {}
        self.taken_over: set[str] = set()
        self.failures: deque[Exception] = deque()

    async def finish(
        self, submission_id: str, attempt: int, report: str, decisions: Sequence[NewDecision] = ()
    ) -> bool:
        if self.failures:
            raise self.failures.popleft()
        if submission_id in self.taken_over:
            return False
        self.reports[submission_id] = json.loads(report)
        return True


def claim(name: str, attempt: int = 1) -> Claim:
    return Claim(Submission(id=name, exercise="6.7", source="x = 1\n"), attempt)


def no_score(submission: Submission) -> Report:
    return Report(
        exercise=submission.exercise, exercise_version="", status="grader_error", score=None, points=None, max_points=10
    )


class Bench:
    """A worker among doubles."""

    def __init__(self, *claims: Claim, grader: Any = None, **options: Any) -> None:
        self.queue = FakeQueue(*claims)
        self.results = FakeResults()
        self.grader = grader or RecordingGrader()
        self.changes = Changes()
        made: dict[str, Any] = {"loops": 2, **options}
        to = made.pop("to_json", to_json)
        self.worker = Worker(
            queue=self.queue,
            results=self.results,
            grader=self.grader,
            fault_report=no_score,
            to_json=to,
            changes=self.changes,
            **made,
        )

    async def until(self, true: Callable[[], bool], *names: str) -> None:
        """Run until `true`, looking again at every change of the submissions named."""
        watches = [self.changes.watch(name) for name in names]
        opened = [watch.__enter__() for watch in watches]
        self.worker.start()
        while not true():
            waits = [asyncio.create_task(watch.next(10)) for watch in opened]
            _, rest = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            for wait in rest:
                wait.cancel()
        await self.worker.stop(10)


async def test_everything_claimed_is_graded_and_written_once() -> None:
    bench = Bench(*(claim(name) for name in "abcde"))

    await bench.until(lambda: len(bench.results.reports) == 5, *"abcde")

    assert sorted(work.id for work in bench.grader.graded) == list("abcde")
    assert {report["score"] for report in bench.results.reports.values()} == {1.0}
    assert bench.queue.released == []  # what is finished is no longer held


async def test_a_fault_of_ours_is_tried_again_and_costs_nothing() -> None:
    bench = Bench(claim("a"), grader=RecordingGrader(faults=[SandboxFault("lost"), SandboxFault("lost")]))

    await bench.until(lambda: "a" in bench.results.reports, "a")

    assert bench.results.reports["a"]["score"] == 1.0
    assert bench.grader.started.qsize() == 3


@pytest.mark.parametrize("fault", [SandboxFault("lost"), ZeroDivisionError("a bug of ours"), TimeoutError()])
async def test_after_the_third_fault_it_is_a_grader_error_and_never_a_score(fault: Exception) -> None:
    bench = Bench(claim("a"), grader=RecordingGrader(faults=[fault] * 9))

    await bench.until(lambda: "a" in bench.results.reports, "a")

    assert bench.results.reports["a"]["status"] == "grader_error"
    assert bench.results.reports["a"]["score"] is None
    assert bench.grader.started.qsize() == 3


async def test_a_submission_that_killed_the_process_three_times_is_not_run_again() -> None:
    bench = Bench(claim("a", attempt=4))

    await bench.until(lambda: "a" in bench.results.reports, "a")

    assert bench.results.reports["a"]["status"] == "grader_error"
    assert bench.grader.started.empty()


async def test_grading_that_never_ends_is_a_fault() -> None:
    grader = RecordingGrader()
    grader.gate.clear()
    bench = Bench(claim("a"), grader=grader, grading_s=0.01)

    await bench.until(lambda: "a" in bench.results.reports, "a")

    assert bench.results.reports["a"]["status"] == "grader_error"


async def test_while_walls_are_missing_nothing_is_scored_and_nothing_is_lost() -> None:
    missing = [MissingWalls(["seccomp"])] * 5
    bench = Bench(claim("a"), grader=RecordingGrader(faults=[*missing]), refused_s=0.0)

    await bench.until(lambda: "a" in bench.results.reports, "a")

    assert bench.results.reports["a"]["score"] == 1.0


async def test_stopped_while_walls_are_missing_the_claim_is_given_back() -> None:
    bench = Bench(claim("a"), grader=RecordingGrader(faults=[MissingWalls(["seccomp"])] * 5), refused_s=3600)
    bench.worker.start()
    await bench.grader.started.get()

    await bench.worker.stop(10)

    assert bench.queue.released == [claim("a")]
    assert bench.results.reports == {}


async def test_a_result_that_came_too_late_is_thrown_away_and_the_worker_goes_on() -> None:
    bench = Bench(claim("late"), claim("b"))
    bench.results.taken_over.add("late")

    await bench.until(lambda: "b" in bench.results.reports, "late", "b")

    assert list(bench.results.reports) == ["b"]


async def test_a_database_that_fails_once_does_not_end_the_worker() -> None:
    bench = Bench(claim("a"), claim("b"), loops=1)
    bench.results.failures.append(OSError("disk full"))

    await bench.until(lambda: "b" in bench.results.reports, "a", "b")

    assert bench.worker.alive is False
    assert list(bench.results.reports) == ["b"]


async def test_what_cannot_be_stored_as_text_is_replaced_not_lost() -> None:
    bench = Bench(claim("a"), to_json=lambda report: {"stdout": "half \ud800 pair"})

    await bench.until(lambda: "a" in bench.results.reports, "a")

    assert bench.results.reports["a"] == {"stdout": "half ? pair"}


async def test_stopping_finishes_what_runs_and_takes_no_more() -> None:
    grader = RecordingGrader()
    grader.gate.clear()
    bench = Bench(claim("a"), claim("b"), grader=grader, loops=1)
    bench.worker.start()
    await grader.started.get()

    stopping = asyncio.create_task(bench.worker.stop(10))
    await bench.queue.closed.wait()
    grader.gate.set()
    await stopping

    assert list(bench.results.reports) == ["a"]
    assert [left.submission.id for left in bench.queue.claims] == ["b"]


async def test_what_does_not_finish_in_time_is_given_back() -> None:
    grader = RecordingGrader()
    grader.gate.clear()
    bench = Bench(claim("a"), grader=grader)
    bench.worker.start()
    await grader.started.get()

    await bench.worker.stop(0)

    assert bench.queue.released == [claim("a")]
    assert bench.results.reports == {}


async def test_what_takes_long_keeps_its_lease() -> None:
    grader = RecordingGrader()
    grader.gate.clear()
    bench = Bench(claim("a"), grader=grader, lease_s=0.03)
    bench.worker.start()

    await bench.queue.renewed.wait()
    grader.gate.set()
    await bench.worker.stop(10)

    assert bench.queue.kept[0] == (claim("a"),)


async def test_whoever_waits_hears_of_the_start_and_of_the_end() -> None:
    grader = RecordingGrader()
    grader.gate.clear()
    bench = Bench(claim("a"), grader=grader)
    with bench.changes.watch("a") as watch:
        bench.worker.start()
        assert await watch.next(10)
        grader.gate.set()
        assert await watch.next(10)
    assert bench.results.reports["a"]["score"] == 1.0
    await bench.worker.stop(10)

"""Every hostile submission stays within what is allowed to it, on every backend; honest ones notice nothing."""

from __future__ import annotations

import asyncio
import time

import pytest

from grader.catalog.folder import Catalog
from grader.errors import SandboxFault
from grader.model import Limits
from grader.sandbox.base import Sandbox
from tests.hostile.cases import CASES, PATIENCE_S, Case, hand_in, misses
from tests.hostile.conftest import MEMORY_KIB, resident_kib, right_answers, score_of_a_right_answer

pytestmark = pytest.mark.anyio
GROWTH_KIB = 100 << 10  # of this process's memory over all cases of one backend
ROWS = [pytest.param(case, id=case.name, marks=pytest.mark.gate(f"2 {case.category}")) for case in CASES.values()]


@pytest.mark.gate("1 controls")
async def test_right_answers_are_right_twenty_times_of_twenty(sandbox: Sandbox, catalog: Catalog) -> None:
    for exercise in sorted(right_answers().keys() & catalog.exercises.keys()):
        scores = await asyncio.gather(*(score_of_a_right_answer(sandbox, catalog, exercise) for _ in range(20)))
        assert scores == [1.0] * 20, exercise


@pytest.mark.parametrize("case", ROWS)
async def test_a_hostile_submission_gains_nothing_and_the_next_one_is_fine(
    sandbox: Sandbox, catalog: Catalog, case: Case, backend: str
) -> None:
    if backend in case.not_on:
        pytest.skip(f"{backend}: {case.not_on[backend]}")
    for earlier in case.after:
        await asyncio.gather(*(hand_in(CASES[earlier], sandbox, catalog) for _ in range(6)))  # in every cell
    started = time.monotonic()
    try:
        seen = await hand_in(case, sandbox, catalog)
    except SandboxFault as fault:
        if backend != "runsc":
            raise
        pytest.skip(f"gVisor lost its cells, which is a fault of ours and never a score: {fault}")
    seconds = time.monotonic() - started
    assert misses(case, seen) == []
    assert seconds <= case.limits.get("wall_s", Limits().wall_s) + PATIENCE_S
    try:
        score = await score_of_a_right_answer(sandbox, catalog)
    except SandboxFault:
        if backend != "runsc":
            raise
        score = await score_of_a_right_answer(sandbox, catalog)  # as the service does: a fault is no end, it runs again
    assert score == 1.0


@pytest.mark.gate("1 controls")
async def test_starters_are_far_below_a_pass(sandbox: Sandbox, catalog: Catalog) -> None:
    for exercise in catalog.code.values():
        starter = Case(
            name="starter",
            category="control",
            source=exercise.starter,
            title="starter",
            requirements=(),
            exercise=exercise.id,
        )
        seen = await hand_in(starter, sandbox, catalog)
        assert seen.score is not None
        assert seen.score <= 0.3


@pytest.mark.gate("4 memory")
async def test_memory_is_back_after_all_of_it(sandbox: Sandbox, backend: str) -> None:
    assert resident_kib() - MEMORY_KIB[backend] < GROWTH_KIB

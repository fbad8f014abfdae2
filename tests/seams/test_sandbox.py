"""What every sandbox backend promises. One suite; the fixture runs it on each backend that can work here."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from grader.errors import MissingWalls, SandboxFault
from grader.model import Ending, Limits, Program
from grader.sandbox.base import Sandbox
from grader.sandbox.docker import DockerSandbox
from grader.sandbox.local import LocalSandbox
from tests.seams.calling import TEST_IMAGE, WithCells

pytestmark = pytest.mark.anyio
LIMITS = Limits()
X = np.linspace(-2, 2, 24).reshape(2, 3, 4)
MODEL = """
import numpy as np
class Model:
    def __init__(self, d):
        self.W = np.arange(float(d * d)).reshape(d, d)
    def forward(self, x):
        return x @ self.W
"""


async def local() -> Sandbox:
    return LocalSandbox(2, max_uses=50)


async def docker() -> Sandbox:
    return DockerSandbox(2, image=TEST_IMAGE, max_uses=20)


async def socket() -> Sandbox:
    return WithCells(2, max_uses=20)


BACKENDS: dict[str, Callable[[], Awaitable[Sandbox]]] = {
    "local": local,
    "docker": docker,
    "socket": socket,
}


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="module", params=BACKENDS)
async def sandbox(request: pytest.FixtureRequest) -> AsyncIterator[Sandbox]:
    made = await BACKENDS[request.param]()
    try:
        await made.start()
    except MissingWalls as missing:
        await made.aclose()
        if os.environ.get("GRADER_CI"):
            raise
        pytest.skip(str(missing))
    yield made
    await made.aclose()


def program(calls: int = 3, **more: Any) -> Program:
    steps = [{"do": "build", "rig": "a", "arguments": [4]}]
    steps += [{"do": "call", "rig": "a", "id": str(i), "inputs": [0]} for i in range(calls)]
    target = {"name": "Model", "kind": "class", "method": "forward"}
    return Program({"target": target, "steps": steps, **more}, (X,))


async def test_it_returns_raw_tensors_and_judges_nothing(sandbox: Sandbox) -> None:
    seen = await sandbox.run(MODEL, program(), LIMITS)
    assert seen.ending is Ending.OK
    assert [frame.head["frame"] for frame in seen.frames] == ["loaded", "built", "called", "called", "called", "done"]
    for frame in seen.frames[2:5]:
        np.testing.assert_array_equal(frame.tensors[0], X @ np.arange(16.0).reshape(4, 4))
    assert 0 < seen.usage["wall_ms"] < 10_000
    assert seen.usage["cpu_ms"] > 0


async def test_the_same_text_computes_the_same(sandbox: Sandbox) -> None:
    source = MODEL.replace("np.arange(float(d * d)).reshape(d, d)", "np.random.randn(d, d)")
    one, other = [await sandbox.run(source, program(1), LIMITS) for _ in range(2)]
    np.testing.assert_array_equal(one.frames[2].tensors[0], other.frames[2].tensors[0])


async def test_text_that_does_not_compile(sandbox: Sandbox) -> None:
    seen = await sandbox.run("x = 1\ndef f(:\n", program(), LIMITS)
    assert (seen.ending, seen.line) == (Ending.SYNTAX_ERROR, 2)
    assert seen.message


@pytest.mark.parametrize(
    "source", ["x = '\udc80'", "\0", "x = 1\n" * 5000 + "y = (", "# -*- coding: latin-1 -*-\nx = 'é'"]
)
async def test_odd_text_is_the_students_affair(sandbox: Sandbox, source: str) -> None:
    assert (await sandbox.run(source, program(), LIMITS)).ending in (Ending.OK, Ending.SYNTAX_ERROR)


async def test_a_module_that_raises(sandbox: Sandbox) -> None:
    seen = await sandbox.run("\n\n1 / 0\n", program(), LIMITS)
    assert (seen.ending, seen.line) == (Ending.EXCEPTION, 3)
    assert "division" in seen.message


async def test_a_call_that_raises_keeps_the_others(sandbox: Sandbox) -> None:
    source = MODEL.replace("return x @ self.W", "self.n = getattr(self, 'n', 0) + 1; assert self.n != 2; return x")
    seen = await sandbox.run(source, program(), LIMITS)
    assert seen.ending is Ending.OK
    assert [f.head["status"] for f in seen.frames if f.head["frame"] == "called"] == ["ok", "exception", "ok"]


async def test_a_crash_keeps_the_calls_before_it(sandbox: Sandbox) -> None:
    source = MODEL.replace(
        "return x @ self.W",
        "self.n = getattr(self, 'n', 0) + 1\n        if self.n == 3: import os; os._exit(9)\n        return x",
    )
    seen = await sandbox.run(source, program(), LIMITS)
    assert seen.ending is Ending.CRASH
    assert "9" in seen.message
    assert len([f for f in seen.frames if f.head["frame"] == "called"]) == 2


async def test_output_is_shown_and_not_parsed(sandbox: Sandbox) -> None:
    source = 'import sys\nprint(\'{"frame": "done"}\')\nprint("\\x1b[2Jü", file=sys.stderr)\n' + MODEL
    seen = await sandbox.run(source, program(), LIMITS)
    assert seen.ending is Ending.OK
    assert len(seen.frames) == 6
    assert seen.stdout == '{"frame": "done"}\n\ufffd[2Jü\n'


async def test_limits_are_those_of_the_run(sandbox: Sandbox) -> None:
    source = "import resource as r\nprint(*(r.getrlimit(x) for x in (r.RLIMIT_NOFILE, r.RLIMIT_FSIZE, r.RLIMIT_CPU)))"
    for files in (20, 200):
        seen = await sandbox.run(source, program(0), replace(LIMITS, open_files=files, file_mib=1, cpu_s=3))
        assert seen.stdout == f"({files}, {files}) (1048576, 1048576) (3, 3)\n"


async def test_more_memory_can_be_allowed(sandbox: Sandbox) -> None:
    source = "import numpy as np\nx = np.ones(700 << 17)\nprint('fits')"
    assert (await sandbox.run(source, program(0), LIMITS)).ending is Ending.MEMORY_LIMIT
    assert (await sandbox.run(source, program(0), replace(LIMITS, memory_mib=1024))).stdout == "fits\n"
    assert (await sandbox.run(source, program(0), LIMITS)).ending is Ending.MEMORY_LIMIT


async def test_time_is_up(sandbox: Sandbox) -> None:
    seen = await sandbox.run("import time; time.sleep(60)", program(), replace(LIMITS, wall_s=0.5))
    assert seen.ending is Ending.TIME_LIMIT
    assert seen.usage["wall_ms"] < 1500


async def test_large_results_come_through(sandbox: Sandbox) -> None:
    source = MODEL.replace("return x @ self.W", "return np.full((1 << 20,), 0.5)")
    seen = await sandbox.run(source, program(4), LIMITS)
    assert seen.ending is Ending.OK
    assert [f.tensors[0].nbytes for f in seen.frames[2:6]] == [8 << 20] * 4
    over = await sandbox.run(source, program(5), LIMITS)
    assert over.ending is Ending.OUTPUT_LIMIT


async def test_large_programs_go_in(sandbox: Sandbox) -> None:
    big = np.arange(3_000_000.0)
    seen = await sandbox.run(MODEL.replace("x @ self.W", "x.sum()"), replace(program(1), tensors=(big,)), LIMITS)
    assert seen.frames[2].tensors[0] == big.sum()


async def test_many_at_once_do_not_mix(sandbox: Sandbox) -> None:
    async def one(i: int) -> None:
        seen = await sandbox.run(MODEL.replace("x @ self.W", f"np.full(3, {i}.0)"), program(2), LIMITS)
        assert seen.ending is Ending.OK, seen
        assert (seen.frames[2].tensors[0] == i).all()

    await asyncio.gather(*(one(i) for i in range(40)))


async def test_it_says_what_it_promises(sandbox: Sandbox) -> None:
    walls = sandbox.walls()
    assert len({wall.name for wall in walls}) == len(walls) >= 5
    assert all(wall.standing for wall in walls if wall.needed)
    assert all(wall.detail for wall in walls)


@pytest.mark.parametrize("backend", BACKENDS)
async def test_a_closed_sandbox_runs_nothing(backend: str, sandbox: Sandbox) -> None:
    made = await BACKENDS[backend]()
    try:
        await made.start()
    except MissingWalls as missing:
        await made.aclose()
        assert "GRADER_CI" not in os.environ
        pytest.skip(str(missing))
    await made.aclose()
    await made.aclose()
    with pytest.raises(SandboxFault):
        await made.run(MODEL, program(), LIMITS)


@pytest.mark.parametrize("backend", BACKENDS)
async def test_one_that_never_started_can_be_closed(backend: str) -> None:
    await (await BACKENDS[backend]()).aclose()

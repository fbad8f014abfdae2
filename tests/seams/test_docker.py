"""What only containers can do: be lost, be left behind, be made otherwise than asked for; and engines that fail."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import docker
import pytest
from docker.errors import DockerException

from grader.errors import MissingWalls, SandboxFault
from grader.model import Ending, Limits, Observation, Program
from grader.sandbox import profile
from grader.sandbox.cells import Cell
from grader.sandbox.docker import DockerSandbox
from grader.sandbox.engine import LABEL
from tests import engines
from tests.seams.calling import TEST_IMAGE, WithCells

pytestmark = pytest.mark.anyio
ROOT = Path(__file__).parents[2]
LIMITS = Limits()
EMPTY = Program({"target": {"name": "Model", "kind": "class"}, "steps": []}, ())
WHO = "import os; print(os.getpid())"  # of the children of a container, each has a higher one
SLEEP = "import time; time.sleep(60)"


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="module")
def engine() -> Iterator[docker.DockerClient]:
    try:
        client = engines.client()
        client.images.get(TEST_IMAGE)
    except DockerException as error:
        if os.environ.get("GRADER_CI"):
            raise
        pytest.skip(f"no Docker engine with the image {TEST_IMAGE}: {error}")
    yield client
    client.close()


@pytest.fixture
async def sandbox(engine: docker.DockerClient, tmp_path: Path) -> AsyncIterator[DockerSandbox]:
    made = DockerSandbox(1, image=TEST_IMAGE, spares=1, folder=tmp_path / "w")
    await made.start()
    yield made
    await made.aclose()
    assert of(engine, tmp_path / "w") == []


def of(engine: docker.DockerClient, folder: Path, kept: list[str] | None = None) -> list[Any]:
    """Containers of the workers in `folder`."""
    found = engine.containers.list(all=True, ignore_removed=True, filters={"label": LABEL})
    mounted = [c for c in found if any(m["Source"].startswith(f"{folder}/") for m in c.attrs["Mounts"])]
    return [c for c in mounted if c.name not in (kept or ())]


@pytest.mark.parametrize(("max_uses", "containers"), [(1, 4), (9, 1)])
async def test_each_submission_can_have_a_container_of_its_own(
    engine: docker.DockerClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, max_uses: int, containers: int
) -> None:
    used: list[str] = []
    whole = Cell.run

    async def noted(cell: Cell, *orders: Any) -> Observation:
        used.append(cell.body.name)
        return await whole(cell, *orders)

    monkeypatch.setattr(Cell, "run", noted)
    async with DockerSandbox(1, image=TEST_IMAGE, max_uses=max_uses, spares=0, folder=tmp_path / "w") as sandbox:
        for _ in range(3):
            assert (await sandbox.run(WHO, EMPTY, LIMITS)).ending is Ending.OK
    assert len(used) == 4  # the self-test's run is one
    assert len(set(used)) == containers


async def test_a_container_that_was_written_in_is_not_used_again(sandbox: DockerSandbox) -> None:
    left = await sandbox.run("open('/tmp/trace', 'w').close(); import os; os.unlink('/tmp/trace')", EMPTY, LIMITS)
    assert left.ending is Ending.OK
    seen = [await sandbox.run(WHO, EMPTY, LIMITS) for _ in range(3)]
    first = {cell.uses for cell in sandbox._pool._cells}
    assert all(one.ending is Ending.OK for one in seen)
    assert max(first) <= 3


@pytest.mark.parametrize("when", ["while it runs", "while it is idle"])
async def test_a_lost_container_costs_no_submission(sandbox: DockerSandbox, when: str) -> None:
    if when == "while it is idle":
        kill_all(sandbox)
        assert (await sandbox.run(WHO, EMPTY, LIMITS)).ending is Ending.OK
        return
    running = asyncio.create_task(sandbox.run(SLEEP, EMPTY, replace(LIMITS, wall_s=1.5)))
    await asyncio.sleep(0.5)  # long enough to be inside; the outcome is the same if not
    kill_all(sandbox)
    assert (await running).ending is Ending.TIME_LIMIT
    assert (await sandbox.run(WHO, EMPTY, LIMITS)).ending is Ending.OK


def kill_all(sandbox: DockerSandbox) -> None:
    for cell in tuple(sandbox._pool._cells):
        os.kill(cell.pid, signal.SIGKILL)


async def test_out_of_memory_is_told_from_a_crash(sandbox: DockerSandbox, engine: docker.DockerClient) -> None:
    """The container's limit, not RLIMIT_AS: it is lowered behind the sandbox's back while the submission grows."""
    source = "import numpy as np, time\nkept = []\nwhile True:\n    kept.append(np.ones(1 << 17))\n    time.sleep(0.02)"
    running = asyncio.create_task(sandbox.run(source, EMPTY, LIMITS))
    await asyncio.sleep(0.3)  # it grows for ten seconds, so any moment will do
    for container in of(engine, sandbox._base):
        await asyncio.to_thread(container.update, mem_limit="150m", memswap_limit="150m")
    assert (await running).ending is Ending.MEMORY_LIMIT
    crashed = await sandbox.run("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", EMPTY, LIMITS)
    assert crashed.ending is Ending.CRASH


async def test_a_container_too_small_for_a_run_is_our_fault(engine: docker.DockerClient) -> None:
    async with contextlib.AsyncExitStack() as stack:
        calling = await stack.enter_async_context(WithCells(1))
        with pytest.raises(SandboxFault, match="2048 MiB needs a container of"):
            await calling.run(WHO, EMPTY, replace(LIMITS, memory_mib=2048))
        assert (await calling.run(WHO, EMPTY, LIMITS)).ending is Ending.OK


def test_compose_has_the_same_profile_as_the_engine_is_given() -> None:
    text = (ROOT / "deploy" / "seccomp.json").read_text()
    assert text == profile.text(), "python -m grader.sandbox.profile > deploy/seccomp.json"


WITHOUT: dict[str, dict[str, Any]] = {
    "network": {"network_mode": "host"},
    "root": {"read_only": False},
    "capabilities": {"cap_drop": None},
    "no_new_privs": {"security_opt": [f"seccomp={json.dumps(profile.profile())}"]},
    "seccomp": {"security_opt": ["no-new-privileges", "seccomp=unconfined"]},
    "ipc": {"ipc_mode": "shareable"},
    "pid": {"pid_mode": "host"},
    "tmpfs": {"tmpfs": {"/tmp": "rw,size=64m,mode=1777"}},
    "memory group": {"mem_limit": None, "memswap_limit": None},
    "pids group": {"pids_limit": None},
    "cpu group": {"nano_cpus": None},
    "container": {"binds": ["/var:/var:ro"]},
}


@pytest.mark.parametrize("wall", WITHOUT)
async def test_a_container_without_a_wall_is_refused(
    engine: docker.DockerClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, wall: str
) -> None:
    whole = docker.APIClient.create_host_config

    def without(self: docker.APIClient, **asked: Any) -> Any:
        return whole(self, **{**asked, **WITHOUT[wall]})

    monkeypatch.setattr(docker.APIClient, "create_host_config", without)
    made = DockerSandbox(1, image=TEST_IMAGE, folder=tmp_path / "w")
    try:
        with pytest.raises(MissingWalls, match=f"{wall}|engine: asked to start"):  # runc itself may refuse
            await made.start()
        assert any(not found.standing and found.needed for found in made.walls())
        with pytest.raises(MissingWalls):
            await made.run(WHO, EMPTY, LIMITS)
    finally:
        await made.aclose()
    assert of(engine, tmp_path / "w") == []


async def test_root_is_refused(engine: docker.DockerClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("grader.sandbox.nursery.FIRST_UID", 0)
    made = DockerSandbox(1, image=TEST_IMAGE, folder=tmp_path / "w")
    with pytest.raises(MissingWalls, match="uid"):
        await made.start()
    await made.aclose()


WORKER = """
import asyncio, sys
from pathlib import Path
from grader.model import Limits, Program
from grader.sandbox.docker import DockerSandbox
async def main():
    async with DockerSandbox(1, image=sys.argv[2], spares=1, folder=Path(sys.argv[1])) as sandbox:
        print("started", flush=True)
        head = {"target": {"name": "x", "kind": "class"}, "steps": []}
        await sandbox.run("import time; time.sleep(60)", Program(head, ()), Limits(wall_s=60))
asyncio.run(main())
"""


async def test_nothing_is_left_of_a_worker_that_was_killed_and_nothing_taken_from_one_that_lives(
    engine: docker.DockerClient, tmp_path: Path
) -> None:
    folder = tmp_path / "w"
    async with DockerSandbox(1, image=TEST_IMAGE, spares=0, folder=folder) as living:
        kept = [container.name for container in of(engine, folder)]
        worker = await asyncio.create_subprocess_exec(
            sys.executable, "-c", WORKER, str(folder), TEST_IMAGE,
            stdout=asyncio.subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        assert worker.stdout is not None
        assert await worker.stdout.readline() == b"started\n"
        label = of(engine, folder, kept)[0].labels[LABEL]
        never_started = await asyncio.to_thread(engine.containers.create, TEST_IMAGE, labels={LABEL: label})
        worker.kill()
        await worker.wait()

        async with DockerSandbox(1, image=TEST_IMAGE, spares=0, folder=folder) as next_one:
            assert (await next_one.run(WHO, EMPTY, LIMITS)).ending is Ending.OK
            with pytest.raises(docker.errors.NotFound):
                never_started.reload()
            assert engine.containers.list(all=True, ignore_removed=True, filters={"label": f"{LABEL}={label}"}) == []
            assert not (folder / label).exists()
        assert [container.name for container in of(engine, folder)] == kept
        assert (await living.run(WHO, EMPTY, LIMITS)).ending is Ending.OK


class Line:
    """A line to the engine that can be cut: what a worker sees when the engine is down, or does not answer."""

    def __init__(self, path: Path, engine_socket: str) -> None:
        self.url, self._path, self._engine = f"unix://{path}", path, engine_socket
        self._listener: socket.socket | None = None
        self._ends: list[socket.socket] = []
        self.restore()

    def restore(self) -> None:
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(self._path))
        self._listener.listen()
        threading.Thread(target=self._serve, args=(self._listener,), daemon=True).start()

    def _serve(self, listener: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = listener.accept()
                far = socket.socket(socket.AF_UNIX)
                far.connect(self._engine)
                self._ends += [near, far]
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=self._pump, args=(one, other), daemon=True).start()

    @staticmethod
    def _pump(one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := one.recv(1 << 16):
                other.sendall(data)
        with contextlib.suppress(OSError):
            other.shutdown(socket.SHUT_WR)

    def cut(self) -> None:
        assert self._listener is not None
        self._path.unlink()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for end in self._ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self._ends.clear()


# The SDK forgets to close a socket that could not connect: the collector finds it, and is to find it in the test.
FORGOTTEN = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@FORGOTTEN
async def test_an_engine_that_is_away_stops_grading_and_loses_nothing(
    engine: docker.DockerClient, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    where = os.environ.get("DOCKER_HOST", "unix:///var/run/docker.sock")
    if not where.startswith("unix://"):
        pytest.skip(f"the engine is not on a Unix socket but at {where}")
    line = Line(tmp_path / "engine", where.removeprefix("unix://"))
    made = DockerSandbox(1, image=TEST_IMAGE, spares=0, base_url=line.url, folder=tmp_path / "w")
    await made.start()
    line.cut()
    assert (await made.run(WHO, EMPTY, LIMITS)).ending is Ending.OK  # the cell is there; only a new one cannot be had
    kill_all(made)
    with pytest.raises(MissingWalls, match="engine"):
        await made.run(WHO, EMPTY, LIMITS)
    assert [wall.name for wall in made.walls() if not wall.standing] == ["engine"]
    line.restore()
    assert (await made.run(WHO, EMPTY, LIMITS)).ending is Ending.OK
    assert all(wall.standing for wall in made.walls())
    await made.aclose()
    line.cut()
    assert of(engine, tmp_path / "w") == []
    caplog.clear()  # it holds the errors, and they hold the sockets
    gc.collect()


@contextlib.contextmanager
def engine_of_its_own(folder: Path) -> Iterator[tuple[str, Callable[[], subprocess.Popen[bytes]]]]:
    """An engine that may be killed: its address, and how it is started (again)."""
    address = f"unix://{folder}/engine.sock"
    engines: list[subprocess.Popen[bytes]] = []

    command = ["dockerd", "--host", address, "--data-root", f"{folder}/data", "--exec-root", f"{folder}/exec"]
    command += ["--pidfile", f"{folder}/pid", "--bridge", "none", "--iptables=false", "--ip6tables=false"]

    def start() -> subprocess.Popen[bytes]:
        for _ in range(600):
            if not engines or engines[-1].poll() is not None:  # as its supervisor does; its helper may still be dying
                (folder / "pid").unlink(missing_ok=True)  # of one that was killed
                with (folder / "log").open("ab") as log:
                    engines.append(subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True))
            with contextlib.suppress(DockerException):
                docker.DockerClient(address).close()
                return engines[-1]
            threading.Event().wait(0.1)  # nothing but asking says that an engine answers
        raise AssertionError((folder / "log").read_text()[-2000:])

    try:
        yield address, start
    finally:
        engines[-1].terminate()
        engines[-1].wait(30)
        mounts = [line.split()[4] for line in Path("/proc/self/mountinfo").read_text().splitlines()]
        for mount in sorted((place for place in mounts if place.startswith(f"{folder}/")), reverse=True):
            subprocess.run(["umount", mount], check=False)


@FORGOTTEN
async def test_killing_the_engine_under_a_run_loses_nothing(
    engine: docker.DockerClient, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    if shutil.which("dockerd") is None or os.geteuid():
        assert "GRADER_CI" not in os.environ
        pytest.skip("it takes dockerd, and root, to start an engine that may be killed")
    with engine_of_its_own(tmp_path) as (address, start):
        daemon = start()
        own = docker.DockerClient(address, timeout=120)
        own.images.load(b"".join(engine.images.get(TEST_IMAGE).save(named=True)))
        made = DockerSandbox(1, image=TEST_IMAGE, spares=1, base_url=address, folder=tmp_path / "w")
        await made.start()
        running = asyncio.create_task(made.run(SLEEP, EMPTY, replace(LIMITS, wall_s=2)))
        await asyncio.sleep(0.5)  # long enough to be inside; the outcome is the same if not
        names = [container.id for container in own.containers.list()]
        daemon.kill()
        daemon.wait()
        assert (await running).ending is Ending.TIME_LIMIT
        await asyncio.to_thread(start)
        for _ in range(4):
            assert (await made.run(WHO, EMPTY, LIMITS)).ending is Ending.OK
        await made.aclose()
        assert own.containers.list(all=True, ignore_removed=True) == []
        own.close()
    assert groups_of(names) == []
    caplog.clear()  # it holds the errors, and they hold the sockets
    gc.collect()


def groups_of(containers: list[str]) -> list[Path]:
    """Control groups that are there by the ids of these containers."""
    return [
        path for path in Path("/sys/fs/cgroup").rglob("*docker*/**/") if any(name in path.name for name in containers)
    ]

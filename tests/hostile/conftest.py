"""Backends, controls and the acceptance gate: `make hostile` prints what held, by category and backend."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.catalog.folder import Catalog, load_catalog
from grader.errors import GraderError
from grader.grading import Grader
from grader.model import Submission
from grader.sandbox import cgroups
from grader.sandbox.base import Sandbox
from grader.sandbox.docker import DockerSandbox
from grader.sandbox.engine import Engine
from grader.sandbox.local import PROGRAM, LocalSandbox
from grader.settings import Settings

CORPUS = Path(__file__).parents[1] / "corpus"
CANARY_VARIABLE = "GRADER_SELFTEST_CANARY"
MEMORY_KIB: dict[str, int] = {}  # of this process, when a backend was started


IMAGE = Settings().image
BACKENDS: dict[str, Callable[[], Sandbox]] = {
    "local": lambda: LocalSandbox(2),
    "docker": lambda: DockerSandbox(2, image=IMAGE),
    "runsc": lambda: DockerSandbox(2, image=IMAGE, runtime="runsc"),
}
MAY_BE_MISSING = ("runsc",)  # in CI too: not every kernel can run it


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return load_catalog(Settings().problems)


@pytest.fixture(scope="package", params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="package")
async def sandbox(backend: str) -> AsyncIterator[Sandbox]:
    """One started backend; when it is closed, nothing of it is left on the host."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(CANARY_VARIABLE, "GRADER_CANARY_ENV_5b1c9e")
        made = BACKENDS[backend]()
        MEMORY_KIB[backend] = resident_kib()
        try:
            await made.start()
        except GraderError as missing:
            await made.aclose()
            if os.environ.get("GRADER_CI") and backend not in MAY_BE_MISSING:
                raise
            pytest.skip(f"{backend}: {missing}")
        containers = containers_of(made)
        yield made
        await made.aclose()
    assert leftovers() == []
    assert containers() == []


def leftovers() -> list[str]:
    """Traces of this process's cells on the host: control groups, files, processes."""
    found = [str(path) for h in cgroups.hierarchies() for path in (h.root / "grader").glob(f"cell-{os.getpid()}-*")]
    found += [
        path for folder in ("/tmp", "/var/tmp", "/dev/shm") for path in os.listdir(folder) if "escape_marker" in path
    ]
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = process.read_bytes()
            parent = process.with_name("stat").read_text().rpartition(")")[2].split()[1]
        except OSError:
            continue
        if str(PROGRAM).encode() in command and parent == str(os.getpid()):
            found.append(f"process {process.parent.name}")
    cgroups.remove_folders(cgroups.hierarchies())
    return found


def containers_of(sandbox: Sandbox) -> Callable[[], list[str]]:
    """Asks the engine for what is there of this sandbox, also after it was closed."""
    if not isinstance(sandbox, DockerSandbox) or sandbox._fleet is None:
        return list
    worker = sandbox._fleet.folder.name

    def there() -> list[str]:
        engine = Engine(None)
        try:
            return engine.of(worker)
        finally:
            engine.close()

    return there


def resident_kib() -> int:
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0])


def right_answers() -> dict[str, str]:
    """A right answer for each exercise, by other people than the attackers."""
    return {folder.name: min(folder.glob("pub_c1_*.py")).read_text() for folder in CORPUS.iterdir() if folder.is_dir()}


async def score_of_a_right_answer(sandbox: Sandbox, catalog: Catalog, exercise: str = "6.7") -> float | None:
    """What an honest student gets now."""
    source = right_answers()[exercise]
    return (
        await Grader(catalog, sandbox).grade(Submission(id="honest", exercise=exercise, source=source, seed=9))
    ).score


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "gate(row): the line of the acceptance gate's table that this test belongs to")


@pytest.fixture(autouse=True)
def _row_of_the_gate(request: pytest.FixtureRequest, record_property: Callable[[str, object], None]) -> Iterator[None]:
    for marker in request.node.iter_markers("gate"):
        record_property("row", marker.args[0])
    record_property(
        "backend", getattr(request.node, "callspec", None) and request.node.callspec.params.get("backend", "")
    )
    return iter(())


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """The acceptance gate as a table: of each row how many cases held, by backend."""
    held: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for outcome in ("passed", "failed", "error", "skipped"):
        for report in terminalreporter.stats.get(outcome, []):
            told = dict(getattr(report, "user_properties", ()))
            if "row" in told and (report.when == "call" or outcome != "passed"):
                held[told["row"], told.get("backend") or "-"][outcome] += 1
    if not held:
        return
    terminalreporter.section("acceptance gate")
    width = max(len(row) for row, _ in held)
    for row, backend in sorted(held):
        count = held[row, backend]
        total = count.total()
        missed, skipped = count["failed"] + count["error"], count["skipped"]
        verdict = "MISSED" if missed else "skipped" if skipped == total else "held"
        terminalreporter.write_line(f"{row:<{width}}  {backend:<8} {count['passed']:>4} of {total:<4} {verdict}")

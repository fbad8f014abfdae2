"""`grader bench`: latency and throughput of this machine, next to its floor, measured in one run.

A submission goes in over HTTP and its report comes out, with SQLite durable, as users have it. Every round measures the
floor right beside it: a machine that is slow for a moment is slow for both, so the ratios hold.
"""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.table import Table

from grader.catalog.folder import Catalog, load_catalog
from grader.sandbox.local import LocalSandbox
from grader.settings import Settings

FLOORS = {"python -c pass": "pass", 'python -c "import numpy"': "import numpy"}
WARM_UP = 5  # submissions before the clock runs
MORE_CELLS = 4  # to measure what one costs


def bench(seconds: float, rounds: int) -> int:
    """Print the table; 0, or 3 if a right submission did not get full marks."""
    console = Console()
    settings = Settings()
    catalog = load_catalog(settings.problems)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # or every import would be compiled anew, and the floor too high
    subprocess.run([sys.executable, "-c", "import numpy"], check=True)
    with serving() as (port, token):
        client = Client(port, token)
        sources = {name: right_source(catalog, name) for name in ("6.7", "6.8")}
        for name, source in sources.items():
            for _ in range(WARM_UP):
                if client.grade(name, source) != 1.0:
                    console.print(f"{name}: the right sample did not get full marks; nothing was measured", style="red")
                    return 3
        measured: dict[str, list[float]] = {label: [] for label in (*FLOORS, "bare fork", *sources)}
        for _ in range(rounds):
            for label, code in FLOORS.items():
                measured[label].append(timed(partial(subprocess.run, [sys.executable, "-c", code], check=True)))
            measured["bare fork"].append(timed(fork))
            for name, source in sources.items():
                measured[name].append(timed(partial(client.grade, name, source)))
        rate = throughput(port, token, sources["6.7"], seconds, 2 * settings.cells)
    console.print(latency_table(measured))
    console.print(
        f"throughput: {rate:.0f} graded 6.7 submissions a second over HTTP, {settings.cells} cells, SQLite durable"
    )
    console.print(f"memory of one more cell: {asyncio.run(memory_of_a_cell()):.1f} MiB PSS")
    return 0


def right_source(catalog: Catalog, name: str) -> str:
    """The first accepted sample of an exercise."""
    samples = catalog.code[name].samples
    return next(s.source.decode("utf-8-sig") for s in samples if s.spec.verdict == "accepted")


def timed(action: Callable[[], object]) -> float:
    """Milliseconds."""
    started = time.perf_counter()
    action()
    return (time.perf_counter() - started) * 1000


def fork() -> None:
    """A process that does nothing: the least that isolation can cost."""
    if (pid := os.fork()) == 0:
        os._exit(0)
    os.waitpid(pid, 0)


class Client:
    """One kept-alive connection."""

    def __init__(self, port: int, token: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", "Prefer": "wait=30"}

    def grade(self, exercise: str, source: str) -> float | None:
        body = json.dumps({"exercise": exercise, "source": source})
        self.connection.request("POST", "/v1/submissions", body, self.headers)
        answer = json.loads(self.connection.getresponse().read())
        report = answer.get("report") or answer
        score = report.get("score")
        return float(score) if isinstance(score, (int, float)) else None


def throughput(port: int, token: str, source: str, seconds: float, clients: int) -> float:
    """Graded submissions a second, from `clients` connections at once; only full marks count."""
    counts = [0] * clients
    end = time.perf_counter() + seconds

    def work(index: int) -> None:
        client = Client(port, token)
        while time.perf_counter() < end:
            counts[index] += client.grade("6.7", source) == 1.0

    threads = [threading.Thread(target=work, args=(index,)) for index in range(clients)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - started)


@contextmanager
def serving() -> Iterator[tuple[int, str]]:
    """A service of its own, on a free port and an empty folder, ended afterwards."""
    token = "ag_" + secrets.token_urlsafe(32)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="grader-bench-") as data:
        command = [sys.executable, "-m", "grader", "serve", "--port", str(port), "--data", data]
        environment = {**os.environ, "GRADER_TOKEN": token, "GRADER_LOG_LEVEL": "WARNING"}
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command
        try:
            wait_until_ready(port, process)
            yield port, token
        finally:
            process.terminate()
            process.wait(timeout=30)


def wait_until_ready(port: int, process: subprocess.Popen[bytes]) -> None:
    """Returns when the service answers. Raises RuntimeError if it ends instead."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the service ended with exit code {process.returncode}")
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.05)  # not listening yet
        finally:
            connection.close()
    raise RuntimeError("the service did not answer within 60 s")


async def memory_of_a_cell() -> float:
    """MiB of proportional set size that each of `MORE_CELLS` further cells adds to a first one."""
    sizes = []
    for cells in (1, 1 + MORE_CELLS):
        before = set(descendants(os.getpid()))
        sandbox = LocalSandbox(cells=cells)
        try:
            await sandbox.start()
            for _ in range(2 * cells):  # a place is free again when its cell has prepared its next child
                await sandbox.test()
            sizes.append(sum(pss(pid) for pid in descendants(os.getpid()) if pid not in before))
        finally:
            await sandbox.aclose()
    return (sizes[1] - sizes[0]) / 1024 / MORE_CELLS


def descendants(pid: int) -> list[int]:
    """Every process below `pid`."""
    found: list[int] = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in path.read_text().split():
            found += [int(child), *descendants(int(child))]
    return found


def pss(pid: int) -> int:
    """KiB; 0 for a process that is gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def latency_table(measured: dict[str, list[float]]) -> Table:
    """Milliseconds, and ratios to NumPy's import in the same rounds."""
    numpy_import = measured['python -c "import numpy"']
    table = Table(title="from submission to report (ms)")
    for column in ("what", "median", "p95", "median / import numpy", "p95 / import numpy"):
        table.add_column(column, justify="left" if column == "what" else "right")
    floor = statistics.median(numpy_import)
    for label, times in measured.items():
        name = f"{label} over HTTP, all checks" if label[0].isdigit() else label
        middle, high = statistics.median(times), percentile(times, 0.95)
        table.add_row(name, f"{middle:.1f}", f"{high:.1f}", f"{middle / floor:.2f}", f"{high / floor:.2f}")
    return table


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]

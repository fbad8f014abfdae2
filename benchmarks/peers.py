"""Grading one right LayerNorm, interleaved: pytest or gradescope-utils in a fresh process, and ours on a warm cell."""

from __future__ import annotations

import asyncio
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from grader.catalog.folder import load_catalog
from grader.grading import Grader
from grader.model import Submission
from grader.sandbox.local import LocalSandbox
from grader.settings import Settings

HERE = Path(__file__).parent / "layernorm"
ROUNDS = 15
PEERS = {
    "python -c pass": ["-c", "pass"],
    "python -c 'import numpy'": ["-c", "import numpy"],
    "pytest in a fresh process": [
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "--rootdir",
        str(HERE),
        "test_with_pytest.py",
    ],
    "unittest + gradescope-utils": ["run_gradescope.py"],
}


def run_peer(arguments: list[str], one_thread: bool) -> float:
    environment = {**os.environ, **({"OPENBLAS_NUM_THREADS": "1"} if one_thread else {})}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # without .pyc files every import would be compiled again
    started = time.perf_counter()
    subprocess.run([sys.executable, *arguments], cwd=HERE, env=environment, check=True, capture_output=True)
    return (time.perf_counter() - started) * 1000


async def main() -> None:
    catalog = load_catalog(Settings().problems)
    sandbox = LocalSandbox(cells=1)
    grader = Grader(catalog, sandbox)
    source = (HERE / "submission.py").read_text()
    times: dict[str, list[float]] = {}

    async def ours(seed: int) -> float:
        started = time.perf_counter()
        report = await grader.grade(Submission(id="bench", exercise="6.7", source=source, seed=seed))
        assert report.score == 1.0, report
        return (time.perf_counter() - started) * 1000

    try:
        for seed in range(5):
            await ours(seed)
        for round_ in range(ROUNDS):
            for name, arguments in PEERS.items():
                for one_thread in (False, True):
                    label = f"{name}{', one BLAS thread' if one_thread else ''}"
                    times.setdefault(label, []).append(run_peer(arguments, one_thread))
            times.setdefault("grader, warm cell (no HTTP)", []).append(await ours(100 + round_))
    finally:
        await sandbox.aclose()
    floor = statistics.median(times["python -c 'import numpy'"])
    print(f"{'what':46} {'median ms':>10} {'x import numpy':>15}")
    for label, values in times.items():
        middle = statistics.median(values)
        print(f"{label:46} {middle:10.1f} {middle / floor:15.2f}")


if __name__ == "__main__":
    asyncio.run(main())

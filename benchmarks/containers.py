"""Source to report on a warm cell: local, in a container, in a fresh container each; and when the warm ones run out.

    docker build --target cell -t grader-cell . && python benchmarks/containers.py [ROUNDS]

The backends take turns in each round, so a machine that is slow for a moment is slow for all.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from contextlib import AsyncExitStack
from pathlib import Path

from grader.catalog.folder import load_catalog
from grader.grading import Grader
from grader.model import Submission
from grader.sandbox.base import Sandbox
from grader.sandbox.docker import DockerSandbox
from grader.sandbox.local import LocalSandbox
from grader.settings import Settings

SOURCE = (Path(__file__).parent / "layernorm" / "submission.py").read_text()
WARM = 4  # containers ready, where each is used once
REST_S = 1.0  # between two rounds: a pool that is not drained has its containers replaced by then


async def timed(grader: Grader, seed: int) -> float:
    """Milliseconds of one submission."""
    started = time.perf_counter()
    report = await grader.grade(Submission(id="bench", exercise="6.7", source=SOURCE, seed=seed))
    assert report.score == 1.0, report
    return (time.perf_counter() - started) * 1000


async def main(rounds: int) -> None:
    catalog = load_catalog(Settings().problems)
    backends: dict[str, Sandbox] = {
        "local": LocalSandbox(1),
        "docker, a warm container": DockerSandbox(1, spares=1),
        "docker, a fresh container each": DockerSandbox(1, max_uses=1, spares=WARM - 1),
    }
    times: dict[str, list[float]] = {name: [] for name in backends}
    async with AsyncExitStack() as stack:
        graders = {}
        for name, backend in backends.items():
            stack.push_async_callback(backend.aclose)
            await backend.start()
            graders[name] = Grader(catalog, backend)
            for seed in range(3):
                await timed(graders[name], seed)
        for seed in range(100, 100 + rounds):
            await asyncio.sleep(REST_S)
            for name, grader in graders.items():
                times[name].append(await timed(grader, seed))
        await asyncio.sleep(WARM * REST_S)
        burst = [await timed(graders["docker, a fresh container each"], 200 + i) for i in range(WARM + 8)]
    times[f"... the first {WARM} in a row"], times["... those after, the pool being drained"] = (
        burst[:WARM],
        burst[WARM:],
    )
    floor = statistics.median(times["local"])
    print(f"{'what':44} {'median ms':>10} {'x local':>9} {'worst ms':>9}")
    for name, values in times.items():
        middle = statistics.median(values)
        print(f"{name:44} {middle:10.1f} {middle / floor:9.2f} {max(values):9.1f}")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20))

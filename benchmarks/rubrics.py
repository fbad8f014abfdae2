"""How long one exercise's answers take to judge, warm, how long it takes to learn, and what the rubrics need in memory.

Run: python benchmarks/rubrics.py [FOLDER OF AN EMBEDDING MODEL]
"""

from __future__ import annotations

import json
import resource
import statistics
import sys
import time
from collections import defaultdict
from pathlib import Path

from grader.catalog.rubric_folder import load_rubric
from grader.rubric.encoder import open_encoder
from grader.rubric.engine import judge, learnt
from grader.rubric.prepared import prepare

ROOT = Path(__file__).parents[1]
ROUNDS = 5


def memory_mib() -> float:
    """Resident set of this process, MiB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def main() -> None:
    before = memory_mib()
    started = time.perf_counter()
    folders = sorted(path.parent for path in (ROOT / "problems").glob("**/rubric.toml"))
    encoder = open_encoder(Path(sys.argv[1])) if len(sys.argv) > 1 else None
    ready = {
        (exercise := load_rubric(folder)).id: prepare(exercise.spec, exercise.labels, encoder=encoder)
        for folder in folders
    }
    print(f"load: {time.perf_counter() - started:.2f} s, {memory_mib() - before:.1f} MiB for {len(ready)} rubrics")
    for name, one in ready.items():
        started = time.perf_counter()
        learnt(one)
        count = sum(map(len, one.labels.values()))
        print(f"learn {name}: {time.perf_counter() - started:.2f} s from {count} labels, {memory_mib():.0f} MiB in all")
    submissions: dict[str, list[dict[str, str]]] = defaultdict(list)
    by_part: dict[tuple[str, str], list[str]] = defaultdict(list)
    for line in (ROOT / "tests/problems/answers.jsonl").read_text().splitlines():
        entry = json.loads(line)
        by_part[entry["exercise"], entry["part"]].append(entry["answer"])
    for name, one in ready.items():
        parts = {part.id: by_part[name, part.id] for part in one.spec.parts}
        for turn in range(min(map(len, parts.values()))):
            submissions[name].append({part: texts[turn] for part, texts in parts.items()})
    for name, answers in submissions.items():
        times = []
        for _ in range(ROUNDS):
            for each in answers:
                at = time.perf_counter()
                judge(ready[name], each)
                times.append((time.perf_counter() - at) * 1000)
        ordered = sorted(times)
        print(f"{name}: median {statistics.median(times):.1f} ms, 95 % {ordered[int(len(ordered) * 0.95)]:.1f} ms")
    print(f"memory after {sum(map(len, submissions.values()))} submissions: {memory_mib():.1f} MiB in all")


if __name__ == "__main__":
    main()

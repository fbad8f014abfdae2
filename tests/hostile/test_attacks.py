"""Every attack of the manifest stays within its expectation; the grader works on, and nothing is left behind."""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from grader.catalog.folder import load_catalog
from grader.formats.report_json import to_json
from grader.grading import Grader
from grader.model import Report, Submission
from grader.sandbox import cgroups
from grader.sandbox.local import LocalSandbox
from grader.settings import Settings

HERE = Path(__file__).parent
ATTACKS: list[dict[str, Any]] = json.loads((HERE / "manifest.json").read_text())["attacks"]
RUN = [attack for attack in ATTACKS if attack["category"] != "upload"]
CATALOG = load_catalog(Settings().problems)
RIGHT = (HERE.parent / "corpus" / "6.7" / "pub_c1_vector.py").read_text()
CANARY = "GRADER_CANARY_ENV_5b1c9e"

# The manifest's words for how a run ended, from ours.
OUTCOMES = {
    "syntax_error": "compile_error",
    "exception": "runtime_error",
    "time_limit": "timeout",
    "memory_limit": "memory_limit",
    "output_limit": "output_limit",
    "forbidden": "runtime_error",
    "crash": "runtime_error",
}


def outcome(report: Report) -> str:
    if report.status == "grader_error":
        return "internal_error"
    if report.stopped is not None:
        return OUTCOMES[str(report.stopped["reason"])]
    if report.score == 1.0:
        return "ok"
    return "runtime_error" if " raised " in report.items[0].message else "wrong"


def traces() -> dict[str, set[str]]:
    """What a run could leave behind on the host."""
    processes = {pid for pid in os.listdir("/proc") if pid.isdigit() and owner(pid) >= 1000}
    groups = {str(path) for h in cgroups.hierarchies() for path in h.root.glob("grader/*/")}
    files = {str(path) for folder in ("/tmp", "/var/tmp", "/dev/shm") for path in Path(folder).glob("escape_marker_*")}
    return {"processes": processes, "groups": groups, "files": files}


def owner(pid: str) -> int:
    try:
        return os.stat(f"/proc/{pid}").st_uid
    except OSError:
        return -1


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def grader(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Grader]:
    monkeypatch.setenv("GRADER_SELFTEST_CANARY", CANARY)
    before = traces()
    sandbox = LocalSandbox(cells=1)
    await sandbox.start()
    yield Grader(CATALOG, sandbox)
    await sandbox.aclose()
    assert traces() == before


def existing(paths: list[str]) -> list[str]:
    return [path for path in paths if Path(path).exists()]


async def grade(grader: Grader, exercise: str, source: str) -> Report:
    return await grader.grade(Submission(id="attack", exercise=exercise, source=source, seed=5))


@pytest.mark.anyio
@pytest.mark.parametrize("attack", RUN, ids=[f"{attack['id']}-{attack['title']}" for attack in RUN])
async def test_an_attack_gains_nothing_and_breaks_nothing(attack: dict[str, Any], grader: Grader) -> None:
    expected = attack["expected"]
    source = (HERE / attack["file"]).read_text()
    started = time.monotonic()
    report = await grade(grader, attack["exercise"], source)
    assert time.monotonic() - started <= expected["must_finish_within_s"]
    assert report.score is not None
    assert report.score <= expected["max_score"]
    assert outcome(report) in expected["allowed_outcomes"]
    everything = json.dumps(to_json(report))
    for word in [*expected["must_not_contain"], CANARY]:
        assert word not in everything
    assert existing(expected["host_side_effect_check"]["paths_must_not_exist"]) == []
    assert (await grade(grader, "6.7", RIGHT)).score == 1.0


@pytest.mark.anyio
async def test_twenty_right_answers_at_once_are_all_right(grader: Grader) -> None:
    reports = await asyncio.gather(*(grade(grader, "6.7", RIGHT) for _ in range(20)))
    assert [report.score for report in reports] == [1.0] * 20

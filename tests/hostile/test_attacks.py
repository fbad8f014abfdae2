"""The attacks of `manifest.json`, in a format of their own: each stays within its expectation on every backend."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from grader.catalog.folder import Catalog
from grader.formats.report_json import to_json
from grader.grading import Grader
from grader.model import Report, Submission
from grader.sandbox.base import Sandbox
from tests.hostile.cases import CANARY
from tests.hostile.conftest import score_of_a_right_answer

HERE = Path(__file__).parent
ATTACKS: list[dict[str, Any]] = json.loads((HERE / "manifest.json").read_text())["attacks"]
RUN = [pytest.param(one, id=one["id"]) for one in ATTACKS if one["category"] != "upload"]
pytestmark = [pytest.mark.anyio, pytest.mark.gate("2 manifest of attacks")]

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


def existing(paths: list[str]) -> list[str]:
    return [path for path in paths if Path(path).exists()]


@pytest.mark.parametrize("attack", RUN)
async def test_an_attack_gains_nothing_and_breaks_nothing(
    attack: dict[str, Any], sandbox: Sandbox, catalog: Catalog
) -> None:
    expected = attack["expected"]
    source = (HERE / attack["file"]).read_text()
    started = time.monotonic()
    submission = Submission(id="attack", exercise=attack["exercise"], source=source, seed=5)
    report = await Grader(catalog, sandbox).grade(submission)
    assert time.monotonic() - started <= expected["must_finish_within_s"]
    assert report.score is not None
    assert report.score <= expected["max_score"]
    assert outcome(report) in expected["allowed_outcomes"], to_json(report)
    everything = json.dumps(to_json(report))
    for word in [*expected["must_not_contain"], CANARY]:
        assert word not in everything
    assert existing(expected["host_side_effect_check"]["paths_must_not_exist"]) == []
    assert await score_of_a_right_answer(sandbox, catalog) == 1.0

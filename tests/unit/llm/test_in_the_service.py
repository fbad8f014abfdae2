"""The judge where it works: between the worker and the report, switched on by settings, watched over by health."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx2
import pytest

from grader.app import LEDGER, Grading, running, second_opinion
from grader.catalog.folder import Catalog
from grader.cli.judge import resume, status
from grader.grading import Grader
from grader.model import Submission
from grader.settings import Settings, read_settings
from grader.testing import FakeSandbox
from tests.unit.llm.conftest import AGREED, EAGER, MODEL, STRANGE, StandIn, generous, honest
from tests.unit.rubric.conftest import loaded

pytestmark = pytest.mark.anyio
TOKEN = "ag_the-owners-token"


@pytest.fixture
def settings(tmp_path: Path, model: StandIn) -> Settings:
    return read_settings(
        data=tmp_path / "data", token=TOKEN, cells=1, judge_url=model.url, judge_model=MODEL, judge_key="secret-key"
    )


@asynccontextmanager
async def served(settings: Settings) -> AsyncIterator[httpx2.AsyncClient]:
    """The whole service with real answers and a real judge; only code cannot run."""

    def grading(given: Settings, catalog: Catalog) -> Grading:
        sandbox, second = FakeSandbox(), second_opinion(given)
        return Grading(Grader(catalog, sandbox, EAGER, second=second), sandbox, second)

    exercise = replace(loaded("6.1")[0], graded=())  # graded answers would leave less to the judge
    catalog = Catalog({"6.1": exercise})
    async with running(settings, load=lambda _: catalog, grading_in=grading) as service:
        transport = httpx2.ASGITransport(app=service.app)
        headers = {"authorization": f"Bearer {TOKEN}", "prefer": "wait=30"}
        async with httpx2.AsyncClient(transport=transport, base_url="http://grader.test", headers=headers) as http:
            yield http


async def submitted(http: httpx2.AsyncClient, answers: dict[str, str]) -> Any:
    answer = await http.post("/v1/submissions", json={"exercise": "6.1", "answers": answers})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_submission_is_judged_and_says_by_which_model(settings: Settings) -> None:
    async with served(settings) as http:
        report = (await submitted(http, AGREED))["report"]
    item = next(item for item in report["items"] if item["id"] == "a/mechanism")
    assert (item["outcome"], item["detail"]["layer"], item["points"]) == ("pass", "judge", 1.0)
    assert report["provenance"]["judge"] == {"model": MODEL, "prompt": "1"}
    assert "we multiply" in item["message"]


async def test_nothing_that_says_who_answered_leaves_the_service(settings: Settings, model: StandIn) -> None:
    async with served(settings) as http:
        submission = await submitted(http, STRANGE)
    sent = b"".join(question.raw for question in model.asked).decode()
    sent += json.dumps([question.headers for question in model.asked])
    ledger = (settings.data / LEDGER).read_bytes().decode("latin-1")
    assert len(model.learners) == 3
    for secret in (submission["id"], TOKEN, str(settings.data), "owner", "secret-key"):
        assert secret not in ledger
        assert secret not in sent.replace("Bearer secret-key", "")


async def test_a_judge_that_is_down_delays_nothing_and_fails_nothing(settings: Settings, model: StandIn) -> None:
    model.hold.clear()
    async with served(settings.model_copy(update={"judge_submission_s": 0.3})) as http:
        report = (await submitted(http, AGREED))["report"]
        again = (await submitted(http, AGREED))["report"]
        model.hold.set()
    assert report["status"] == again["status"] == "needs_review"
    assert "judge" not in report["provenance"]


async def test_a_suspension_is_told_by_health_which_stays_green_and_ended_by_an_operator(
    settings: Settings, model: StandIn, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (status(settings.data), resume(settings.data)) == (2, 2)  # nothing there yet
    model.say = generous
    async with served(settings) as http:
        await submitted(http, AGREED)
        health = await http.get("/healthz")
        assert (health.status_code, health.json()["status"]) == (200, "ok")
        assert health.json()["checks"]["judge"].startswith("suspended since")
        assert status(settings.data) == 1
        assert "canary of 6.1/" in capsys.readouterr().out
        model.say = honest(generous)
        assert (resume(settings.data), status(settings.data)) == (0, 0)  # beside the running service
        assert (await submitted(http, {"b": "", **AGREED}))["report"]["provenance"]["judge"]["model"] == MODEL


async def test_without_settings_there_is_no_judge_and_no_ledger(tmp_path: Path) -> None:
    settings = read_settings(data=tmp_path)
    assert second_opinion(settings) is None
    report = await Grader(Catalog({"6.1": loaded("6.1")[0]}), FakeSandbox()).grade(
        Submission(id="s", exercise="6.1", source=json.dumps(AGREED))
    )
    assert report.status == "needs_review"
    assert not (tmp_path / LEDGER).exists()


async def test_a_ledger_that_is_no_database_refuses_to_start_and_says_so(settings: Settings) -> None:
    settings.data.mkdir()
    (settings.data / LEDGER).write_bytes(b"not a database, but long enough to be taken for one" * 100)
    with pytest.raises(Exception, match=r"judge\.db cannot be used"):
        async with served(settings):
            pass

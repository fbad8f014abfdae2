from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from tests.unit.api.conftest import GOOD, PEER, Api, Started

pytestmark = pytest.mark.anyio
WAIT = {"prefer": "wait=20"}


async def test_handing_in_answers_202_with_where_the_report_will_be(api: Api) -> None:
    api.grader.gate.clear()

    answer = await api.http.post("/v1/submissions", json=GOOD)

    assert answer.status_code == 202
    body = answer.json()
    assert answer.headers["location"] == f"/v1/submissions/{body['id']}" == body["links"]["self"]
    assert body["status"] in ("queued", "running")
    assert body["report"] is None


async def test_with_prefer_wait_the_report_comes_with_the_answer(api: Api) -> None:
    answer = await api.http.post("/v1/submissions", json=GOOD, headers=WAIT)

    assert answer.status_code == 200
    assert answer.headers["preference-applied"] == "wait=20"
    assert answer.json()["status"] == "done"
    assert answer.json()["report"]["schema"] == "grader/report/v1"
    assert answer.json()["report"]["score"] == 1.0


@pytest.mark.parametrize("prefer", ["wait=0", "wait=-1", "wait=soon", "respond-async", "wait=1e3", ""])
async def test_a_preference_that_asks_for_nothing_is_ignored(api: Api, prefer: str) -> None:
    api.grader.gate.clear()

    answer = await api.http.post("/v1/submissions", json=GOOD, headers={"prefer": prefer})

    assert answer.status_code == 202
    assert "preference-applied" not in answer.headers


async def test_waiting_is_capped_and_ends_in_a_202(started: Started) -> None:
    async with started(wait_max_s=0.05) as api:
        api.grader.gate.clear()

        answer = await api.http.post("/v1/submissions", json=GOOD, headers={"prefer": "respond-async, wait=3600"})

        assert answer.status_code == 202
        assert answer.headers["preference-applied"] == "wait=0.05"


async def test_a_submission_can_be_looked_up_until_it_is_done(api: Api) -> None:
    api.grader.gate.clear()
    handed_in = (await api.http.post("/v1/submissions", json={**GOOD, "filename": "norm.py"})).json()
    await api.grader.started.get()
    running = (await api.http.get(handed_in["links"]["self"])).json()
    with api.services.changes.watch(handed_in["id"]) as watch:
        api.grader.gate.set()
        assert await watch.next(10)
    done = (await api.http.get(handed_in["links"]["self"])).json()

    assert (running["status"], running["filename"]) == ("running", "norm.py")
    assert done["status"] == "done"
    assert done["report"]["points"] == 10.0


async def test_what_is_graded_is_what_was_sent_with_plain_newlines_and_a_secret_seed(api: Api) -> None:
    sent = "\ufeffx = 'é'\r\n# -*- coding: latin-1 -*-\r\ny = 1\r"
    answers = [await api.http.post("/v1/submissions", json={**GOOD, "source": sent}, headers=WAIT) for _ in range(2)]

    first, second = api.grader.graded
    assert first.source == "x = 'é'\n# -*- coding: latin-1 -*-\ny = 1\n"
    assert first.seed != second.seed
    assert 0 <= first.seed < 2**63
    assert "seed" not in {key for answer in answers for key in answer.json()}


async def test_a_file_may_be_uploaded(api: Api) -> None:
    file = ("C:\\homework\\läyer norm.py", b"\xef\xbb\xbfx = 1\r\n", "text/x-python")

    answer = await api.http.post("/v1/submissions", data={"exercise": "6.10"}, files={"file": file}, headers=WAIT)

    assert answer.status_code == 200, answer.text
    assert answer.json()["filename"] == "läyer norm.py"
    assert [(work.exercise, work.source) for work in api.grader.graded] == [("6.10", "x = 1\n")]


async def test_the_same_key_gives_the_same_submission_graded_once(api: Api) -> None:
    headers = {**WAIT, "idempotency-key": "8c1f2d"}
    answers = await asyncio.gather(*(api.http.post("/v1/submissions", json=GOOD, headers=headers) for _ in range(8)))

    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert len(api.grader.graded) == 1


async def test_the_same_key_with_other_work_is_refused(api: Api) -> None:
    key = {"idempotency-key": "8c1f2d"}
    await api.http.post("/v1/submissions", json=GOOD, headers=key)

    answer = await api.http.post("/v1/submissions", json={**GOOD, "exercise": "6.10"}, headers=key)

    assert answer.status_code == 422
    assert answer.json()["type"] == "urn:grader:problem:idempotency-key-reused"


async def test_the_stream_tells_each_change_and_ends_with_the_report(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    listening = asyncio.Event()
    watch = api.services.changes.watch
    monkeypatch.setattr(api.services.changes, "watch", lambda which: listening.set() or watch(which))
    api.grader.gate.clear()
    handed_in = (await api.http.post("/v1/submissions", json=GOOD)).json()
    await api.grader.started.get()
    listening.clear()
    following = asyncio.create_task(api.http.get(handed_in["links"]["events"]))
    await listening.wait()
    api.grader.gate.set()
    answer = await following

    assert answer.headers["content-type"].startswith("text/event-stream")
    events = [event_of(block) for block in answer.text.split("\r\n\r\n") if block.startswith("event")]
    assert [(name, data.get("status")) for name, data in events] == [
        ("status", "running"),
        ("status", "done"),
        ("report", "graded"),
    ]
    assert events[-1][1]["score"] == 1.0


def event_of(block: str) -> tuple[str, dict[str, Any]]:
    lines = dict(line.split(": ", 1) for line in block.split("\r\n"))
    return lines["event"], json.loads(lines["data"])


async def test_a_foreign_submission_is_as_unknown_as_a_missing_one(api: Api) -> None:
    mine = (await api.http.post("/v1/submissions", json=GOOD, headers=WAIT)).json()["id"]
    peer = api.speaking_as(PEER)
    for path in ("", "/events"):
        foreign = await peer.get(f"/v1/submissions/{mine}{path}")
        missing = await peer.get(f"/v1/submissions/{'0' * 32}{path}")

        assert foreign.status_code == missing.status_code == 404
        assert foreign.text.replace(mine, "") == missing.text.replace("0" * 32, "")


@pytest.mark.parametrize("path", ["1", "A" * 32, "..%2F..%2Fetc", "%00", "a" * 5000, "' OR 1=1 --"])
async def test_an_id_that_is_none_is_unknown(api: Api, path: str) -> None:
    assert (await api.http.get(f"/v1/submissions/{path}")).status_code == 404


async def test_a_student_may_hand_in_ten_times_a_minute(started: Started) -> None:
    async with started(submissions_per_minute=2) as api:
        peer = api.speaking_as(PEER)
        answers = [await peer.post("/v1/submissions", json=GOOD) for _ in range(3)]
        owners = [await api.http.post("/v1/submissions", json=GOOD) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [202, 202, 429]
    assert 0 < int(answers[2].headers["retry-after"]) <= 60
    assert [answer.status_code for answer in owners] == [202] * 3


async def test_one_token_cannot_fill_the_queue(started: Started) -> None:
    async with started(pending_cap=2) as api:
        api.grader.gate.clear()
        answers = [await api.http.post("/v1/submissions", json=GOOD) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [202, 202, 429]
    assert "retry-after" in answers[2].headers


NOTEBOOK = json.dumps(
    {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {},
        "cells": [
            {"cell_type": "markdown", "metadata": {}, "source": ["Text"]},
            {
                "cell_type": "code",
                "metadata": {},
                "outputs": [{"text": "x" * 400_000}],
                "source": ["class LayerNorm:\n", "    pass"],
            },
        ],
    }
)


@pytest.mark.parametrize("way", ["json", "form", "form with a type"])
async def test_of_a_notebook_the_code_cells_are_graded(api: Api, way: str) -> None:
    headers = {"prefer": "wait=10"}
    file = ("work.ipynb", NOTEBOOK.encode(), *(["application/x-ipynb+json"] if way == "form with a type" else []))
    if way == "json":
        work = {"exercise": "6.7", "source": NOTEBOOK, "filename": "work.ipynb"}
        answer = await api.http.post("/v1/submissions", json=work, headers=headers)
    else:
        form = {"data": {"exercise": "6.7"}, "files": {"file": file}}
        answer = await api.http.post("/v1/submissions", headers=headers, **form)

    assert answer.status_code == 200
    assert api.grader.graded[0].source.strip().splitlines()[1:] == ["class LayerNorm:", "    pass"]
    assert api.grader.graded[0].filename == "work.ipynb"


@pytest.mark.parametrize("way", ["json", "form"])
async def test_a_magic_in_a_notebook_is_refused_by_its_cell(api: Api, way: str) -> None:
    notebook = NOTEBOOK.replace("class LayerNorm:", "!cat /etc/passwd")
    if way == "json":
        work = {"exercise": "6.7", "source": notebook, "filename": "work.ipynb"}
        answer = await api.http.post("/v1/submissions", json=work)
    else:
        files = {"file": ("work.ipynb", notebook.encode())}
        answer = await api.http.post("/v1/submissions", data={"exercise": "6.7"}, files=files)

    assert answer.status_code == 422
    assert "line 1 of code cell 1 (`!cat /etc/passwd`)" in answer.json()["detail"]

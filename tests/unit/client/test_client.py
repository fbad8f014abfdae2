"""The client against the real API, and against services that fail as told."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest

import grader.client
from grader.client import (
    AsyncClient,
    Client,
    ClientError,
    NotFound,
    Refusal,
    TimedOut,
    TooMany,
    Unauthorized,
    Unavailable,
    UnusableAddress,
)
from grader.client.flows import EventReader
from grader.formats.report_json import to_json
from grader.model import Submission
from grader.testing import full_marks
from tests.unit.api.conftest import OWNER, Api, anyio_backend, api, started  # noqa: F401 - fixtures

SOURCE = "class LayerNorm:\n    pass\n"
URL = "http://127.0.0.1:8000"
REPORT = to_json(full_marks(Submission(id="1", exercise="6.7", source="")))
DONE = {"id": "a1", "status": "done", "exercise": "6.7", "filename": "x.py", "report": REPORT}
QUEUED = {**DONE, "status": "queued", "report": None}


@pytest.fixture
async def client(api: Api) -> AsyncIterator[AsyncClient]:  # noqa: F811
    async with AsyncClient(URL, OWNER, transport=api.http._transport) as made:
        yield made


@pytest.mark.anyio
async def test_a_file_is_handed_in_graded_and_looked_up(client: AsyncClient, tmp_path: Path) -> None:
    file = tmp_path / "norm.py"
    file.write_text(SOURCE)

    found = await client.submit("6.7", file)
    settled = await client.wait(found.id)

    assert found.filename == "norm.py"
    assert settled.status == "done"
    assert settled.report is not None
    assert (settled.report.score, settled.report.exercise) == (1.0, "6.7")
    assert await client.get(found.id) == settled
    assert (await client.grade("6.10", SOURCE)).score == 1.0


@pytest.mark.anyio
async def test_the_exercises_are_listed(client: AsyncClient) -> None:
    listed = await client.exercises()

    assert [(exercise.id, exercise.points) for exercise in listed] == [("6.7", 10.0), ("6.10", 10.0)]


@pytest.mark.anyio
async def test_the_events_of_a_submission_end_with_its_report(client: AsyncClient) -> None:
    found = await client.submit("6.7", SOURCE, wait_s=5)

    events = [event async for event in client.events(found.id)]
    steps = [step async for step in client.follow(found.id)]

    assert [event.name for event in events] == ["status", "report"]
    assert events[-1].data["score"] == 1.0
    assert [step.status for step in steps] == ["done"]


@pytest.mark.anyio
async def test_a_refusal_says_what_the_problem_document_says(client: AsyncClient, api: Api) -> None:  # noqa: F811
    with pytest.raises(NotFound) as unknown:
        await client.submit("6.99", SOURCE)
    with pytest.raises(NotFound):
        await client.get("0" * 32)
    with pytest.raises(NotFound):
        _ = [event async for event in client.events("../../healthz")]
    with pytest.raises(Refusal) as unusable:
        await client.submit("6.7", "\0")
    with pytest.raises(Refusal, match="code cell 1"):
        await client.submit("6.7", notebook("!ls"), filename="a.ipynb")
    async with AsyncClient(URL, "ag_wrong", transport=api.http._transport) as stranger:
        with pytest.raises(Unauthorized):
            await stranger.exercises()

    assert unknown.value.kind == "unknown-exercise"
    assert (unusable.value.status, unusable.value.kind) == (422, "unusable-source")
    assert "NUL" in str(unusable.value)


def notebook(code: str) -> str:
    return json.dumps({"nbformat": 4, "cells": [{"cell_type": "code", "source": code}]})


Answer = Callable[[httpx2.Request], httpx2.Response]


def blocking(*answers: httpx2.Response | Exception) -> tuple[Client, list[httpx2.Request]]:
    """A client whose service gives these answers, the last one for ever."""
    seen: list[httpx2.Request] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        chosen = answers[min(len(seen), len(answers)) - 1]
        if isinstance(chosen, Exception):
            raise chosen
        return chosen

    return Client(URL, "ag_x", transport=httpx2.MockTransport(answer)), seen


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    made: list[float] = []
    monkeypatch.setattr("grader.client.clients.time.sleep", made.append)
    return made


def test_what_failed_on_the_way_is_repeated_with_the_same_key(pauses: list[float]) -> None:
    client, seen = blocking(
        httpx2.ConnectError("no"), httpx2.Response(503, json={"detail": "down"}), httpx2.Response(200, json=DONE)
    )

    assert client.submit("6.7", SOURCE, wait_s=5).settled
    assert len({request.headers["idempotency-key"] for request in seen}) == 1
    assert seen[-1].headers["prefer"] == "wait=5"
    assert pauses == [0.2, 0.4]


def test_why_there_was_no_answer_is_told(pauses: list[float]) -> None:
    client, _ = blocking(httpx2.ConnectError("certificate has expired"))
    with pytest.raises(Unavailable, match="certificate has expired"):
        client.get("a1")


def test_a_limit_is_waited_for_as_long_as_it_says(pauses: list[float]) -> None:
    limited = httpx2.Response(429, json={"detail": "slow down"}, headers={"Retry-After": "7"})
    client, _ = blocking(limited, httpx2.Response(200, json=DONE))

    assert client.get("a1").settled
    assert pauses == [7.0]

    client, seen = blocking(limited)
    with pytest.raises(TooMany, match="slow down"):
        client.get("a1")
    assert len(seen) == 5


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (httpx2.ReadTimeout("slow"), Unavailable),
        (httpx2.Response(500, text="<html>"), Unavailable),
        (httpx2.Response(302, headers={"Location": "https://elsewhere.example/"}), Refusal),
        (httpx2.Response(403, text="a proxy"), Refusal),
        (httpx2.Response(200, text="<html>"), UnusableAddress),
        (httpx2.Response(200, json=[]), UnusableAddress),
        (httpx2.Response(200, json={"id": "a1"}), UnusableAddress),
        (httpx2.Response(200, json={**DONE, "report": {"schema": "grader/report/v9"}}), UnusableAddress),
    ],
)
def test_every_failure_is_an_error_of_the_client(
    answer: httpx2.Response | Exception, kind: type[ClientError], pauses: list[float]
) -> None:
    client, _ = blocking(answer)

    with pytest.raises(kind):
        client.get("a1")


@pytest.mark.parametrize("document", [{}, {"exercises": [{}]}, {"exercises": 3}])
def test_a_list_of_another_shape_is_an_error_of_the_client(document: dict[str, Any]) -> None:
    client, _ = blocking(httpx2.Response(200, json=document))

    with pytest.raises(UnusableAddress):
        client.exercises()


def test_waiting_ends_with_the_report_or_in_time(pauses: list[float]) -> None:
    client, _ = blocking(
        httpx2.Response(202, json=QUEUED), httpx2.Response(200, json=QUEUED), httpx2.Response(200, json=DONE)
    )
    assert client.grade("6.7", SOURCE).score == 1.0
    assert pauses == sorted(pauses)

    client, _ = blocking(httpx2.Response(200, json=QUEUED))
    with pytest.raises(TimedOut) as late:
        client.wait("a1", seconds=0.0)
    assert late.value.submission == "a1"


def test_a_stream_that_breaks_is_replaced_by_looking(pauses: list[float]) -> None:
    client, seen = blocking(httpx2.ReadError("cut"), httpx2.Response(200, json=QUEUED), httpx2.Response(200, json=DONE))

    assert [step.status for step in client.follow("a1")] == ["done"]
    assert [request.url.path for request in seen] == ["/v1/submissions/a1/events", *["/v1/submissions/a1"] * 2]


@pytest.mark.parametrize(
    "url", ["http://grader.example", "ftp://127.0.0.1", "grader.example", "https://", "http://[", ""]
)
def test_a_token_is_sent_encrypted_or_not_at_all(url: str) -> None:
    with pytest.raises(UnusableAddress):
        Client(url, "ag_x")


@pytest.mark.parametrize("token", ["", "a b", "é", "x\n"])
def test_a_token_that_no_header_can_carry_is_refused(token: str) -> None:
    with pytest.raises(UnusableAddress, match="GRADER_TOKEN"):
        Client(URL, token)


def test_the_token_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADER_TOKEN", "ag_env")
    sent: list[Any] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        sent.append(request.headers["authorization"])
        return httpx2.Response(200, json=DONE)

    with Client(URL, transport=httpx2.MockTransport(answer)) as client:
        client.get("a1")

    assert sent == ["Bearer ag_env"]


def test_pings_and_split_data_of_a_stream_are_read() -> None:
    reader = EventReader()
    lines = [": ping", "", "event: status", 'data: {"a":', "data: 1}", "", "event: report", "data: null", ""]

    events = [event for line in lines for event in reader.feed(line)]

    assert [(event.name, event.data) for event in events] == [("status", {"a": 1}), ("report", None)]


def test_the_how_to_names_what_there_is() -> None:
    page = (Path(__file__).parents[3] / "docs/how-to/python-client.md").read_text()
    (example,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    compile(example, "python-client.md", "exec")
    exec("\n".join(line for line in example.splitlines() if "import" in line))
    methods = set(re.findall(r"`(\w+)\([^`]*\)`", page)) & set(dir(Client))

    assert methods == {name for name in dir(Client) if not name.startswith("_")} - {"close"}
    assert methods <= set(dir(AsyncClient))
    for name in re.findall(r"`([A-Z]\w+)`", page):
        assert hasattr(grader.client, name) or name in ("GRADER_TOKEN", "GRADER_SERVER", "Path", "Report"), name

"""The service as its users meet it: a process, a port, a folder; started, used, killed, started again."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from docker.errors import DockerException

from grader.settings import Settings
from tests import engines

TOKEN = "ag_end-to-end"
SOURCE = """import numpy as np

class LayerNorm:
    def __init__(self, d_model, eps=1e-5):
        self.eps = eps
        self.gamma = np.ones(d_model)
        self.beta = np.zeros(d_model)

    def forward(self, x):
        mean = x.mean(axis=-1, keepdims=True)
        var = x.var(axis=-1, keepdims=True)
        return self.gamma * (x - mean) / np.sqrt(var + self.eps) + self.beta
"""
WORK = {"exercise": "6.7", "source": SOURCE}


def untouched_environment() -> dict[str, str]:
    """Without the settings of whoever runs the tests, but for where the exercises are."""
    return {k: v for k, v in os.environ.items() if not k.startswith("GRADER_") or k == "GRADER_PROBLEMS"}


class Service:
    """One run of the process; ready when it has said so."""

    def __init__(self, command: list[str], token: str | None = TOKEN, **more: str) -> None:
        environment = untouched_environment() | ({"GRADER_TOKEN": token} if token else {}) | more
        self.process = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        first = self.process.stdout.readline()
        found = re.search(r"http://[^ ]+", first)
        if found is None:
            _, errors = self.process.communicate(timeout=30)
            raise RuntimeError(f"exit code {self.process.returncode}: {errors}")
        self.logged: str | None = None
        self.said = self.process.stdout.readline()
        headers = {"authorization": f"Bearer {token}"} if token else {}
        self.http = httpx2.Client(base_url=found[0], headers=headers, timeout=60)

    def end(self, how: signal.Signals) -> tuple[int, str]:
        """Exit code and what it logged."""
        self.http.close()
        self.process.send_signal(how)
        _, self.logged = self.process.communicate(timeout=60) if self.logged is None else ("", self.logged)
        return self.process.returncode, self.logged


@contextlib.contextmanager
def started(command: list[str], token: str | None = TOKEN, **more: str) -> Iterator[Service]:
    service = Service(command, token, **more)
    try:
        yield service
    finally:
        service.end(signal.SIGKILL)


def doubled(folder: Path, seconds: float = 0.0) -> list[str]:
    """The service with doubles that grade."""
    script = str(Path(__file__).parent / "serving.py")
    return [sys.executable, script, "0", str(folder / "data"), str(seconds), str(folder / "told")]


def real(folder: Path, port: int = 0) -> list[str]:
    """The command that users type."""
    return [sys.executable, "-m", "grader", "serve", "--port", str(port), "--data", str(folder / "data")]


def read_until_report(http: httpx2.Client, url: str) -> list[tuple[str, Any]]:
    """The events of a submission, to the end of its stream."""
    events: list[tuple[str, Any]] = []
    with http.stream("GET", url) as answer:
        name = ""
        for line in answer.iter_lines():
            if line.startswith("event: "):
                name = line.removeprefix("event: ")
            if line.startswith("data: "):
                events.append((name, json.loads(line.removeprefix("data: "))))
    return events


def test_after_kill_9_in_the_middle_everything_accepted_is_graded_exactly_once(tmp_path: Path) -> None:
    with started(doubled(tmp_path, seconds=3600)) as first:
        accepted = [first.http.post("/v1/submissions", json=WORK).json() for _ in range(10)]
        following = first.http.stream("GET", accepted[0]["links"]["events"])
        with contextlib.suppress(httpx2.HTTPError), following as stream:
            for line in stream.iter_lines():
                if "running" in line:
                    break
        first.end(signal.SIGKILL)
    begun = (tmp_path / "told").read_text().split()

    with started(doubled(tmp_path)) as second:
        for one in accepted:
            assert read_until_report(second.http, one["links"]["events"])[-1][0] == "report"
        reports = [second.http.get(one["links"]["self"]).json() for one in accepted]

    assert [one["status"] for one in reports] == ["done"] * 10
    assert [one["report"]["score"] for one in reports] == [1.0] * 10
    assert begun  # something was cut off, and it alone was begun a second time
    told = (tmp_path / "told").read_text().split()
    assert sorted(told) == sorted([*(one["id"] for one in accepted), *begun])


def test_a_polite_stop_finishes_what_runs_and_keeps_what_waits(tmp_path: Path) -> None:
    with started(doubled(tmp_path, seconds=0.5)) as first:
        accepted = [first.http.post("/v1/submissions", json=WORK).json() for _ in range(20)]
        code, _ = first.end(signal.SIGTERM)
        begun = (tmp_path / "told").read_text().split()
    assert code == 0
    assert 0 < len(begun) < 20

    with started(doubled(tmp_path)) as second:
        for one in accepted:
            read_until_report(second.http, one["links"]["events"])

    told = (tmp_path / "told").read_text().split()
    assert sorted(told) == sorted(one["id"] for one in accepted)  # nothing was begun twice


def test_an_open_stream_does_not_hold_up_a_stop(tmp_path: Path) -> None:
    with started(doubled(tmp_path, seconds=1.0)) as service:
        accepted = [service.http.post("/v1/submissions", json=WORK).json() for _ in range(50)]
        with service.http.stream("GET", accepted[-1]["links"]["events"]) as stream:
            lines = stream.iter_lines()
            assert next(lines) == "event: status"
            service.process.terminate()
            with contextlib.suppress(httpx2.HTTPError):
                list(lines)
        code, _ = service.end(signal.SIGTERM)
    assert code == 0


def test_the_first_start_prints_a_token_that_works_and_the_second_prints_none(tmp_path: Path) -> None:
    with started(doubled(tmp_path), token=None) as first:
        printed = re.search(r"ag_[\w-]+", first.said)
        assert printed is not None
        first.http.headers["authorization"] = f"Bearer {printed[0]}"
        assert first.http.get("/v1/exercises").status_code == 200
        _, logged = first.end(signal.SIGINT)
    assert printed[0] not in logged

    with started(doubled(tmp_path), token=None) as second:
        assert "ag_" not in second.said
        second.http.headers["authorization"] = f"Bearer {printed[0]}"
        assert second.http.get("/v1/exercises").status_code == 200


def test_every_line_of_the_log_is_json_with_the_submissions_id(tmp_path: Path) -> None:
    with started(doubled(tmp_path)) as service:
        done = service.http.post("/v1/submissions", json=WORK, headers={"prefer": "wait=30"}).json()
        service.http.get("/v1/x%0A%7B%22event%22:%22forged%22%7D")
        _, logged = service.end(signal.SIGTERM)
    lines = [json.loads(line) for line in logged.splitlines()]

    assert "forged" not in {line["event"] for line in lines}
    assert {"worker.finished", "http.request"} <= {
        line["event"] for line in lines if line.get("submission") == done["id"]
    }


def refused(command: list[str], **environment: str) -> tuple[int, str]:
    run = subprocess.run(
        command, env=untouched_environment() | environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert "Traceback" not in run.stderr
    return run.returncode, run.stderr


def test_a_taken_port_is_said_in_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        code, said = refused(real(tmp_path, taken.getsockname()[1]))

    assert code == 2
    assert "choose another --port" in said


def test_a_data_folder_in_use_is_refused(tmp_path: Path) -> None:
    with started(doubled(tmp_path)):
        code, said = refused(doubled(tmp_path))

    assert code == 2
    assert "another grader" in said


def test_a_data_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")

    code, said = refused(doubled(tmp_path))

    assert code == 2
    assert str(tmp_path / "data") in said


def test_a_setting_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    code, said = refused(real(tmp_path), GRADER_CELLS="none")

    assert code == 2
    assert "GRADER_CELLS" in said


def test_a_header_that_never_ends_keeps_nobody_else_out(tmp_path: Path) -> None:
    with started(doubled(tmp_path)) as service:
        url = service.http.base_url
        with contextlib.ExitStack() as stack:
            for _ in range(90):
                slow = stack.enter_context(socket.create_connection((url.host, url.port)))
                slow.sendall(b"POST /v1/submissions HTTP/1.1\r\nHost: x\r\n")

            assert service.http.post("/v1/submissions", json=WORK, headers={"prefer": "wait=30"}).status_code == 200


def needs_the_real_thing() -> None:
    if not (Settings().problems / "stage-06/6.7/statement.md").exists():
        pytest.skip("exercise 6.7 is not in problems/ yet")


def needs_an_engine() -> None:
    try:
        engines.client().close()
    except DockerException as error:
        if os.environ.get("GRADER_CI"):
            raise
        pytest.skip(f"no Docker engine: {error}")


def containers_under(folder: Path) -> list[str]:
    """Containers, running or not, that have something of `folder` mounted."""
    client = engines.client()
    found = client.containers.list(all=True, ignore_removed=True)
    client.close()
    return [c.name for c in found if any(m.get("Source", "").startswith(f"{folder}/") for m in c.attrs["Mounts"])]


@pytest.mark.parametrize("backend", ["local", "docker"])
def test_the_real_service_grades_in_its_sandbox_and_survives_kill_9(backend: str, tmp_path: Path) -> None:
    needs_the_real_thing()
    if backend == "docker":
        needs_an_engine()
    settings = {"GRADER_SANDBOX": backend, "GRADER_SOCKETS": str(tmp_path / "w")}
    with started(real(tmp_path), **settings) as first:
        graded = first.http.post("/v1/submissions", json=WORK, headers={"prefer": "wait=60"}).json()
        wrong = {**WORK, "source": "class LayerNorm:\n    pass\n"}
        failed = first.http.post("/v1/submissions", json=wrong, headers={"prefer": "wait=60"}).json()
        accepted = [first.http.post("/v1/submissions", json=WORK).json() for _ in range(10)]
        first.end(signal.SIGKILL)
    with started(real(tmp_path), **settings) as second:
        for one in accepted:
            events = read_until_report(second.http, one["links"]["events"])
            assert events[-1][1]["score"] == 1.0
        assert second.http.get("/healthz").json()["status"] == "ok"
        code, _ = second.end(signal.SIGTERM)

    assert graded["report"]["score"] == 1.0
    assert failed["report"]["score"] < 0.5
    assert code == 0
    assert backend == "local" or containers_under(tmp_path) == []

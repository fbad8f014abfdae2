"""`docker compose up`: the service and two cells, with the images as they are built and the file as it is shipped."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from docker.errors import DockerException

from tests import engines

ROOT = Path(__file__).parents[2]
WORK = {"exercise": "6.7", "source": (ROOT / "tests/corpus/6.7/pub_c1_vector.py").read_text()}
PROJECT = f"grader-test-{secrets.token_hex(3)}"


def compose() -> list[str]:
    """The command, as a plugin of docker or by itself; empty without one."""
    if shutil.which("docker") and not subprocess.run(["docker", "compose", "version"], capture_output=True).returncode:
        return ["docker", "compose"]
    return ["docker-compose"] if shutil.which("docker-compose") else []


def missing() -> str:
    """What it takes and is not here; empty if all is."""
    if not compose():
        return "neither `docker compose` nor `docker-compose` is installed"
    try:
        client = engines.client()
        for image in ("grader", "grader-cell"):
            client.images.get(image)
        client.close()
    except DockerException as error:
        return f"no engine with the images grader and grader-cell (docker compose build): {error}"
    return ""


@pytest.fixture(scope="module")
def service() -> Iterator[httpx2.Client]:
    if reason := missing():
        assert "GRADER_CI" not in os.environ, reason
        pytest.skip(reason)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    token = "ag_" + secrets.token_urlsafe(32)
    environment = {**os.environ, "PORT": str(port), "GRADER_TOKEN": token, "BASE_IMAGE": "unused"}
    run = [*compose(), "--project-name", PROJECT]

    def say(*words: str) -> str:
        told = subprocess.run([*run, *words], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=90)
        assert told.returncode == 0, told.stderr
        return told.stdout

    try:
        say("up", "--detach", "--no-build")
        http = httpx2.Client(
            base_url=f"http://127.0.0.1:{port}", headers={"authorization": f"Bearer {token}"}, timeout=60
        )
        with http:
            wait_until_well(http, say)
            yield http
    finally:
        say("down", "--volumes", "--timeout", "0")
    assert containers() == []


def wait_until_well(http: httpx2.Client, say: Any) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            if http.get("/healthz").status_code == 200:
                return
        except httpx2.TransportError:
            time.sleep(0.1)  # not listening yet
    raise AssertionError(say("logs"))


def containers(service: str = "") -> list[Any]:
    client = engines.client()
    labels = [f"com.docker.compose.project={PROJECT}"]
    labels += [f"com.docker.compose.service={service}"] if service else []
    found = client.containers.list(all=True, ignore_removed=True, filters={"label": labels})
    client.close()
    return list(found)


def grade(http: httpx2.Client) -> Any:
    return http.post("/v1/submissions", json=WORK, headers={"prefer": "wait=30"}).json()["report"]


def test_a_submission_is_graded(service: httpx2.Client) -> None:
    assert grade(service)["score"] == 1.0


def test_nothing_in_there_holds_the_engine_and_the_cells_have_no_network(service: httpx2.Client) -> None:
    for container in containers():
        assert not any("docker" in mount["Destination"] for mount in container.attrs["Mounts"])
        assert container.attrs["HostConfig"]["CapDrop"] == ["ALL"]
        assert container.attrs["HostConfig"]["ReadonlyRootfs"]
    for container in containers("cell-1") + containers("cell-2"):
        assert container.attrs["HostConfig"]["NetworkMode"] == "none"
        assert [(mount["Destination"], mount["RW"]) for mount in container.attrs["Mounts"]] == [("/run/grader", False)]


def test_cells_that_are_killed_come_back_and_no_submission_is_lost(service: httpx2.Client) -> None:
    if os.geteuid():
        pytest.skip("only root may kill the process of a container, as a fault would")
    accepted = [service.post("/v1/submissions", json=WORK).json() for _ in range(6)]
    for container in containers("cell-1") + containers("cell-2"):
        os.kill(container.attrs["State"]["Pid"], signal.SIGKILL)
    for one in accepted:
        with service.stream("GET", one["links"]["events"]) as events:
            data = [json.loads(line.removeprefix("data:")) for line in events.iter_lines() if line.startswith("data:")]
        assert data[-1]["score"] == 1.0
    assert grade(service)["score"] == 1.0
    assert service.get("/healthz").json()["status"] == "ok"

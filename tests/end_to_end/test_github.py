"""The GitHub App as a process of its own: killed with work accepted, started again; and graded for real."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.settings import Settings
from tests.end_to_end.test_service import Service, doubled, real, started, untouched_environment
from tests.github import standin
from tests.github.conftest import event, settings_for, signed
from tests.github.standin import Repository, StandIn

RULES = b'[files]\n"layernorm.py" = "6.7"\n"ffn.py" = "6.6"\n"answers/rope.ipynb" = "6.10"\n'


@pytest.fixture
def github() -> Iterator[StandIn]:
    with standin.running() as running_standin:
        yield running_standin


@pytest.fixture
def course(github: StandIn) -> Repository:
    repository = github.repository()
    repository.commit({"grader.toml": RULES}, branch="main")
    return repository


def app(github: StandIn, folder: Path) -> dict[str, str]:
    """The settings of the App, as an operator gives them."""
    settings = settings_for(github, folder)
    return {f"GRADER_{k.upper()}": str(v) for k, v in settings.items() if k.startswith("github_")}


def deliver(service: Service, name: str, payload: object) -> int:
    body = json.dumps(payload).encode()
    headers = {
        "content-type": "application/json",
        "x-github-event": name.partition(".")[0],
        "x-github-delivery": f"delivery-{abs(hash(body))}",
        "x-hub-signature-256": signed(body),
        "authorization": "",
    }
    return service.http.post("/v1/github/webhook", content=body, headers=headers).status_code


def test_after_kill_9_every_accepted_delivery_is_checked_exactly_once(
    github: StandIn, course: Repository, tmp_path: Path
) -> None:
    course.commit({"grader.toml": b'[files]\n"layernorm.py" = "6.7"\n'}, branch="main")
    heads = [course.commit({"layernorm.py": f"x = {n}\n".encode()}, parent=course.branches["main"]) for n in range(3)]
    with started(doubled(tmp_path, seconds=3600), **app(github, tmp_path)) as first:
        statuses = [deliver(first, "push", event("push", course, head)) for head in heads]
        with github.completed:
            assert github.completed.wait_for(lambda: course.check_runs, 60)
        first.end(signal.SIGKILL)  # wherever each of them is

    with started(doubled(tmp_path), **app(github, tmp_path)) as second:
        runs = github.completed_runs(course, len(heads))
        second.end(signal.SIGTERM)

    assert statuses == [202] * len(heads)
    assert sorted(run["head_sha"] for run in course.check_runs.values()) == sorted(heads)
    assert {run["conclusion"] for run in runs} == {"success"}


@pytest.fixture
def finished_exercises(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A problems folder of those exercises that these tests need, whatever else is being written."""
    folder = tmp_path / "problems"
    for name in ("6.6", "6.7", "6.10"):
        shutil.copytree(Settings().problems / "stage-06" / name, folder / name)
    monkeypatch.setenv("GRADER_PROBLEMS", str(folder))
    return folder


def locally(path: Path, exercise: str) -> dict[str, object]:
    """What the command line says of a file."""
    command = [sys.executable, "-m", "grader", "grade", "--exercise", exercise, "--json", str(path)]
    run = subprocess.run(command, env=untouched_environment(), capture_output=True, text=True, timeout=120, check=False)
    report: dict[str, object] = json.loads(run.stdout)
    return report


def test_a_pull_request_is_graded_as_the_command_line_grades_it(
    github: StandIn, course: Repository, tmp_path: Path, finished_exercises: Path
) -> None:
    right = (finished_exercises / "6.7/samples/plain.py").read_bytes()
    wrong = (finished_exercises / "6.6/samples/w_swish.py").read_bytes()
    rope = "import numpy as np\n\ndef apply_rope(x, positions):\n    raise RuntimeError('not yet')\n"
    cells = [{"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": rope}]
    notebook = json.dumps({"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": cells}).encode()
    files = {"layernorm.py": right, "ffn.py": wrong, "answers/rope.ipynb": notebook}
    head = course.commit(dict(files), parent=course.branches["main"])
    expected = {}
    for (path, data), exercise in zip(files.items(), ("6.7", "6.6", "6.10"), strict=True):
        (tmp_path / Path(path).name).write_bytes(data)
        expected[exercise] = locally(tmp_path / Path(path).name, exercise)

    with started(real(tmp_path), **app(github, tmp_path)) as service:
        assert deliver(service, "pull_request", event("pull_request.opened", course, head)) == 202
        (run,) = github.completed_runs(course)
        service.end(signal.SIGTERM)

    points = sum(float(str(report["points"])) for report in expected.values())
    assert run["conclusion"] == "failure"
    assert run["output"]["title"].startswith(f"{points:g} of 30 points")
    for report in expected.values():
        assert re.search(
            rf"{report['exercise']}.*{report['points']:g} of 10".replace(".", r"\\?."), run["output"]["summary"]
        )
    notes = run["output"]["annotations"]
    assert {note["path"] for note in notes} == {"ffn.py", "answers/rope.ipynb"}
    lines = wrong.decode().splitlines()
    assert all("def forward" in lines[note["start_line"] - 1] for note in notes if note["path"] == "ffn.py")
    assert all(note["start_line"] == 1 for note in notes if note["path"] == "answers/rope.ipynb")
    assert any("of code cell 1" in note["message"] for note in notes)

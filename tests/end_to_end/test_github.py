"""The GitHub App as a process of its own: killed with work accepted, started again; and graded for real."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.test_ci import RIGHT, problems_of
from tests.end_to_end.test_service import Service, doubled, real, started
from tests.github import standin
from tests.github.conftest import event, settings_for, signed
from tests.github.standin import Repository, StandIn

RULES = b'[files]\n"layernorm.py" = "6.7"\n'


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


def test_a_notebook_in_a_pull_request_is_graded_and_its_errors_name_the_cell(github: StandIn, tmp_path: Path) -> None:
    problems = problems_of(tmp_path / "problems", "6.7", "6.10")
    rules = b'[files]\n"layernorm.py" = "6.7"\n"week2/rope.ipynb" = "6.10"\n'
    code = "import numpy as np\n\ndef apply_rope(x, positions):\n    raise RuntimeError('not yet')\n"
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": code}
    notebook = json.dumps({"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [cell]}).encode()
    course = github.repository()
    course.commit({"grader.toml": rules}, branch="main")
    files = {"layernorm.py": RIGHT.encode(), "week2/rope.ipynb": notebook}
    head = course.commit(dict(files), parent=course.branches["main"])

    with started(real(tmp_path), **app(github, tmp_path), GRADER_PROBLEMS=str(problems)) as service:
        assert deliver(service, "pull_request", event("pull_request.opened", course, head)) == 202
        (run,) = github.completed_runs(course)
        service.end(signal.SIGTERM)

    assert (run["conclusion"], run["output"]["title"]) == ("failure", "10 of 20 points")
    notes = run["output"]["annotations"]
    assert {(note["path"], note["start_line"]) for note in notes} == {("week2/rope.ipynb", 1)}
    assert any("line 4 of code cell 1" in note["message"] for note in notes)

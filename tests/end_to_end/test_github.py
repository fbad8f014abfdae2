"""The GitHub App as a process of its own: killed with work accepted, started again; and graded for real."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.formats.github import check_outputs
from grader.formats.graded import Graded
from grader.formats.report_json import from_json
from tests.end_to_end.test_ci import ANSWER, GITHUB, POST_NORM, RELU, RIGHT, STAGE, ci, problems_of
from tests.end_to_end.test_ci import course as clone_of
from tests.end_to_end.test_service import TOKEN, Service, doubled, real, started
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


def notebook(code: str) -> str:
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": code}
    return json.dumps({"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [cell]})


ROPE = "import numpy as np\n\ndef apply_rope(x, positions):\n    raise RuntimeError('not yet')\n"
WORK = {
    "layernorm.py": ("6.7", RIGHT),
    "block.py": ("6.5", POST_NORM),
    "week2/ffn.py": ("6.6", RELU),
    "week2/rope.ipynb": ("6.10", notebook(ROPE)),
    "answers/6.1.md": ("6.1", ANSWER),
}


def test_the_webhook_grader_ci_here_and_grader_ci_at_the_service_agree(github: StandIn, tmp_path: Path) -> None:
    work = {path: one for path, one in WORK.items() if (STAGE / one[0]).exists()}
    problems = problems_of(tmp_path / "problems", *(exercise for exercise, _ in work.values()))
    rules = "[files]\n" + "".join(f'"{path}" = "{exercise}"\n' for path, (exercise, _) in work.items())
    change = {path: text for path, (_, text) in work.items()}
    clone = clone_of(tmp_path / "clone", {"grader.toml": rules}, change)
    at_github = github.repository()
    at_github.commit({"grader.toml": rules.encode()}, branch="main")
    head = at_github.commit({p: t.encode() for p, t in change.items()}, parent=at_github.branches["main"])
    settings = {**app(github, tmp_path), "GRADER_PROBLEMS": str(problems)}

    here = ci(clone, problems, **GITHUB)
    with started(real(tmp_path), **settings) as service:
        assert deliver(service, "pull_request", event("pull_request.opened", at_github, head)) == 202
        (run,) = github.completed_runs(at_github)
        url = str(service.http.base_url)
        there = ci(clone, problems, "--server", url, results="there", GRADER_TOKEN=TOKEN, **GITHUB)
        service.end(signal.SIGTERM)

    assert list(here.scores) == [(path, exercise) for path, (exercise, _) in work.items()]
    assert here.scores["layernorm.py", "6.7"] == 1.0
    assert here.scores["week2/rope.ipynb", "6.10"] == 0.0
    assert 0 < float(str(here.scores["block.py", "6.5"])) < 1
    assert there.scores == here.scores, there.log
    reports = [Graded(one["path"], from_json(one["report"])) for one in here.report["results"]]
    (expected,) = check_outputs(reports)
    assert run["conclusion"] == "failure"
    assert (run["output"]["title"], run["output"]["summary"]) == (expected["title"], expected["summary"])
    fields = ("path", "start_line", "annotation_level", "title")
    assert [[note[f] for f in fields] for note in run["output"]["annotations"]] == [
        [note[f] for f in fields] for note in expected["annotations"]
    ]
    forwards = [note["start_line"] for note in run["output"]["annotations"] if note["path"] == "block.py"]
    assert forwards
    assert all("def forward" in POST_NORM.splitlines()[line - 1] for line in forwards)
    in_cells = [note for note in run["output"]["annotations"] if note["path"] == "week2/rope.ipynb"]
    assert {note["start_line"] for note in in_cells} == {1}
    assert any("line 4 of code cell 1" in note["message"] for note in in_cells)

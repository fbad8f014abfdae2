"""One pull request, graded by `grader ci` here, by `grader ci` at a service, and by that service's GitHub App."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.end_to_end.test_ci import ANSWER, CORPUS, GITHUB, RIGHT, ci, course, problems_of
from tests.end_to_end.test_github import app, deliver
from tests.end_to_end.test_service import TOKEN, real, started
from tests.github import standin
from tests.github.conftest import event
from tests.github.standin import StandIn
from tests.unit.formats import judges

POST_NORM = (CORPUS / "6.5" / "pub_w1_post.py").read_text()


@pytest.fixture
def github() -> Iterator[StandIn]:
    with standin.running() as running_standin:
        yield running_standin


def compare(
    github: StandIn, folder: Path, monkeypatch: pytest.MonkeyPatch, rules: str, change: Mapping[str, str]
) -> dict[str, dict[str, object]]:
    """The reports by exercise, once all three ways are found to agree on every score and on every line."""
    exercises = [line.rpartition("=")[2].strip(' "') for line in rules.splitlines()[1:]]
    problems = problems_of(folder / "problems", *exercises)
    monkeypatch.setenv("GRADER_PROBLEMS", str(problems))
    clone = course(folder / "clone", {"grader.toml": rules}, change)
    hosted = github.repository()
    hosted.commit({"grader.toml": rules.encode()}, branch="main")
    files = {name: text.encode() for name, text in change.items()}
    head = hosted.commit(files, parent=hosted.branches["main"])

    here = ci(clone, problems, **GITHUB)
    with started(real(folder), **app(github, folder)) as service:
        server = ("--server", str(service.http.base_url).rstrip("/"))
        there = ci(clone, folder / "nothing", *server, results="there", GRADER_TOKEN=TOKEN, **GITHUB)
        assert deliver(service, "pull_request", event("pull_request.opened", hosted, head)) == 202
        (run,) = github.completed_runs(hosted)
        service.end(signal.SIGTERM)

    assert here.scores == there.scores, there.log
    assert here.code == there.code
    assert here.annotations == there.annotations
    for run_here in (here, there):
        assert run["output"]["title"].startswith(f"{run_here.report['points']:g} of {run_here.report['max_points']:g}")
        told = [line for line in run["output"]["summary"].splitlines() if line.startswith("|")]
        assert told == [line for line in run_here.summary.splitlines() if line.startswith("|")][: len(told)]
    beside = [(n["path"], n["start_line"], n["title"]) for n in run["output"].get("annotations", [])]
    assert beside == [
        (found.properties["file"], int(found.properties["line"]), found.properties["title"])
        for found in judges.commands(here.log.splitlines())
    ]
    assert run["conclusion"] == {0: "success", 1: "failure"}[here.code] or run["conclusion"] == "neutral"
    return {one["exercise"]: one["report"] for one in here.report["results"]}


def test_right_code_and_a_named_mistake(github: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = '[files]\n"layernorm.py" = "6.7"\n"block.py" = "6.5"\n'
    reports = compare(github, tmp_path, monkeypatch, rules, {"layernorm.py": RIGHT, "block.py": POST_NORM})
    assert reports["6.7"]["score"] == 1.0
    assert reports["6.5"]["misconceptions"][0]["slug"] == "post-norm"
    line = next(i["detail"]["line"] for i in reports["6.5"]["items"] if i["outcome"] == "fail")
    assert POST_NORM.splitlines()[line - 1].lstrip().startswith("def forward")


def test_code_and_a_written_answer(github: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = '[files]\n"layernorm.py" = "6.7"\n"answers/6.1.md" = "6.1"\n'
    reports = compare(github, tmp_path, monkeypatch, rules, {"layernorm.py": RIGHT, "answers/6.1.md": ANSWER})
    assert reports["6.7"]["score"] == 1.0
    assert reports["6.1"]["status"] in ("graded", "needs_review") and reports["6.1"]["score"] > 0

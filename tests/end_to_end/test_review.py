"""Assisted grading as its users meet it: answers wait, a person decides, the grade follows, whatever is killed."""

from __future__ import annotations

import json
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.end_to_end.test_service import TOKEN, Service, read_until_report, real, started, untouched_environment

RUBRIC = Path(__file__).parents[2] / "problems" / "stage-06" / "6.1"
ANSWERS = dict.fromkeys("abc", "Something with the depth goes somehow wrong on the way.")
WORK = {"exercise": "6.1", "answers": ANSWERS}


@pytest.fixture(autouse=True)
def problems(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One rubric without graded answers, so that everything in prose waits for a person."""
    folder = tmp_path_factory.mktemp("problems") / "6.1"
    shutil.copytree(RUBRIC, folder, ignore=shutil.ignore_patterns("graded.jsonl"))
    monkeypatch.setenv("GRADER_PROBLEMS", str(folder))
    return folder


def waiting(service: Service, **query: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = service.http.get("/v1/review", params=query).json()["groups"]
    return found


def decided(group: dict[str, Any], verdict: str) -> dict[str, Any]:
    return {"criterion": group["criterion"], "verdict": verdict, "reason": "Read.", "answers": group["answers"]}


def rows(folder: Path, asked: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(folder / "data" / "grader.db") as connection:
        return connection.execute(asked).fetchall()


def grader(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "grader", "rubric", *arguments],
        env=untouched_environment() | environment,
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_answers_wait_for_a_person_and_are_graded_by_them_across_kills(tmp_path: Path) -> None:
    with started(real(tmp_path)) as first:
        accepted = [first.http.post("/v1/submissions", json=WORK).json() for _ in range(5)]
        first.end(signal.SIGKILL)
    with started(real(tmp_path)) as second:
        reports = [read_until_report(second.http, one["links"]["events"])[-1][1] for one in accepted]
        group = waiting(second, criterion="a/vanish")[0]
        assert second.http.post("/v1/review/decisions", json=decided(group, "met")).json()["decided"] == 5
        second.end(signal.SIGKILL)  # at once after the answer
    with started(real(tmp_path)) as third:
        left = waiting(third)
        for each in left:
            assert third.http.post("/v1/review/decisions", json=decided(each, "met")).status_code == 200
        after = [third.http.get(one["links"]["self"]).json()["report"] for one in accepted]
        agreement = grader(tmp_path, "agreement", "--server", str(third.http.base_url), "--json", GRADER_TOKEN=TOKEN)
        third.end(signal.SIGTERM)

    assert {report["status"] for report in reports} == {"needs_review"}
    assert "a/vanish" not in {each["criterion"] for each in left}
    assert {(report["status"], report["score"]) for report in after} == {("graded", 1.0)}
    criteria = len(after[0]["items"])
    assert rows(tmp_path, "SELECT count(*) FROM decision") == [(5 * criteria,)]  # nothing twice
    assert json.loads(agreement.stdout)["all"]["suggestions"]["count"] == 5 * criteria


def test_a_kill_amid_decisions_leaves_none_of_them_half_done(tmp_path: Path) -> None:
    acknowledged: list[str] = []
    enough = threading.Event()
    with started(real(tmp_path)) as first:
        for _ in range(20):
            first.http.post("/v1/submissions", json=WORK, headers={"prefer": "wait=30"})
        group = waiting(first, criterion="a/vanish")[0]

        def work() -> None:
            for answer in group["answers"]:
                body = decided({**group, "answers": [answer]}, "met")
                try:
                    assert first.http.post("/v1/review/decisions", json=body).status_code == 200
                except httpx2.HTTPError:
                    return
                acknowledged.append(answer["submission"])
                if len(acknowledged) == 5:
                    enough.set()

        person = threading.Thread(target=work)
        person.start()
        assert enough.wait(60)
        first.process.send_signal(signal.SIGKILL)
        person.join()
        first.end(signal.SIGKILL)
    with started(real(tmp_path)) as second:
        open_ = {a["submission"] for g in waiting(second, criterion="a/vanish") for a in g["answers"]}
        second.end(signal.SIGTERM)

    done = {name for (name,) in rows(tmp_path, "SELECT submission_id FROM staff_decision")}
    assert set(acknowledged) <= done
    assert len(done) + len(open_) == 20
    assert done & open_ == set()
    assert {name for (name,) in rows(tmp_path, "SELECT submission_id FROM revised_report")} == done
    assert len(rows(tmp_path, "SELECT id FROM audit")) == 2 * len(done)


def test_the_terminal_reads_the_folder_while_the_service_runs_and_calibrates_from_it(
    tmp_path: Path, problems: Path
) -> None:
    data = str(tmp_path / "data")
    with started(real(tmp_path)) as service:
        service.http.post("/v1/submissions", json=WORK, headers={"prefer": "wait=30"})
        listed = grader(tmp_path, "review", "--data", data, "--exercise", "6.1", "--criterion", "a/vanish", "--json")
        group = json.loads(listed.stdout)["groups"][0]
        service.http.post("/v1/review/decisions", json=decided(group, "met"))
        made = grader(tmp_path, "calibrate", "--data", data, "--out", "thresholds.toml", "--picture", "curve.svg")

    assert group["answer"] == ANSWERS["a"]
    assert made.returncode == 0, made.stderr
    assert "only suggests (shadow mode)" in made.stdout
    assert (tmp_path / "curve.svg").read_text().startswith("<svg")
    with started(real(tmp_path), GRADER_THRESHOLDS=str(tmp_path / "thresholds.toml")) as service:
        report = service.http.post("/v1/submissions", json=WORK, headers={"prefer": "wait=30"}).json()["report"]
    assert report["status"] == "needs_review"
    twice = [grader(tmp_path, "collect", "--data", data) for _ in range(2)]
    assert [each.returncode for each in twice] == [0, 0]
    (line,) = (problems / "graded.jsonl").read_text().splitlines()  # the second time nothing is new
    assert json.loads(line) == {
        "exercise": "6.1", "part": "a", "answer": ANSWERS["a"], "gold": {"vanish": 1.0}, "kind": "reviewed"
    }  # fmt: skip
    checked = subprocess.run(
        [sys.executable, "-m", "grader", "exercise", "check", str(problems)],
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert checked.returncode == 0, checked.stdout


def test_what_is_wrong_with_a_command_is_said_in_one_line(tmp_path: Path) -> None:
    for arguments in (
        ["review"],  # there is no terminal here
        ["review", "--json", "--data", "nowhere"],
        ["review", "--json", "--server", "http://127.0.0.1:9"],
        ["review", "--criterion", "vanish"],
        ["calibrate", "--data", "nowhere"],
        ["collect", "--data", "nowhere"],
        ["calibrate", "nowhere.jsonl"],
        ["calibrate"],
    ):
        run = grader(tmp_path, *arguments, GRADER_TOKEN=TOKEN)
        assert run.returncode == 2, arguments
        assert run.stderr
        assert "Traceback" not in run.stderr

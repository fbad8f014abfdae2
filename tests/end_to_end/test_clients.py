"""The ways to hand in from afar, against a service that is a process of its own: client, `grader submit`, `%%grade`."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from grader.client import Client
from grader.model import Item, Misconception, Outcome, Submission
from grader.notebook import Shown
from grader.settings import Settings
from grader.testing import full_marks
from tests.end_to_end.test_service import TOKEN, Service, doubled, real, started, untouched_environment

SOURCE = "class LayerNorm:\n    pass\n"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """A service that takes its time, so that there is something to follow."""
    with started(doubled(tmp_path, seconds=1.5)) as running:
        yield running


def address(service: Service) -> str:
    return str(service.http.base_url).rstrip("/")


def test_the_blocking_client_follows_a_submission_live(service: Service) -> None:
    with Client(address(service), TOKEN) as client:
        found = client.submit("6.7", SOURCE)
        steps = list(client.follow(found.id))
        report = client.grade("6.7", SOURCE)

    assert [step.status for step in steps][-2:] == ["running", "done"]
    assert steps[-1].report is not None
    assert report.score == 1.0


def submit(*arguments: str, token: str = TOKEN) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "grader", "submit", "--exercise", "6.7", *arguments]
    environment = untouched_environment() | {"GRADER_TOKEN": token}
    run = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert "Traceback" not in run.stderr
    return run


def test_grader_submit_shows_the_report_and_says_by_its_exit_code(service: Service, tmp_path: Path) -> None:
    file = tmp_path / "norm.py"
    file.write_text(SOURCE)
    empty = tmp_path / "empty.py"
    empty.write_text("")
    there = ("--server", address(service))

    shown = submit(str(file), *there)
    as_json = submit(str(file), *there, "--json")

    assert shown.returncode == 0
    assert "10 of 10 points" in shown.stdout
    assert as_json.returncode == 0
    assert json.loads(as_json.stdout)["score"] == 1.0
    assert submit(str(empty), *there).returncode == 1
    assert submit(str(tmp_path / "missing.py"), *there).returncode == 2
    assert submit(str(file), *there, token="ag_wrong").returncode == 2
    assert submit(str(file), "--server", "http://grader.example").returncode == 2
    assert submit(str(file), *there, "--seconds", "1").returncode == 3
    assert submit(str(file)).returncode == 2


def test_a_report_below_full_marks_is_exit_code_1_and_no_answer_is_3(tmp_path: Path) -> None:
    file = tmp_path / "norm.py"
    file.write_text(SOURCE)
    with started(real_where_6_7_is(tmp_path)) as service:
        below = submit(str(file), "--server", address(service))
        gone = address(service)

    assert below.returncode == 1, below.stderr
    assert "Shape" in below.stdout
    assert submit(str(file), "--server", gone).returncode == 3


def real_where_6_7_is(folder: Path) -> list[str]:
    """The real service with the one exercise that this needs, whatever else is being written."""
    shutil.copytree(Settings().problems / "stage-06/6.7", folder / "problems/6.7")
    return ["env", f"GRADER_PROBLEMS={folder / 'problems'}", *real(folder)]


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, service: Service) -> Iterator[InteractiveShell]:
    monkeypatch.setenv("GRADER_TOKEN", TOKEN)
    monkeypatch.setenv("GRADER_SERVER", address(service))
    InteractiveShell.clear_instance()
    made = InteractiveShell.instance()
    made.run_cell("%load_ext grader.notebook")
    yield made
    InteractiveShell.clear_instance()


def test_the_magic_runs_the_cell_hands_it_in_and_shows_the_report(shell: InteractiveShell) -> None:
    with capture_output() as said:
        result = shell.run_cell("%%grade 6.7\nclass LayerNorm:\n    mine = 1\n")

    assert result.success
    assert shell.user_ns["LayerNorm"].mine == 1
    last: dict[str, Any] = said.outputs[-1].data
    assert "10 of 10 points" in last["text/html"]
    assert "6.7: 10 of 10 points" in last["text/plain"]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("%%grade\nx = 1", "Write for example"),
        ("%%grade 6.7 --server http://grader.example\nx = 1", "https"),
        ("%%grade 6.99\nx = 1", "6.99"),
        ("%%grade 6.7\n!ls", "line 2 of code cell 1"),
        ("%%grade 6.7 'open\nx = 1", "%%grade"),
    ],
)
def test_what_cannot_be_handed_in_is_said_in_a_sentence(shell: InteractiveShell, cell: str, said: str) -> None:
    with capture_output() as shown:
        result = shell.run_cell(cell)

    assert not result.success
    assert "Traceback" not in shown.stderr + shown.stdout
    assert said in f"{result.error_in_exec} {shown.stderr}"


def test_a_cell_that_raises_is_not_handed_in(shell: InteractiveShell, tmp_path: Path) -> None:
    with capture_output():
        shell.run_cell("%%grade 6.7\nraise ValueError('not yet')\n")

    assert not (tmp_path / "told").exists()


def test_in_the_page_everything_that_a_student_wrote_is_text() -> None:
    attack = "<img src=x onerror=alert(1)>"
    item = Item(id="a", kind="shape", title=attack, outcome=Outcome.FAIL, points=0, max_points=1, message=attack)
    whole = full_marks(Submission(id="1", exercise="6.7", source=""))
    named = Misconception(slug="s", title=attack, explanation=attack, hint=attack)
    fields = {name: getattr(whole, name) for name in type(whole).__dataclass_fields__}
    report = type(whole)(**{**fields, "items": (item,), "misconceptions": (named,), "stdout": attack})

    page = Shown("", report)._repr_html_()

    assert page is not None
    assert "<img" not in page
    assert "&lt;img" in page
    assert "<style" not in page  # nothing reaches beyond the report

"""What a file in the repository comes to, whatever it is and whoever grades it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from grader.ci import publish
from grader.ci.config import Work
from grader.ci.host import Host
from grader.cli.ci import failed, report_on
from grader.client import Unavailable
from grader.errors import InvalidSubmission
from grader.formats.graded import Graded
from grader.model import Report, Submission
from grader.testing import full_marks
from tests.unit.formats.reports import corpus, fault, pending

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@dataclass
class Prepared:
    """Grades everything with full marks, or fails as told."""

    error: Exception | None = None
    asked: list[tuple[Work, bytes]] = field(default_factory=list)

    async def worth(self) -> Mapping[str, float]:
        return {"6.7": 10.0}

    async def grade(self, work: Work, data: bytes) -> Report:
        self.asked.append((work, data))
        if self.error:
            raise self.error
        return full_marks(Submission(id="1", exercise=work.exercise, source=data.decode()))


async def test_a_file_is_handed_over_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"\xef\xbb\xbfx = 1\r\n")
    grades = Prepared()
    assert (await report_on(tmp_path, Work("a.py", "6.7"), grades, 10.0)).score == 1.0
    assert grades.asked == [(Work("a.py", "6.7"), b"\xef\xbb\xbfx = 1\r\n")]


async def test_what_is_no_file_earns_nothing_and_is_handed_to_nobody(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.py")
    (tmp_path / "link.py").symlink_to("/etc/passwd")
    (tmp_path / "large.py").write_bytes(b"#" * 2_000_000)
    grades = Prepared()
    for name in ("pipe.py", "link.py", "large.py", "missing.py"):
        report = await report_on(tmp_path, Work(name, "6.7"), grades, 10.0)
        assert (report.status, report.score, report.points, report.max_points) == ("not_gradable", 0.0, 0.0, 10.0)
        assert report.stopped and name in report.stopped["message"]
    assert grades.asked == []


async def test_a_file_that_the_door_refuses_is_the_students_and_a_lost_service_is_not(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1\n")
    work = Work("a.py", "6.7")
    refused = await report_on(tmp_path, work, Prepared(InvalidSubmission("a NUL character")), 10.0)
    assert (refused.status, refused.score) == ("not_gradable", 0.0)
    lost = await report_on(tmp_path, work, Prepared(Unavailable("gone")), 10.0)
    assert (lost.status, lost.score, lost.points) == ("grader_error", None, None)


def test_the_exit_code_says_who_has_to_act() -> None:
    right, wrong = Graded("a.py", corpus("pub_c1_vector.py")), Graded("b.py", corpus("pub_w4_bessel.py"))
    waiting, failed = Graded("c.md", pending()), Graded("d.py", fault())
    assert publish.exit_code([right], 1.0) == 0
    assert publish.exit_code([right, wrong], 1.0) == 1
    assert publish.exit_code([right, wrong], 0.15) == 0
    assert publish.exit_code([wrong, failed], 0.0) == 3
    assert publish.exit_code([], 1.0) == 0
    assert publish.exit_code([right, waiting], 1.0) == 0  # staff may still give what is missing
    assert "result=pending\n" in publish.outputs([waiting], 0, "results")


def test_the_log_tells_what_is_pending_beside_what_is_decided() -> None:
    lines = list(publish.log([Graded("a.py", corpus("pub_c1_vector.py")), Graded("c.md", pending())], ["a note"]))
    assert lines == [
        "note: a note",
        "6.7 a.py: 10 of 10 points",
        "6.1 c.md: 3 of 5 points, 2 pending",
        "13 of 15 points, 2 pending",
    ]


def test_where_commands_are_stopped_nothing_is_said_on_a_stream_that_may_arrive_after_they_resume(
    capsys: pytest.CaptureFixture[str],
) -> None:
    failed(Host("github"), "no\n::error::forged", publish.USAGE)
    failed(Host("shell"), "no", publish.USAGE)
    told = capsys.readouterr()
    assert "forged" in told.out and told.err == "grader: no\n"


def test_an_output_holds_no_line_of_its_own() -> None:
    text = publish.outputs([], 0, "results\nscore=1")
    assert len(text.splitlines()) == 6 and "\nscore=1\n" not in text

"""What a terminal shows of a report: text as text, and no mark that is none yet."""

from __future__ import annotations

import io

from rich.console import Console

from grader.cli.grade import full_marks
from grader.cli.show import show
from grader.model import Report
from tests.unit.formats.reports import corpus, fault, hostile, pending


def shown(report: Report, name: str = "a.py") -> str:
    page = io.StringIO()
    show(Console(file=page, width=200), name, report)
    return page.getvalue()


def test_what_waits_for_staff_is_shown_as_pending_and_not_as_the_mark_that_is_suggested() -> None:
    text = shown(pending())  # 3 points are decided; for one criterion 1 of 2 is suggested
    assert "60% · 3 of 5 points, 2 pending" in text
    assert "1/2" not in text and "80%" not in text


def test_a_fault_of_ours_shows_no_score() -> None:
    text = shown(fault())
    assert "not scored" in text and "%" not in text


def test_full_marks_are_shown_as_such() -> None:
    report = corpus("pub_c1_vector.py")
    assert "100% · 10 of 10 points" in shown(report) and full_marks(report)


def test_a_terminal_is_sent_no_control_character_of_a_student() -> None:
    text = shown(hostile(), "a\x1b[2J[red].py")
    assert "\x1b" not in text and "\x00" not in text and "[red].py" in text

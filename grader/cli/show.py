"""A report in the terminal."""

from __future__ import annotations

from rich.console import Console, Group
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from grader.formats.escaping import visible
from grader.formats.graded import decided_points, is_pending, pending_points, verdict
from grader.model import Outcome, Report

MARKS = {
    Outcome.PASS: ("✓", "green"),
    Outcome.PARTIAL: ("◐", "yellow"),
    Outcome.FAIL: ("✗", "red"),
    Outcome.SKIPPED: ("–", "dim"),
    Outcome.UNSURE: ("?", "yellow"),
}


def show(console: Console, name: str, report: Report) -> None:
    """Print one report. Everything that may come from a student is printed as text, never as markup."""
    parts: list[Table | Text] = []
    if report.stopped is not None:
        parts.append(_text(str(report.stopped["message"]), style="bold red"))
    table = Table(show_header=False, box=None, padding=(0, 1), expand=True)
    table.add_column(width=1)
    table.add_column(ratio=2)
    table.add_column(justify="right", width=9)
    table.add_column(ratio=6)
    for item in report.items:
        mark, style = MARKS[item.outcome]
        points = "pending" if is_pending(report, item) else f"{item.points:g}/{item.max_points:g}"
        table.add_row(Text(mark, style=style), _text(item.title), Text(points, style=style), _text(item.message))
    parts.append(table)
    for found in report.misconceptions:
        parts.append(_text(f"\nIt looks like: {found.title}", style="bold yellow"))
        parts += [_text(found.explanation), _text(f"Hint: {found.hint}", style="italic")]
    parts += [_text(f"Note: {note}", style="cyan") for note in report.notes]
    if report.stdout.strip():
        parts.append(_text("\nPrinted by the submission:\n" + report.stdout[-2000:], style="dim"))
    title = f"{escape(visible(name))} · exercise {escape(report.exercise)}"
    decided = 0.0 if report.score is None else decided_points(report)
    colour = "green" if decided == report.max_points else "yellow" if decided or pending_points(report) else "red"
    share = "" if report.score is None else f"{decided / report.max_points:.0%} · "
    told = f"[bold {colour}]{share}{verdict(report)}[/]"
    console.print(Panel(Group(*parts), title=title, subtitle=told, border_style=colour))


def _text(text: str, style: str = "") -> Text:
    return Text(visible(text), style=style)

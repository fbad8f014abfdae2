"""A report in the terminal."""

from __future__ import annotations

from rich.console import Console, Group
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

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
        parts.append(Text(str(report.stopped["message"]), style="bold red"))
    table = Table(show_header=False, box=None, padding=(0, 1), expand=True)
    table.add_column(width=1)
    table.add_column(ratio=2)
    table.add_column(justify="right", width=9)
    table.add_column(ratio=6)
    for item in report.items:
        mark, style = MARKS[item.outcome]
        points = f"{item.points:g}/{item.max_points:g}"
        table.add_row(Text(mark, style=style), Text(item.title), Text(points, style=style), Text(item.message))
    parts.append(table)
    for found in report.misconceptions:
        parts.append(Text(f"\nIt looks like: {found.title}", style="bold yellow"))
        parts += [Text(found.explanation), Text(f"Hint: {found.hint}", style="italic")]
    parts += [Text(f"Note: {note}", style="cyan") for note in report.notes]
    if report.stdout.strip():
        parts.append(Text("\nPrinted by the submission:\n" + report.stdout[-2000:], style="dim"))
    title = f"{escape(name)} · exercise {report.exercise}"
    colour = "red" if not report.score else "green" if report.score == 1.0 else "yellow"
    score = (
        "not scored"
        if report.score is None
        else f"{report.score:.0%} · {report.points:g} of {report.max_points:g} points"
    )
    console.print(Panel(Group(*parts), title=title, subtitle=f"[bold {colour}]{score}[/]", border_style=colour))

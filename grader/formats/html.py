"""A page that stands alone: nothing is fetched, no script runs, everything that was written by somebody is text."""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Iterator, Sequence

from grader.formats import plot
from grader.formats.escaping import visible
from grader.formats.graded import (
    FAULT,
    PENDING,
    Context,
    Graded,
    is_pending,
    message_of,
    points_of,
    stopped_message,
    verdict,
)
from grader.model import Item, Report

STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid #8886; padding: .4rem .6rem; text-align: left; vertical-align: top; }
td.points { white-space: nowrap; text-align: right; font-variant-numeric: tabular-nums; }
tr.pass .outcome { color: #18794e; } tr.fail .outcome { color: #ca244d; }
tr.partial .outcome, tr.unsure .outcome { color: #ab6400; }
aside { border-left: .25rem solid #ab6400; padding: .1rem 1rem; margin: 1rem 0; }
pre { overflow-x: auto; background: #8882; padding: .8rem; font-size: .85rem; }
"""
_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY = f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'"
WORDS = {"pass": "right", "partial": "partly", "fail": "wrong", "skipped": "not checked", "unsure": "pending"}


def render(graded: Sequence[Graded], _context: Context) -> str:
    """One document."""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Report</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        + "\n".join(line for one in graded for line in _report(one))
        + "\n</body>\n</html>\n"
    )


def fragment(graded: Sequence[Graded]) -> str:
    """The same for a page that has its own style: no document, and nothing that reaches beyond this element."""
    return '<div class="grader-report">\n' + "\n".join(line for one in graded for line in _report(one)) + "\n</div>\n"


def _report(one: Graded) -> Iterator[str]:
    report = one.report
    yield f"<section>\n<h1>{_text(report.exercise)} <small>{_text(one.path)}</small></h1>"
    yield f"<p><strong>{_text(verdict(report))}</strong></p>"
    if report.status == "grader_error":
        yield f"<p>{_text(FAULT)}</p>"
    if report.stopped:
        yield f"<p>{_text(stopped_message(report))}</p>"
    if report.items:
        yield "<table>\n<thead><tr><th>Check</th><th>Outcome</th><th>Points</th><th></th></tr></thead>\n<tbody>"
        yield from (_row(report, item) for item in report.items)
        yield "</tbody>\n</table>"
    for found in report.misconceptions:
        yield f"<aside>\n<p><strong>It looks like: {_text(found.title)}</strong></p>\n<p>{_text(found.explanation)}</p>"
        yield f"<p><em>Hint:</em> {_text(found.hint)}</p>\n</aside>"
    if report.notes:
        yield "<ul>" + "".join(f"<li>{_text(note)}</li>" for note in report.notes) + "</ul>"
    if picture := plot.errors(report):
        yield f"<details><summary>Errors, result by result</summary><pre>{_text(picture)}</pre></details>"
    if report.stdout.strip():
        yield f"<details><summary>Printed by the submission</summary><pre>{_text(report.stdout)}</pre></details>"
    yield "</section>"


def _row(report: Report, item: Item) -> str:
    said = f"{PENDING} {message_of(item)}" if is_pending(report, item) else message_of(item)
    outcome = item.outcome.value
    return (
        f'<tr class="{outcome}"><td>{_text(item.title)}</td><td class="outcome">{WORDS[outcome]}</td>'
        f'<td class="points">{points_of(report, item)}</td><td>{_text(said)}</td></tr>'
    )


def _text(text: str) -> str:
    return html.escape(visible(text))

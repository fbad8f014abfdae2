"""The table of formats: each by the name that the command line and the HTTP API know it by."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from grader.formats import (
    classroom50,
    github,
    gitlab,
    gradescope,
    html,
    junit,
    markdown,
    prairielearn,
    report_json,
)
from grader.formats.graded import Context, Graded

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write reports down."""

    media_type: str
    render: Callable[[Sequence[Graded], Context], str]  # raises NothingScored where the format can only hold a score


FORMATS: Mapping[str, Format] = {
    "json": Format("application/jsonl", report_json.render),
    "markdown": Format("text/markdown; charset=utf-8", markdown.render),
    "html": Format("text/html; charset=utf-8", html.render),
    "junit": Format("application/xml", junit.render),
    "github": Format("text/plain; charset=utf-8", github.render),
    "github-check": Format(JSON, github.render_check),
    "gitlab": Format(JSON, gitlab.render),
    "gradescope": Format(JSON, gradescope.render),
    "prairielearn": Format(JSON, prairielearn.render),
    "classroom50": Format(JSON, classroom50.render),
}

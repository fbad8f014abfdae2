"""A stored report in another format."""

from __future__ import annotations

import json

from starlette.responses import Response

from grader.api.problems import Problem
from grader.errors import NothingScored
from grader.formats import html
from grader.formats.graded import Context, Graded
from grader.formats.report_json import from_json
from grader.formats.table import FORMATS
from grader.store.base import Stored


def in_format(stored: Stored, name: str) -> Response:
    """The report alone, as the format of that name writes it. Raises Problem."""
    if name not in FORMATS:
        raise Problem(
            "unknown-format",
            f"There is no format {name[:40]!r}.",
            f"The formats are: {', '.join(FORMATS)}.",
            "query format",
        )
    if stored.report is None:
        raise Problem(
            "no-report-yet", f"The submission is {stored.status.value}.", "Ask again when its status is done."
        )
    graded = [Graded(stored.filename, from_json(json.loads(stored.report)))]
    finished = stored.finished_at or stored.created_at
    try:
        text = FORMATS[name].render(graded, Context(finished.strftime("%Y-%m-%dT%H:%M:%SZ")))
    except NothingScored as error:
        raise Problem("nothing-scored", str(error), "Ask for another format, or have it graded again.") from error
    headers = {"Content-Security-Policy": f"{html.POLICY}; frame-ancestors 'none'"} if name == "html" else {}
    return Response(text, media_type=FORMATS[name].media_type, headers=headers)

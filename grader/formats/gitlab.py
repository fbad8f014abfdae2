"""GitLab's code quality report: remarks beside the lines of a merge request (a subset of Code Climate's format)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from grader.formats.escaping import clipped, visible
from grader.formats.graded import Context, Graded, remarks

SEVERITY = {"failure": "major", "warning": "minor", "notice": "info"}
DESCRIPTION_BYTES = 4000


def render(graded: Sequence[Graded], _context: Context) -> str:
    """A JSON array. The fingerprint is of file and check, not of line or text: a remark that moves stays the same."""
    document = [
        {
            "description": clipped(visible(f"{remark.title}. {remark.message}"), DESCRIPTION_BYTES, " …"),
            "check_name": f"grader/{remark.code}",
            "fingerprint": hashlib.sha256(f"{remark.path}\0{remark.code}".encode()).hexdigest(),
            "severity": SEVERITY[remark.level],
            "location": {"path": remark.path, "lines": {"begin": remark.line}},
        }
        for remark in remarks(graded)
    ]
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"

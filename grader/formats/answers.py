"""Where in a file of written answers a remark belongs: at the heading of the part that it is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from grader.model import Item, Report


def located(report: Report, text: str) -> Report:
    """The report on answers in Markdown, each item with the line of its part's heading (its id is `part/criterion`)."""
    headings = dict(_headings(text.splitlines()))
    return replace(report, items=tuple(_located(item, headings) for item in report.items))


def _located(item: Item, headings: dict[str, int]) -> Item:
    line = headings.get(item.id.partition("/")[0])
    return item if line is None or "line" in item.detail else replace(item, detail={**item.detail, "line": line})


def _headings(lines: Iterable[str]) -> Iterable[tuple[str, int]]:
    """(part, line) of each heading such as `## a`, `### Part (b)` or `# 6.1 c)`."""
    fenced = False
    for number, line in enumerate(lines, 1):
        fenced ^= line.lstrip().startswith(("```", "~~~"))
        words = line.strip().strip("#").split()
        if not fenced and line.lstrip().startswith("#") and words:
            yield words[-1].strip("().:").lower(), number

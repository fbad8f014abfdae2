"""How far off each result is, as text: a picture that any log, terminal and summary can show."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from grader.model import Report

LOWEST, HIGHEST = -17, 1  # powers of ten: rounding noise of float64; ten times the reference's largest entry
WIDTH = 2 * (HIGHEST - LOWEST)
LABEL = 34


def errors(report: Report) -> str:
    """One bar a result, up to the error that was found; `|` is what is allowed. Empty where nothing was compared."""
    return "\n".join(_lines(report))


def _lines(report: Report) -> Iterator[str]:
    for item in report.items:
        cases = item.detail.get("cases")
        if not isinstance(cases, (list, tuple)) or not cases or item.visibility == "hidden":
            continue
        label = "error over the largest entry"
        yield f"{label:<{LABEL}}  1e{LOWEST}{'1e+1':>{WIDTH - 3}}"
        for case in cases:
            yield f"{_cut(str(case['topic'])):<{LABEL}}  {_bar(case)}"


def _bar(case: Mapping[str, Any]) -> str:
    error, right = case.get("error"), bool(case.get("right"))
    mark = "ok" if right else "WRONG"
    if not isinstance(error, (int, float)):
        return f"{'(not shown)':{WIDTH}} {mark}"
    allowed = _column(float(case["tolerance"]))
    filled = _column(float(error))
    cells = ["#" if column < filled else " " for column in range(WIDTH)]
    cells[min(allowed, WIDTH - 1)] = "|"
    return f"{''.join(cells)} {error:.1e} {mark}"


def _column(value: float) -> int:
    """The column of a value on the logarithmic axis."""
    if not math.isfinite(value):
        return WIDTH
    place = (math.log10(value) if value > 0 else LOWEST) - LOWEST
    return max(0, min(WIDTH, round(place / (HIGHEST - LOWEST) * WIDTH)))


def _cut(text: str) -> str:
    return text if len(text) <= LABEL else text[: LABEL - 1] + "…"

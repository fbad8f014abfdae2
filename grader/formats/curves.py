"""Risk-coverage curves as a picture (SVG) and as text: how many would be decided, and how many of those wrongly."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from grader.rubric.calibration import Calibration, Point, needed

COLUMNS = 3
PANEL, PLOT = (300, 210), (230, 120)  # pixels: one panel with its title and labels; the axes within
LEFT, TOP = 50, 34
BAR = 24  # characters that stand for a coverage of 1
LINES = 8  # of one curve in the terminal
STYLE = (
    "text{font:11px sans-serif;fill:#222}.t{font-weight:bold}.a{stroke:#888;fill:none}"
    ".r{stroke:#1f5fa8;fill:none;stroke-width:2}.b{stroke:#1f5fa8;fill:none;stroke-dasharray:4 3}"
    ".g{stroke:#b3261e}.c{fill:#1f5fa8}"
)


def picture(calibrated: Sequence[Calibration], target: float) -> str:
    """An SVG with a panel for each group that has a curve: share of wrong ones (line), its bound (dashed), target."""
    drawn = [each for each in calibrated if each.curve]
    rows = -(-len(drawn) // COLUMNS)
    width, height = COLUMNS * PANEL[0], max(rows, 1) * PANEL[1] + 30
    panels = "".join(
        f'<g transform="translate({column * PANEL[0]},{row * PANEL[1]})">{_panel(each, target)}</g>'
        for (row, column), each in zip(itertools.product(range(rows), range(COLUMNS)), drawn, strict=False)
    )
    legend = (
        f"share of wrong decisions (line) and its one-sided 95 % bound (dashed) over coverage; red: target {target:.1%}"
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f"<title>Risk-coverage curves</title><style>{STYLE}</style>"
        f'<rect width="100%" height="100%" fill="#fff"/>{panels}<text x="10" y="{height - 10}">{legend}</text></svg>\n'
    )


def _panel(calibration: Calibration, target: float) -> str:
    points = calibration.curve
    top = min(1.0, max([4 * target, *(point.risk for point in points)]))

    def x(coverage: float) -> str:
        return f"{LEFT + coverage * PLOT[0]:.1f}"

    def y(share: float) -> str:
        return f"{TOP + PLOT[1] * (1 - min(share, top) / top):.1f}"

    def line(style: str, heights: Sequence[float]) -> str:
        coordinates = " ".join(f"{x(p.coverage)},{y(h)}" for p, h in zip(points, heights, strict=True))
        return f'<polyline class="{style}" points="{coordinates}"/>'

    dots = "".join(f'<circle class="c" cx="{x(p.coverage)}" cy="{y(p.risk)}" r="2"/>' for p in points)
    chosen = calibration.chosen
    mark = f'<circle class="c" cx="{x(chosen.coverage)}" cy="{y(chosen.bound)}" r="4"/>' if chosen else ""
    bottom = TOP + PLOT[1]
    return (
        f'<text class="t" x="{LEFT}" y="14">{escape(calibration.group)}</text>'
        f'<text x="{LEFT}" y="28">{escape(verdict(calibration, target))}</text>'
        f'<path class="a" d="M{LEFT} {TOP}V{bottom}H{LEFT + PLOT[0]}"/>'
        f'<text x="{LEFT - 6}" y="{TOP + 8}" text-anchor="end">{top:.0%}</text>'
        f'<text x="{LEFT - 6}" y="{bottom}" text-anchor="end">0</text>'
        f'<text x="{LEFT}" y="{bottom + 14}">0</text>'
        f'<text x="{LEFT + PLOT[0]}" y="{bottom + 14}" text-anchor="end">coverage 100 %</text>'
        f'<line class="g" x1="{LEFT}" x2="{LEFT + PLOT[0]}" y1="{y(target)}" y2="{y(target)}"/>'
        f"{line('r', [p.risk for p in points])}{line('b', [p.bound for p in points])}{dots}{mark}"
    )


def verdict(calibration: Calibration, target: float) -> str:
    """What follows for a group, in a few words."""
    chosen = calibration.chosen
    if chosen is not None:
        return f"decides from {chosen.threshold:.3g} on: {chosen.coverage:.0%} of {calibration.count}"
    if calibration.usable < needed(target):
        return f"unproven: {calibration.usable} of the {needed(target)} labels it takes"
    return f"refuted: no confidence keeps {target:.1%}"


def text(calibration: Calibration, target: float) -> Iterator[str]:
    """The curve as lines for a terminal: confidence, coverage as a bar, wrong ones, bound."""
    yield f"{calibration.group}: {verdict(calibration, target)}"
    for point in _some(calibration):
        bar = "█" * round(BAR * point.coverage)
        mark = "  <- threshold" if point is calibration.chosen else ""
        yield (
            f"  from {point.threshold:5.3f}  {bar:<{BAR}} {point.coverage:4.0%}"
            f"  {point.wrong:3} of {point.decided:4} wrong, bound {point.bound:5.1%}{mark}"
        )


def _some(calibration: Calibration) -> list[Point]:
    """Evenly spread points of the curve, with both ends and the chosen one."""
    points = calibration.curve
    if len(points) <= LINES:
        return list(points)
    wanted = {round(step * (len(points) - 1) / (LINES - 1)) for step in range(LINES)}
    return [point for index, point in enumerate(points) if index in wanted or point is calibration.chosen]

"""Findings to points. Plain arithmetic, and nothing else decides a score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from grader.catalog.spec import Check
from grader.model import Finding, Outcome


def points_for(check: Check, finding: Finding) -> float:
    """Points of one check: its share of what it is worth."""
    return round(check.points * min(max(finding.fraction, 0.0), 1.0), 4)


def total(checks: Sequence[Check], findings: Mapping[str, Finding]) -> tuple[float, float]:
    """(points, score 0..1). Exactly 1.0 when every check passed in full."""
    best = sum(check.points for check in checks)
    points = sum(points_for(check, findings[check.kind]) for check in checks)
    full = all(findings[c.kind].outcome is Outcome.PASS and findings[c.kind].fraction == 1.0 for c in checks)
    return (best, 1.0) if full else (round(points, 4), round(points / best, 4))

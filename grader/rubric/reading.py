"""What the rules make of one part's answer, before graded answers are asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from grader.rubric.decision import Proposal
from grader.rubric.evidence import Prose


@dataclass(frozen=True, slots=True)
class Reading:
    """One part's answer, read."""

    proposals: Mapping[str, Proposal]  # by criterion
    flags: tuple[str, ...] = ()  # of the screens, for the whole answer
    text: Prose | None = None  # none if there is nothing to read

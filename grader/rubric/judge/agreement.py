"""Two keys: what the model says is a verdict only together with the offline layers; otherwise it is a suggestion."""

from __future__ import annotations

from grader.rubric.decision import Decision, Layer, Proposal, Thresholds, decide
from grader.rubric.judge.reply import Opinion


def askable(decision: Decision) -> bool:
    """Whether the model may be asked: the criterion is open, and its answer neither gives orders nor is worthless."""
    proposal = decision.proposal
    return not decision.decided and "injection" not in proposal.flags and proposal.layer is not Layer.SCREEN


def combined(exercise: str, decision: Decision, opinion: Opinion, thresholds: Thresholds) -> Decision:
    """An open decision after the model was asked.

    Credit stands only if the offline layers found the same credit, nothing flags it, and the judge layer's threshold
    allows it. Likeness to the reference is no finding: "Would the gradients vanish?" is most like it. Nothing is failed
    by the model alone: its `not_met` is always left to a person.
    """
    offline = decision.proposal
    doubt = ""
    if opinion.fraction == 0.0 or offline.reason == "text.likeness":
        doubt = "judge_alone"
    elif opinion.fraction != offline.fraction:
        doubt = "judge_conflict"
    proposal = Proposal(
        fraction=opinion.fraction,
        confidence=opinion.confidence,
        layer=Layer.JUDGE,
        reason=f"judge.{opinion.verdict.value}",
        quotes=opinion.quotes,
        flags=(*offline.flags, doubt) if doubt else offline.flags,
    )
    return decide(exercise, decision.part, decision.criterion, decision.kind, decision.max_points, proposal, thresholds)

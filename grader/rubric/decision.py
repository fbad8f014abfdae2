"""What the engine says about one criterion, and from which confidence on it may say so alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

LIKENESS = "text.likeness"  # reason code of what is only like (or unlike) an answer that is known: never a verdict


class Verdict(StrEnum):
    """What holds for a criterion."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"
    UNSURE = "unsure"


class Layer(StrEnum):
    """Who decided, or proposed."""

    SCREEN = "screen"  # nothing to grade: empty, don't know, only instructions
    TYPED = "typed"  # a number, formula, choice or set was read
    TEXT = "text"  # concepts and phrases in prose
    GRADED = "graded"  # the same, together with what graded answers say
    JUDGE = "judge"  # an outside language model
    STAFF = "staff"  # a person


@dataclass(frozen=True, slots=True)
class Quote:
    """A span of the learner's own text that a verdict rests on; offsets into the part's answer."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a layer thinks of a criterion. `fraction` is of the criterion's points; `confidence` that it is right."""

    fraction: float
    confidence: float
    layer: Layer
    reason: str  # a code, such as "value.accepted"; docs/reference/rubric-format.md lists them
    message: str = ""  # for the learner
    quotes: tuple[Quote, ...] = ()
    misconception: str | None = None  # slug
    flags: tuple[str, ...] = ()  # why it must not be decided without a person: negation, correction, injection, ...

    @property
    def may_decide(self) -> bool:
        """Whether it can be a verdict at any confidence: nothing flags it, and it rests on more than likeness."""
        return not self.flags and self.reason != LIKENESS

    @property
    def verdict(self) -> Verdict:
        """What the fraction amounts to."""
        return Verdict.MET if self.fraction >= 1.0 else Verdict.PARTLY if self.fraction > 0.0 else Verdict.NOT_MET


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The verdict on one criterion of one part. If it is unsure, `proposal` is the suggestion for whoever decides."""

    part: str
    criterion: str
    kind: str  # of the criterion: text, number, formula, choice, member, no_extras
    verdict: Verdict
    points: float  # earned; for an unsure one what the suggestion would give
    max_points: float
    proposal: Proposal

    @property
    def id(self) -> str:
        """The item's id in the report: `a/vanish`."""
        return f"{self.part}/{self.criterion}"

    @property
    def decided(self) -> bool:
        return self.verdict is not Verdict.UNSURE


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The lowest confidence from which a proposal is a verdict; None where a layer only suggests (shadow mode).

    Keys, most specific first: `exercise/part/criterion:layer:credit`, `exercise:kind:layer:credit`,
    `kind:layer:credit`, `layer:credit`, with `zero` instead of `credit` for a proposal without points. A key that is
    nowhere means shadow mode.
    """

    least: Mapping[str, float | None] = field(default_factory=dict)

    def lowest(self, exercise: str, part: str, criterion: str, kind: str, proposal: Proposal) -> float | None:
        """The threshold that holds for this proposal."""
        way = f"{proposal.layer.value}:{'credit' if proposal.fraction > 0 else 'zero'}"
        for key in (f"{exercise}/{part}/{criterion}:{way}", f"{exercise}:{kind}:{way}", f"{kind}:{way}", way):
            if key in self.least:
                return self.least[key]
        return None


# What holds until a course has graded answers of its own. Prose only suggests: on answers that nobody had tuned for,
# no rule kept its wrong decisions under 5 % (docs/decisions/0007). Typed answers decide, and so do a claim made in
# words to a typed criterion ("the alpha-th root of 2") and an answer that is plainly empty.
DEFAULT_THRESHOLDS = Thresholds(
    {
        "screen:zero": 0.95,
        "typed:credit": 0.8,
        "typed:zero": 0.85,
        "text:text:credit": None,
        "text:text:zero": None,
        "text:credit": 0.85,
        "text:zero": 0.85,
    }
)


def decide(
    exercise: str, part: str, criterion: str, kind: str, points: float, proposal: Proposal, thresholds: Thresholds
) -> Decision:
    """The proposal as a verdict, if nothing flags it and its confidence is enough; else unsure."""
    least = thresholds.lowest(exercise, part, criterion, kind, proposal)
    stands = proposal.may_decide and least is not None and proposal.confidence >= least
    return Decision(
        part=part,
        criterion=criterion,
        kind=kind,
        verdict=proposal.verdict if stands else Verdict.UNSURE,
        points=round(points * proposal.fraction, 4),
        max_points=points,
        proposal=proposal,
    )

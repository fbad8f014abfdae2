"""What a person is shown of one group of like answers: question, answer, evidence, and what is suggested."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz

from grader.catalog.folder import Catalog
from grader.catalog.rubric_spec import CriterionBase, Part
from grader.rubric import learning
from grader.rubric.decision import Layer, Proposal
from grader.rubric.learning import Example, wording
from grader.store.reviews import Like, Standing

SIMILAR = 85.0  # of 100 (rapidfuzz's token_sort_ratio): groups this alike are shown as neighbours


@dataclass(frozen=True, slots=True)
class Group:
    """Like answers, and what of them is shown."""

    like: Like
    members: tuple[Standing, ...]  # the oldest ones, if there are very many

    @property
    def first(self) -> Standing:
        return self.members[0]

    @property
    def id(self) -> str:
        """Stable while the group exists."""
        like = self.like
        key = (like.exercise, like.part, like.criterion, like.rubric_version, like.answer_hash, str(like.blind))
        return hashlib.sha256("\0".join(key).encode()).hexdigest()[:16]


def suggestion(standing: Standing, text: str, same: set[float], examples: Sequence[Example]) -> dict[str, Any]:
    """What is suggested: what people gave for the same words, else the engine's proposal, corrected by labels."""
    made = standing.made
    proposal = Proposal(
        fraction=made.fraction,
        confidence=made.confidence,
        layer=Layer(made.layer),
        reason=made.reason,
        misconception=made.misconception,
        flags=made.flags,
    )
    source = "rubric"
    if len(same) == 1:
        (fraction,) = same
        proposal = Proposal(fraction=fraction, confidence=1.0, layer=Layer.STAFF, reason="same_answer")
        source = "same_answer"
    elif len(examples) >= learning.LEAST:
        proposal = learning.reestimated(proposal, wording(text), examples)
        source = "labels"
    return {
        "from": source,
        "verdict": proposal.verdict.value,
        "fraction": proposal.fraction,
        "confidence": round(proposal.confidence, 3),
        "layer": proposal.layer.value,
        "reason": proposal.reason,
        "flags": list(made.flags),
        "labels": len(examples),
    }


def document(group: Group, text: str, suggested: Mapping[str, Any] | None, catalog: Catalog) -> dict[str, Any]:
    """A group as JSON. One that is graded blind says nothing of what the machine found."""
    made = group.first.made
    part, criterion = asked(catalog, made.exercise, made.part, made.criterion)
    blind = made.blind
    return {
        "group": group.id,
        "exercise": made.exercise,
        "criterion": made.item,
        "kind": made.kind,
        "title": criterion.title if criterion else made.item,
        "question": part.question if part else None,
        "statement": criterion.statement if criterion else None,
        "points": criterion.points if criterion else None,
        "rubric_version": made.rubric_version,
        "blind": blind,
        "suggestion": None if blind else suggested,
        "evidence": [] if blind else list(made.evidence),
        "answer": text,
        "count": group.like.count,
        "answers": [{"submission": each.submission_id, "revision": each.revision} for each in group.members],
    }


def asked(catalog: Catalog, exercise: str, part: str, criterion: str) -> tuple[Part | None, CriterionBase | None]:
    """The part and criterion as the catalog has them now; None for what it has no more."""
    rubric = catalog.rubrics.get(exercise)
    found = next((each for each in rubric.spec.parts if each.id == part), None) if rubric else None
    return found, next((each for each in found.criteria if each.id == criterion), None) if found else None


def with_neighbours(documents: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same groups, each with those of its criterion that are worded alike. They are never decided unseen."""
    return [
        {
            **one,
            "similar": [
                {"group": other["group"], "likeness": round(ratio / 100, 2)}
                for other in documents
                if other is not one and (other["exercise"], other["criterion"]) == (one["exercise"], one["criterion"])
                if (ratio := fuzz.token_sort_ratio(one["answer"], other["answer"], score_cutoff=SIMILAR))
            ],
        }
        for one in documents
    ]

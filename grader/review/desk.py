"""Where people work through what the engine left open. Everything comes and goes as JSON values."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from grader.catalog.folder import Catalog
from grader.errors import InvalidSubmission
from grader.review.agreement import agreement
from grader.review.suggestions import Group, document, suggestion, with_neighbours
from grader.rubric import answers
from grader.rubric.decision import Verdict
from grader.rubric.learning import Example, wording
from grader.rubric.revision import Ruling, revised
from grader.store.reviews import (
    Choice,
    Conflict,
    Decided,
    Filter,
    Label,
    Reviews,
    StaffDecision,
    Standing,
    Target,
    Unknown,
)

MOST_MEMBERS = 500  # answers of a group that are listed, and so decided at once; the rest comes when these are done
MOST_LABELS = 500  # newest labels of a criterion that suggestions are made from


@dataclass(frozen=True, slots=True)
class Desk:
    """The review queue of one installation."""

    reviews: Reviews
    catalog: Catalog

    async def waiting(self, wanted: Filter, *, limit: int, skip: int = 0) -> dict[str, Any]:
        """Groups of like answers whose criterion waits for a person; `limit` of them after the first `skip`."""
        shown = [
            Group(like, tuple(await self.reviews.members(like, limit=MOST_MEMBERS)))
            for like in await self.reviews.groups(wanted, limit=limit, skip=skip)
        ]
        works = await self.reviews.works({group.first.submission_id for group in shown})
        learnt: dict[tuple[str, str, str], list[Example]] = {}
        documents = []
        for group in shown:
            made = group.first.made
            text = answer_of(works[group.first.submission_id].source, made.part)
            suggested = None
            if not made.blind:
                key = (made.exercise, made.part, made.criterion)
                if key not in learnt:
                    learnt[key] = _examples(await self.reviews.labels(*key, limit=MOST_LABELS))
                suggested = suggestion(group.first, text, await self.reviews.same(made), learnt[key])
            documents.append(document(group, text, suggested, self.catalog))
        return {
            "waiting": await self.reviews.count_waiting(),
            "groups_found": await self.reviews.count_groups(wanted),
            "groups": with_neighbours(documents),
        }

    async def decide(self, choice: Choice, targets: Sequence[Target]) -> Decided | Conflict | Unknown:
        """One choice for all targets, or nothing."""
        return await self.reviews.decide(choice, targets, self._remade)

    async def of_submission(self, submission_id: str) -> dict[str, Any] | None:
        """Everything that was decided on a submission, by whom, and when; None if nothing ever was."""
        standing = await self.reviews.standing(submission_id)
        if not standing:
            return None
        history: dict[str, list[dict[str, Any]]] = {}
        for item, staff in await self.reviews.history(submission_id):
            history.setdefault(item, []).append(staff_json(staff))
        return {
            "submission": submission_id,
            "exercise": standing[0].made.exercise,
            "reports": [
                {**asdict(each), "created_at": each.created_at.isoformat(), "report": json.loads(each.report)}
                for each in await self.reviews.reports(submission_id)
            ],
            "criteria": [{**standing_json(each), "history": history.get(each.made.item, [])} for each in standing],
        }

    async def agreement(self) -> dict[str, Any]:
        """How well machine and people agree."""
        return agreement(await self.reviews.pairs())

    async def audit(self, submission_id: str | None, after: int, limit: int) -> dict[str, Any]:
        """Lines of the audit log."""
        entries = await self.reviews.audit(submission_id, after, limit)
        lines = [{**asdict(each), "at": each.at.isoformat(), "detail": json.loads(each.detail)} for each in entries]
        return {"entries": lines, "next": entries[-1].id if len(entries) == limit else None}

    def _remade(self, first: str, standings: Sequence[Standing]) -> str:
        rubric = self.catalog.rubrics.get(standings[0].made.exercise)
        rulings = {
            each.made.item: Ruling(Verdict(each.staff.verdict), each.staff.fraction, each.staff.reason)
            for each in standings
            if each.staff is not None
        }
        report = revised(json.loads(first), rulings, rubric.spec.misconceptions if rubric else {})
        return json.dumps(report, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def standing_json(standing: Standing) -> dict[str, Any]:
    """One criterion as it stands."""
    made = standing.made
    return {
        "submission": standing.submission_id,
        "criterion": made.item,
        "revision": standing.revision,
        "open": standing.open,
        "verdict": standing.verdict,
        "fraction": standing.fraction,
        "staff": staff_json(standing.staff) if standing.staff else None,
        "engine": {
            name: getattr(made, name)
            for name in ("layer", "verdict", "fraction", "confidence", "reason", "rubric_version", "blind")
        },
    }


def staff_json(staff: StaffDecision) -> dict[str, Any]:
    """A person's decision."""
    return {**asdict(staff), "created_at": staff.created_at.isoformat()}


def _examples(labels: Sequence[Label]) -> list[Example]:
    """One for each distinct answer: a decision on a group is still only one piece of evidence. Newest first."""
    distinct: Mapping[str, Label] = {label.answer_hash: label for label in reversed(labels)}
    return [Example(wording(answer_of(label.source, label.part)), label.fraction) for label in distinct.values()]


def answer_of(source: str, part: str) -> str:
    """The answer to one part; what was stored was readable when it was graded."""
    try:
        return answers.from_json(source, [*"abcdefghijklmnopqrstuvwxyz"]).get(part, "")
    except InvalidSubmission:
        return ""

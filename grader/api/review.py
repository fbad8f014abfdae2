"""The review queue over HTTP, for course staff: what waits, one decision for all like answers, and what came of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import structlog
from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import JSONResponse

from grader.api.auth import Staff, staff_of
from grader.api.body import JSON
from grader.api.intake import checked_exercise_id
from grader.api.problems import Problem, documented
from grader.api.review_body import SUBMISSION_ID, filter_of, read_decision
from grader.api.services import Parts, Services
from grader.review.desk import standing_json
from grader.store.reviews import Conflict, Standing, Target, Unknown

log = structlog.get_logger("grader.review")
router = APIRouter(prefix="/v1/review", tags=["review"], dependencies=[Depends(staff_of)])

DECISION_BODY: Mapping[str, Any] = {
    "required": True,
    "content": {
        JSON: {
            "schema": {
                "type": "object",
                "additionalProperties": False,
                "required": ["criterion", "verdict", "reason", "answers"],
                "properties": {
                    "criterion": {"type": "string", "pattern": "^[a-z]/[a-z0-9_-]+$"},
                    "verdict": {
                        "type": "string",
                        "enum": ["met", "partly", "not_met", "unsure"],
                        "description": "unsure hands it back to the queue.",
                    },
                    "fraction": {"type": "number", "description": "Only for partly; 0.5 if it is left out."},
                    "reason": {"type": "string", "maxLength": 2000, "description": "The learner reads it."},
                    "answers": {
                        "type": "array",
                        "minItems": 1,
                        "maxItems": 500,
                        "items": {
                            "type": "object",
                            "required": ["submission", "revision"],
                            "properties": {"submission": {"type": "string"}, "revision": {"type": "integer"}},
                        },
                    },
                },
            },
            "example": {
                "criterion": "a/vanish",
                "verdict": "met",
                "reason": "Says that the gradient goes to zero.",
                "answers": [{"submission": "5f0c6a3d9b7e4c21a8d0f3b6c9e2d571", "revision": 0}],
            },
        }
    },
}


@router.get("", summary="What waits for a person", responses=documented(400, 401, 403, 422))
async def list_waiting(
    parts: Parts,
    exercise: str | None = None,
    criterion: str | None = None,
    least: float | None = None,
    most: float | None = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    skip: Annotated[int, Query(ge=0)] = 0,
) -> JSONResponse:
    """Groups of like answers with question, evidence and suggestion, by exercise and criterion, the largest first.

    `least` and `most` bound the confidence. A group with `blind: true` was decided by the machine and drawn to be
    graded again: what it found is not told.
    """
    if exercise is not None:
        checked_exercise_id(exercise, "query exercise")
    return JSONResponse(await parts.desk.waiting(filter_of(exercise, criterion, least, most), limit=limit, skip=skip))


@router.post(
    "/decisions",
    summary="Decide one criterion of one answer, or of all like answers",
    responses=documented(400, 401, 403, 404, 408, 409, 413, 415, 422),
    openapi_extra={"requestBody": DECISION_BODY},
)
async def decide(request: Request, parts: Parts, caller: Staff) -> JSONResponse:
    """All of it is written, or nothing. Sending it again changes nothing; an older decision is replaced by a newer one.

    Each answer names the revision that was listed. If somebody else has decided meanwhile the answer is 409, with what
    they decided in `standing`.
    """
    choice, targets = await read_decision(request, parts.limits, caller)
    outcome = await parts.desk.decide(choice, targets)
    if isinstance(outcome, Unknown):
        raise _unknown(outcome.targets)
    if isinstance(outcome, Conflict):
        raise _conflict(outcome.standing)
    log.info("review.decided", who=caller.id, verdict=choice.verdict, written=outcome.written, again=outcome.already)
    for target in targets:
        parts.changes.publish(target.submission_id)
    return JSONResponse(
        {
            "decided": outcome.written,
            "already": outcome.already,
            "waiting": await parts.desk.reviews.count_waiting(),
            "submissions": [await _grade(parts, target) for target in targets],
        }
    )


@router.get("/agreement", summary="How well machine and people agree", responses=documented(401, 403))
async def show_agreement(parts: Parts) -> JSONResponse:
    """By criterion and by layer: exact agreement, kappa, and wrong automatic decisions with their 95 % bound."""
    return JSONResponse(await parts.desk.agreement())


@router.get("/audit", summary="Who decided what", responses=documented(401, 403, 404))
async def show_audit(
    parts: Parts,
    submission: str | None = None,
    after: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> JSONResponse:
    """Lines of the audit log, oldest first; `next` is what to give for `after` to read on."""
    if submission is not None and not SUBMISSION_ID.fullmatch(submission):
        raise _no_submission()
    return JSONResponse(await parts.desk.audit(submission, after, limit))


@router.get("/submissions/{submission_id}", summary="What was decided on one", responses=documented(401, 403, 404))
async def show_decisions(submission_id: str, parts: Parts) -> JSONResponse:
    """Every criterion with the engine's word and all that people decided."""
    found = await parts.desk.of_submission(submission_id) if SUBMISSION_ID.fullmatch(submission_id) else None
    if found is None:
        raise _no_submission()
    return JSONResponse(found)


async def _grade(parts: Services, target: Target) -> dict[str, Any]:
    stored = await parts.store.get(target.submission_id)
    assert stored is not None, "a decision belongs to a submission"
    assert stored.report is not None, "only what was graded has decisions"
    report = json.loads(stored.report)
    return {
        "submission": stored.id,
        "revision": target.revision + 1,
        "status": report["status"],
        "score": report["score"],
    }


def _unknown(targets: Sequence[Target]) -> Problem:
    first = targets[0]
    return Problem(
        "unknown-decision",
        f"Submission {first.submission_id} has no criterion {first.part}/{first.criterion}. Nothing was written.",
        "GET /v1/review lists what waits.",
        "/answers",
    )


def _conflict(standing: Sequence[Standing]) -> Problem:
    first = standing[0]
    return Problem(
        "already-decided",
        f"{first.made.item} of {first.submission_id} is at revision {first.revision}: {first.verdict}."
        " Nothing was written.",
        "Look at `standing`; to decide otherwise, send it again with the revision that is there.",
        "/answers",
        members={"standing": [standing_json(each) for each in standing]},
    )


def _no_submission() -> Problem:
    return Problem("unknown-submission", "No submission of this id was graded by a rubric.", "Check the id.", "path")

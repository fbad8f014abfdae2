"""What a person sends to the review: every field checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from starlette.requests import Request

from grader.api import body, strict_json
from grader.api.limits import ApiLimits
from grader.api.problems import Problem
from grader.rubric.decision import Verdict
from grader.store.base import Token
from grader.store.reviews import Choice, Filter, Target

ITEM = re.compile(r"([a-z])/([a-z0-9][a-z0-9_-]{0,99})")
SUBMISSION_ID = re.compile(r"[0-9a-f]{32}")
FIELDS = ("criterion", "verdict", "fraction", "reason", "answers")
MOST_ANSWERS = 500  # decided by one request
MOST_REASON = 2000  # characters
HALF = 0.5  # what "partly" is worth unless a fraction is given


async def read_decision(request: Request, limits: ApiLimits, caller: Token) -> tuple[Choice, list[Target]]:
    """The choice in a request, and what it is for. Raises Problem."""
    if body.content_type(request).get_content_type() != body.JSON:
        raise Problem("unsupported-media-type", "The body is not JSON.", f"Send {body.JSON}.", "header Content-Type")
    data = await body.read(request, most=limits.body_bytes, seconds=limits.body_timeout_s)
    try:
        fields = strict_json.parse(data)
    except strict_json.NotStrictJson as error:
        raise Problem(
            "malformed-json", f"The body is not strict JSON: {error}.", "Mend it and send it again."
        ) from error
    if not isinstance(fields, dict) or set(fields) - set(FIELDS):
        raise _wrong("The body is not an object of the fields that are taken here.", "")
    part, criterion = item(fields.get("criterion"), "/criterion")
    verdict = _verdict(fields.get("verdict"))
    reason = fields.get("reason")
    if not isinstance(reason, str) or not reason.strip() or len(reason) > MOST_REASON:
        raise _wrong(f"The reason is not a text of 1 to {MOST_REASON} characters; the learner reads it.", "/reason")
    choice = Choice(caller.id, verdict.value, _fraction(verdict, fields.get("fraction")), reason.strip())
    return choice, _targets(fields.get("answers"), part, criterion)


def item(value: Any, where: str) -> tuple[str, str]:
    """Part and criterion of an item id. Raises Problem."""
    found = ITEM.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise _wrong("The criterion is not of the form a/vanish.", where)
    return found[1], found[2]


def filter_of(exercise: str | None, criterion: str | None, least: float | None, most: float | None) -> Filter:
    """What to look at, from the address. Raises Problem."""
    for name, bound in (("least", least), ("most", most)):
        if bound is not None and not 0 <= bound <= 1:
            raise _wrong("A confidence is a number from 0 to 1.", f"query {name}")
    of_all = Filter(exercise=exercise, least=least, most=most)
    if criterion is None:
        return of_all
    part, name = item(criterion, "query criterion")
    return replace(of_all, part=part, criterion=name)


def _verdict(value: Any) -> Verdict:
    try:
        return Verdict(value)
    except ValueError as error:
        raise _wrong(f"The verdict is not one of {', '.join(Verdict)}.", "/verdict") from error


def _fraction(verdict: Verdict, value: Any) -> float:
    """The share of the points that a verdict means; only for `partly` is there a choice."""
    only = {Verdict.MET: 1.0, Verdict.NOT_MET: 0.0, Verdict.UNSURE: 0.0}.get(verdict)
    if value is None:
        return HALF if only is None else only
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise _wrong("The fraction is not a number.", "/fraction")
    if (only is None and not 0 < value < 1) or (only is not None and value != only):
        allowed = "between 0 and 1" if only is None else f"{only:g}"
        raise _wrong(f"The fraction of {verdict.value} is {allowed}; leave it out, or choose partly.", "/fraction")
    return float(value)


def _targets(answers: Any, part: str, criterion: str) -> list[Target]:
    if not isinstance(answers, list) or not 0 < len(answers) <= MOST_ANSWERS:
        raise _wrong(f"The answers are not a list of 1 to {MOST_ANSWERS}.", "/answers")
    targets = [_target(each, part, criterion, f"/answers/{index}") for index, each in enumerate(answers)]
    if len({target.submission_id for target in targets}) != len(targets):
        raise _wrong("A submission is there twice.", "/answers")
    return targets


def _target(answer: Any, part: str, criterion: str, where: str) -> Target:
    if not isinstance(answer, Mapping) or set(answer) != {"submission", "revision"}:
        raise _wrong('An answer is {"submission": "...", "revision": 0}, as GET /v1/review lists it.', where)
    submission, revision = answer["submission"], answer["revision"]
    if not isinstance(submission, str) or not SUBMISSION_ID.fullmatch(submission):
        raise _wrong("This is not the id of a submission.", f"{where}/submission")
    if isinstance(revision, bool) or not isinstance(revision, int) or revision < 0:
        raise _wrong("The revision is the number that was listed.", f"{where}/revision")
    return Target(submission, part, criterion, revision)


def _wrong(detail: str, where: str) -> Problem:
    mend = f"The fields are: {', '.join(FIELDS)}; fraction is optional. docs/how-to/review-answers.md has examples."
    return Problem("invalid-fields", detail, mend, where)

"""The webhook of the GitHub App. There is no bearer token here: the signature of the body says who it is."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import JSONResponse

from grader.api import body, strict_json
from grader.api.problems import Problem, documented
from grader.api.services import Parts
from grader.github.inbox import Forged, Inbox, Malformed

router = APIRouter(prefix="/v1/github", tags=["github"])


async def _inbox(request: Request) -> Inbox:
    inbox: Inbox = request.app.state.github
    return inbox


@router.post(
    "/webhook",
    summary="Deliveries of GitHub",
    status_code=202,
    responses={
        202: {"description": "Stored: it will be checked, whatever crashes. Or known already, or nothing to check."},
        **documented(400, 401, 408, 413, 415, 500),
    },
)
async def take_delivery(request: Request, parts: Parts, inbox: Annotated[Inbox, Depends(_inbox)]) -> JSONResponse:
    """One delivery, signed with the webhook's secret (`X-Hub-Signature-256`)."""
    if body.content_type(request).get_content_type() != body.JSON:
        raise Problem(
            "unsupported-media-type", "The body is a form.", f"Set the webhook's content type to {body.JSON}.", "body"
        )
    data = await body.read(request, most=inbox.body_bytes, seconds=parts.limits.body_timeout_s)
    try:
        inbox.verify(data, request.headers.get("x-hub-signature-256"))
    except Forged as error:
        raise Problem(
            "unauthorized",
            "The signature is not the one of this body.",
            "Give GitHub the secret that is in GRADER_GITHUB_WEBHOOK_SECRET.",
            "header X-Hub-Signature-256",
        ) from error
    try:
        payload = strict_json.parse(data)
        event, delivery = request.headers.get("x-github-event", ""), request.headers.get("x-github-delivery", "")
        status = await inbox.receive(event, delivery, data, payload)
    except strict_json.NotStrictJson as error:
        raise Problem("malformed-json", f"The body is not strict JSON: {error}.", "Send GitHub's own.") from error
    except Malformed as error:
        raise Problem("malformed-body", str(error), "Send what GitHub sent.", "body") from error
    return JSONResponse({"status": status}, 202)

"""Puts the API together."""

from __future__ import annotations

from importlib.metadata import version

from fastapi import Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from grader.api import exercises, github, health, review, submissions
from grader.api.auth import caller_of
from grader.api.guard import Guard
from grader.api.problems import Problem, answer_http_exception, answer_problem, answer_validation_error
from grader.api.services import Services
from grader.github.inbox import Inbox


def create_app(services: Services, *, docs_open: bool = False, inbox: Inbox | None = None) -> FastAPI:
    """The ASGI application. It starts and stops nothing: whoever made `services` does. `inbox` is the GitHub App's."""
    app = FastAPI(
        title="grader",
        version=version("grader"),
        description="Grades machine-learning exercises. Every error is a problem document (RFC 9457).",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
    )
    app.state.services = services
    app.add_middleware(Guard)
    app.add_exception_handler(Problem, answer_problem)
    app.add_exception_handler(HTTPException, answer_http_exception)
    app.add_exception_handler(RequestValidationError, answer_validation_error)
    app.include_router(health.router)
    app.include_router(exercises.router)
    app.include_router(submissions.router)
    app.include_router(review.router)
    if inbox is not None:
        app.state.github = inbox
        app.include_router(github.router)

    @app.get("/openapi.json", include_in_schema=False, dependencies=[] if docs_open else [Depends(caller_of)])
    async def describe() -> JSONResponse:
        return JSONResponse(app.openapi())

    return app

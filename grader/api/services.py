"""What the routes need, put together by app.py and carried by the application."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from grader.api.health import Checks
from grader.api.limits import ApiLimits, Rate
from grader.catalog.folder import Catalog
from grader.queue.changes import Changes
from grader.review.desk import Desk
from grader.store.base import Enqueue, Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The parts behind the API."""

    store: Store
    enqueue: Enqueue
    changes: Changes
    catalog: Catalog
    desk: Desk
    limits: ApiLimits
    rate: Rate
    healthy: Checks  # may this process grade at all: the sandbox's walls, the database
    ready: Checks  # should it get traffic now: the database, the worker


async def _services(request: Request) -> Services:  # async, or it would be called in a thread
    services: Services = request.app.state.services
    return services


Parts = Annotated[Services, Depends(_services)]

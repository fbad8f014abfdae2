"""The review queue, of a service or of its data folder."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import httpx2

from grader.app import DATABASE
from grader.catalog.folder import load_catalog
from grader.errors import GraderError
from grader.review.desk import Desk
from grader.settings import Settings
from grader.store.review_sql import SqlReviews
from grader.store.reviews import Choice, Conflict, Filter, Target, Unknown
from grader.store.sqlite import open_sqlite


class NoQueue(GraderError):
    """The queue cannot be reached, or refuses; says why."""


class Queue(Protocol):
    """What the session needs, whoever keeps the queue. Raises NoQueue."""

    async def waiting(self, wanted: Filter, *, limit: int, skip: int) -> Mapping[str, Any]:
        """As GET /v1/review."""

    async def decide(
        self, item: str, verdict: str, fraction: float, reason: str, answers: Sequence[Mapping[str, Any]]
    ) -> str | None:
        """Decide; None, or why it was not written: somebody else was faster."""

    async def agreement(self) -> Mapping[str, Any]:
        """As GET /v1/review/agreement."""


@dataclass(frozen=True, slots=True)
class Local:
    """The queue in a data folder; its service may be running."""

    desk: Desk
    who: str  # token id of the owner: whoever can write the folder is

    async def waiting(self, wanted: Filter, *, limit: int, skip: int) -> Mapping[str, Any]:
        """See Queue."""
        return await self.desk.waiting(wanted, limit=limit, skip=skip)

    async def decide(
        self, item: str, verdict: str, fraction: float, reason: str, answers: Sequence[Mapping[str, Any]]
    ) -> str | None:
        """See Queue."""
        part, _, criterion = item.partition("/")
        targets = [Target(each["submission"], part, criterion, each["revision"]) for each in answers]
        outcome = await self.desk.decide(Choice(self.who, verdict, fraction, reason), targets)
        if isinstance(outcome, Unknown):
            raise NoQueue(f"{outcome.targets[0].submission_id} has no criterion {item}")
        if isinstance(outcome, Conflict):
            return f"somebody else decided: {outcome.standing[0].verdict}"
        return None

    async def agreement(self) -> Mapping[str, Any]:
        """See Queue."""
        return await self.desk.agreement()


@dataclass(frozen=True, slots=True)
class Served:
    """The queue of a service, over HTTP."""

    http: httpx2.AsyncClient

    async def waiting(self, wanted: Filter, *, limit: int, skip: int) -> Mapping[str, Any]:
        """See Queue."""
        item = f"{wanted.part}/{wanted.criterion}" if wanted.criterion else None
        asked = {"exercise": wanted.exercise, "criterion": item, "limit": limit, "skip": skip}
        query = {name: value for name, value in asked.items() if value is not None}
        return self._good(await self._sent("GET", "/v1/review", params=query))

    async def decide(
        self, item: str, verdict: str, fraction: float, reason: str, answers: Sequence[Mapping[str, Any]]
    ) -> str | None:
        """See Queue."""
        body = {"criterion": item, "verdict": verdict, "fraction": fraction, "reason": reason, "answers": answers}
        answer = await self._sent("POST", "/v1/review/decisions", json=body)
        if answer.status_code == 409:
            return str(answer.json()["detail"])
        self._good(answer)
        return None

    async def agreement(self) -> Mapping[str, Any]:
        """See Queue."""
        return self._good(await self._sent("GET", "/v1/review/agreement"))

    async def _sent(self, method: str, path: str, **what: Any) -> httpx2.Response:
        try:
            return await self.http.request(method, path, **what)
        except httpx2.HTTPError as error:
            raise NoQueue(f"{self.http.base_url} does not answer: {error}") from error

    def _good(self, answer: httpx2.Response) -> Mapping[str, Any]:
        try:
            document: Mapping[str, Any] = answer.json()
        except ValueError as error:
            raise NoQueue(f"{self.http.base_url} is no grader: it answered {answer.status_code}") from error
        if answer.status_code != 200:
            raise NoQueue(f"{document.get('detail', answer.status_code)} {document.get('mend', '')}")
        return document


@asynccontextmanager
async def queue_of(settings: Settings, server: str | None, data: Path | None) -> AsyncIterator[Queue]:
    """The queue of a server, or else of a data folder. Raises NoQueue and InvalidSpec."""
    if server is not None:
        if settings.token is None:
            raise NoQueue("--server needs the token of course staff in GRADER_TOKEN")
        headers = {"authorization": f"Bearer {settings.token.get_secret_value()}"}
        async with httpx2.AsyncClient(base_url=server, headers=headers, timeout=30) as http:
            yield Served(http)
        return
    path = (data or settings.data) / DATABASE
    if not path.is_file():
        raise NoQueue(f"{path}: no such file; --data is the folder that `grader serve --data` was given")
    catalog = load_catalog(settings.problems)
    store = await open_sqlite(path)
    try:
        owner = await store.owner_token()
        if owner is None:
            raise NoQueue(f"{path} has no owner yet; start `grader serve` once")
        yield Local(Desk(SqlReviews(store.database), catalog), owner.id)
    finally:
        await store.close()

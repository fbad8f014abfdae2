from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx2
import pytest

from grader.api.auth import hashed, install_owner_token
from grader.api.factory import create_app
from grader.api.health import Checks
from grader.api.limits import ApiLimits, Rate
from grader.api.services import Services
from grader.catalog.folder import Catalog
from grader.formats.report_json import to_json
from grader.grading import fault_report
from grader.queue.changes import Changes
from grader.queue.embedded import EmbeddedQueue
from grader.review.desk import Desk
from grader.review.settling import Settling
from grader.store.base import Role, Token
from grader.store.review_sql import SqlReviews
from grader.store.sqlite import open_sqlite
from grader.testing import RecordingGrader, sample_catalog
from grader.worker import Worker

OWNER = "ag_the-owners-token"
PEER = "ag_a-students-token"
LATE = "ag_an-expired-token"


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@dataclass
class Api:
    """A service whose grading can be held and looked at; `http` speaks as the owner."""

    http: httpx2.AsyncClient
    grader: RecordingGrader
    services: Services

    def speaking_as(self, token: str | None) -> httpx2.AsyncClient:
        headers = {"authorization": f"Bearer {token}"} if token else {}
        transport = self.http._transport
        return httpx2.AsyncClient(transport=transport, base_url="http://grader.test", headers=headers)


Started = Callable[..., AbstractAsyncContextManager[Api]]


@pytest.fixture
def started(tmp_path: Path) -> Started:
    """Starts a service in a folder of its own."""

    @asynccontextmanager
    async def start(
        *,
        pending_cap: int = 1000,
        docs_open: bool = False,
        catalog: Catalog | None = None,
        grader: Any = None,
        blind_share: float = 0.0,
        reuse: bool = False,
        **limits: Any,
    ) -> AsyncIterator[Api]:
        store = await open_sqlite(tmp_path / "grader.db", pending_cap=pending_cap)
        await install_owner_token(store, OWNER)
        long_ago = datetime(2020, 1, 1, tzinfo=UTC)
        for secret, name, expires in ((PEER, "peer", None), (LATE, "late", long_ago)):
            token = Token(
                id=name, label=name, role=Role.STUDENT, sha256=hashed(secret), created_at=long_ago, expires_at=expires
            )
            if await store.token(token.sha256) is None:  # a second start in the same folder knows it already
                await store.add_token(token)
        catalog = catalog or sample_catalog("6.7", "6.10")
        reviews = SqlReviews(store.database)
        queue, changes, grader = EmbeddedQueue(store), Changes(), grader or RecordingGrader()
        worker = Worker(
            queue=queue,
            results=store,
            grader=grader,
            fault_report=lambda work: fault_report(None, work),
            to_json=to_json,
            settle=Settling(catalog, reviews, blind_share, reuse).settle,
            changes=changes,
            loops=2,
        )
        worker.start()
        numbers = ApiLimits(**limits)
        services = Services(
            store=store,
            enqueue=queue.put,
            changes=changes,
            catalog=catalog,
            desk=Desk(reviews, catalog),
            limits=numbers,
            rate=Rate(numbers.submissions_per_minute),
            healthy=Checks({"store": store.ping}),
            ready=Checks({"store": store.ping}),
        )
        app = create_app(services, docs_open=docs_open)
        transport = httpx2.ASGITransport(app=app)
        headers = {"authorization": f"Bearer {OWNER}"}
        async with httpx2.AsyncClient(transport=transport, base_url="http://grader.test", headers=headers) as http:
            yield Api(http, grader, services)
        if isinstance(grader, RecordingGrader):
            grader.gate.set()
        await worker.stop(10)
        await store.close()

    return start


@pytest.fixture
async def api(started: Started) -> AsyncIterator[Api]:
    async with started() as api:
        yield api


GOOD = {"exercise": "6.7", "source": "class LayerNorm:\n    pass\n"}

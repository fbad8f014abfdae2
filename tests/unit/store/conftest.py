from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from grader.model import Submission
from grader.store.base import NewSubmission, Role, Token
from grader.store.sql import SqlStore
from grader.store.sqlite import open_sqlite
from grader.testing import Clock


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def store(tmp_path: Path, clock: Clock) -> AsyncIterator[SqlStore]:
    """An empty store that two tokens, `ada` and `bob`, may use; a lease lasts 60 s, four may wait for each."""
    store = await open_sqlite(tmp_path / "grader.db", clock=clock, lease_s=60.0, pending_cap=4, idempotency_s=86_400)
    for name in ("ada", "bob"):
        await store.add_token(a_token(name))
    yield store
    await store.close()


def a_token(name: str, **fields: Any) -> Token:
    made = {"id": name, "label": name, "role": Role.STUDENT, "sha256": name * 8, "created_at": datetime.now(UTC)}
    return Token(**{**made, **fields})


@pytest.fixture
def new() -> Callable[..., NewSubmission]:
    """Makes a submission of `owner`."""

    def make(owner: str = "ada", source: str = "x = 1\n", key: str | None = None) -> NewSubmission:
        work = Submission(id=secrets.token_hex(16), exercise="6.7", source=source, seed=2**63 - 1)
        return NewSubmission(submission=work, owner=owner, exercise_version="v1", idempotency_key=key)

    return make

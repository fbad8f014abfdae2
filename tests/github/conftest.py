from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import secrets
from collections.abc import AsyncIterator, Callable, Iterator, MutableMapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
import structlog

from grader.app import Grading, running
from grader.settings import Settings
from grader.testing import FakeSandbox, RecordingGrader, sample_catalog
from tests.github import standin
from tests.github.published import webhook
from tests.github.standin import APP_ID, INSTALLATION, PRIVATE_KEY, Repository, StandIn

SECRET = "the secret of the webhook"
RULES = b'[files]\n"layernorm.py" = "6.7"\n"deep/rope.py" = "6.10"\n"notebook.ipynb" = "6.7"\n'


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def github() -> Iterator[StandIn]:
    with standin.running() as running_standin:
        yield running_standin


@pytest.fixture
def course(github: StandIn) -> Repository:
    """A student's repository: rules, untouched starters, on branch main."""
    repository = github.repository()
    starters: dict[str, Any] = {"grader.toml": RULES, "layernorm.py": b"# starter\n", "README.md": b"hello"}
    repository.commit({**starters, "deep/rope.py": b"# starter\n"}, branch="main")
    return repository


def event(name: str, repository: Repository, head: str, **changes: Any) -> dict[str, Any]:
    """A published example, about this repository and commit."""
    payload = webhook(name)
    payload["installation"] = {"id": INSTALLATION, "node_id": "I"}
    about = {"id": repository.id, "full_name": repository.name, "default_branch": repository.default_branch}
    payload["repository"] |= about
    kind = name.partition(".")[0]
    if kind == "pull_request":
        payload["pull_request"]["head"]["sha"] = head
        payload["pull_request"]["base"] |= {"ref": "main", "sha": repository.branches["main"]}
    elif kind == "push":
        payload |= {"ref": "refs/heads/work", "after": head}
    elif kind == "check_suite":
        payload["check_suite"] |= {"head_sha": head, "head_branch": "work", "app": {"id": APP_ID}}
    elif kind == "check_run":
        payload["check_run"] |= {"head_sha": head, "app": {"id": APP_ID}}
        payload["check_run"]["check_suite"] |= {"head_sha": head, "head_branch": "work"}
    return payload | changes


def signed(body: bytes, secret: str = SECRET) -> str:
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


@dataclass
class Hooked:
    """A service with a GitHub App; `http` is how GitHub reaches it."""

    http: httpx2.AsyncClient
    grader: RecordingGrader
    lines: Sequence[MutableMapping[str, Any]]  # of the log, so far

    async def logged(self, name: str) -> None:
        """Wait for a line of the log."""
        async with asyncio.timeout(30):
            while not any(line["event"] == name for line in self.lines):  # noqa: ASYNC110 - the log rings no bell
                await asyncio.sleep(0.005)

    async def deliver(self, name: str, payload: Any, delivery: str = "", **headers: str) -> httpx2.Response:
        body = json.dumps(payload).encode()
        sent = {
            "content-type": "application/json",
            "x-github-event": name.partition(".")[0],
            "x-github-delivery": delivery or secrets.token_hex(16),
            "x-hub-signature-256": signed(body),
        }
        return await self.http.post("/v1/github/webhook", content=body, headers={**sent, **headers})


Hook = Callable[..., AbstractAsyncContextManager[Hooked]]


def settings_for(github: StandIn, folder: Path, **more: Any) -> dict[str, Any]:
    key = folder / "app.pem"
    key.write_text(PRIVATE_KEY)
    app = {
        "github_app_id": APP_ID,
        "github_private_key_file": key,
        "github_webhook_secret": SECRET,
        "github_repositories": "course/*",
        "github_api_url": github.url,
    }
    return {"data": folder / "data", "cells": 2, **app, **more}


@pytest.fixture
def hooked(github: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hook:
    """Starts a service whose grading is a double, in a folder that outlives it."""
    monkeypatch.setattr("grader.github.runner.FIRST_DELAY_S", 0.01)
    monkeypatch.setattr("grader.github.runner.LONGEST_DELAY_S", 0.02)
    monkeypatch.setattr("grader.store.github.APART", timedelta(0))

    @asynccontextmanager
    async def start(grader: RecordingGrader | None = None, **more: Any) -> AsyncIterator[Hooked]:
        settings = Settings(**settings_for(github, tmp_path, **more))
        double = grader or RecordingGrader()
        with structlog.testing.capture_logs() as lines:
            async with running(
                settings,
                load=lambda _folder: sample_catalog("6.7", "6.10"),
                grading_in=lambda _settings, _catalog: Grading(double, FakeSandbox()),
            ) as service:
                transport = httpx2.ASGITransport(app=service.app)
                async with httpx2.AsyncClient(transport=transport, base_url="http://grader.test") as http:
                    yield Hooked(http, double, lines)
        assert [line for line in lines if line["event"] == "github.unexpected"] == []

    return start

"""Puts the GitHub App together, starts it and stops it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx2
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from grader.catalog.folder import Catalog
from grader.github.checker import Checker
from grader.github.client import GitHub
from grader.github.inbox import Inbox
from grader.github.runner import Runner
from grader.github.submissions import Submissions
from grader.store.github import GitHubLedger
from grader.store.sql import Database

TIMEOUT_S = 10.0  # to connect, and between two pieces of an answer
LEASE_S = 60.0  # of a claimed check; renewed while it is done
MIN_KEY_BITS = 2048


class UnusableKey(ValueError):
    """The text is no private key of a GitHub App; says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppSettings:
    """What the App needs to know; grader/settings.py says what each is."""

    app_id: int
    private_key: str = field(repr=False)
    webhook_secret: str = field(repr=False)
    repositories: Sequence[str]
    api_url: str
    event_bytes: int
    source_bytes: int
    checks: int
    check_s: float
    give_up_s: float
    remember_s: float


@dataclass(frozen=True, slots=True)
class App:
    """A running GitHub App."""

    inbox: Inbox
    runner: Runner

    async def ping(self) -> None:
        """Raises if checks are not being done."""
        if not self.runner.alive:
            raise RuntimeError("the GitHub App has stopped; restart the service")


def checked_key(text: str) -> str:
    """The text, if it is an RSA private key in PEM form. Raises UnusableKey."""
    try:
        key = load_pem_private_key(text.encode(), password=None)
    except (ValueError, TypeError) as error:
        raise UnusableKey("is not a private key in PEM form without a password") from error
    if not isinstance(key, RSAPrivateKey) or key.key_size < MIN_KEY_BITS:
        raise UnusableKey(f"is not an RSA key of at least {MIN_KEY_BITS} bits")
    return text


@asynccontextmanager
async def connected(
    settings: AppSettings, database: Database, submissions: Submissions, catalog: Catalog
) -> AsyncIterator[App]:
    """The App, doing what a process that died has left undone; stopped when the context ends."""
    ledger = GitHubLedger(database, lease_s=LEASE_S, remember_s=settings.remember_s)
    await ledger.free()
    async with httpx2.AsyncClient(base_url=settings.api_url, timeout=TIMEOUT_S, follow_redirects=False) as http:
        github = GitHub(http, app_id=settings.app_id, private_key=settings.private_key)
        checker = Checker(
            github=github,
            ledger=ledger,
            catalog=catalog,
            grade=submissions.grade,
            source_bytes=settings.source_bytes,
        )
        runner = Runner(
            ledger,
            checker,
            loops=settings.checks,
            check_s=settings.check_s,
            lease_s=LEASE_S,
            give_up_s=settings.give_up_s,
        )
        inbox = Inbox(
            secret=settings.webhook_secret,
            app_id=settings.app_id,
            repositories=settings.repositories,
            ledger=ledger,
            wake=runner.wake,
            body_bytes=settings.event_bytes,
        )
        runner.start()
        try:
            yield App(inbox, runner)
        finally:
            await runner.stop()

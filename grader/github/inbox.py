"""Takes webhook deliveries: proves where they come from, and stores what they ask for before they are answered."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

import structlog

from grader.github.events import MalformedEvent, app_of, wanted
from grader.store.github import GitHubLedger

log = structlog.get_logger("grader.github")
DELIVERY = re.compile(r"[0-9A-Za-z-]{8,64}")


class Forged(ValueError):
    """The signature is missing, or is not the one that our secret makes of this body."""


class Malformed(ValueError):
    """A signed delivery that says too little; says what is missing."""


def verify(secret: str, body: bytes, signature: str | None) -> None:
    """Compare the signature with ours in constant time. Raises Forged."""
    expected = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected.encode(), (signature or "").encode("utf-8", "replace")):
        raise Forged


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """The door for GitHub."""

    secret: str = field(repr=False)
    app_id: int
    repositories: Sequence[str]  # owner/name or patterns of it; events of others are ignored
    ledger: GitHubLedger
    wake: Callable[[], None]  # called once something is stored
    body_bytes: int

    def verify(self, body: bytes, signature: str | None) -> None:
        """Raises Forged. Nothing of a body may be read before."""
        verify(self.secret, body, signature)

    async def receive(self, event: str, delivery: str, body: bytes, payload: Any) -> str:
        """Store what a verified delivery asks for; says what became of it. Raises Malformed."""
        if not DELIVERY.fullmatch(delivery):
            raise Malformed("X-GitHub-Delivery is not an id.")
        if not isinstance(payload, Mapping):
            raise Malformed("The payload is not an object.")
        if event == "ping":
            return "pong"
        try:
            asked = wanted(event, payload)
        except MalformedEvent as error:
            raise Malformed(f"The field {error} is missing or is of another kind.") from error
        if asked is None or not self._ours(event, payload, asked.repository):
            return "ignored"
        fresh = await self.ledger.receive(delivery, hashlib.sha256(body).hexdigest(), asked)
        log.info(
            "github.delivery",
            github_event=event,
            delivery=delivery,
            repository=asked.repository,
            commit=asked.head_sha,
            fresh=fresh,
        )
        if not fresh:
            return "known"
        self.wake()
        return "stored"

    def _ours(self, event: str, payload: Mapping[str, Any], repository: str) -> bool:
        known = any(fnmatchcase(repository.lower(), pattern.lower()) for pattern in self.repositories)
        return known and app_of(event, payload) in (None, self.app_id)

"""Bearer tokens. Only their hashes are kept; a foreign object and a missing one look the same."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from grader.api.problems import Problem
from grader.store.base import Role, Store, Token

PREFIX = "ag_"
# Who sees other people's work and decides on it. A new role is not staff by itself.
STAFF = frozenset({Role.OWNER})


def new_secret() -> str:
    """A fresh token: 256 random bits behind a prefix that secret scanners can find."""
    return PREFIX + secrets.token_urlsafe(32)


def hashed(secret: str) -> str:
    """What is kept of a token. It is random and long, so a plain hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


async def install_owner_token(store: Store, given: str | None) -> str | None:
    """Make sure there is an owner. Returns the secret if it was made just now: the only time it can be shown."""
    owner = await store.owner_token()
    if owner is None:
        secret = given or new_secret()
        token = Token(
            id=secrets.token_hex(16),
            label="owner",
            role=Role.OWNER,
            sha256=hashed(secret),
            created_at=datetime.now(UTC),
        )
        await store.add_token(token)
        return None if given else secret
    if given is not None and not hmac.compare_digest(hashed(given), owner.sha256):
        await store.replace_token(owner.id, hashed(given))
    return None


async def caller_of(request: Request) -> Token:
    """The token this request came with. Raises Problem."""
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    store: Store = request.app.state.services.store
    sent = hashed(secret.strip())
    token = await store.token(sent) if scheme.lower() == "bearer" and secret.strip() else None
    # The look-up is by hash; comparing again in constant time costs nothing and holds whatever a backend's index does.
    if token is None or not hmac.compare_digest(token.sha256, sent):
        raise _refused("The Authorization header holds no token that is known here.")
    if token.expires_at is not None and token.expires_at <= datetime.now(UTC):
        raise _refused("The token has expired.")
    return token


def _refused(detail: str) -> Problem:
    return Problem(
        "unauthorized",
        detail,
        "Send `Authorization: Bearer <token>`; the owner's token was printed at the first start.",
        "header Authorization",
        {"WWW-Authenticate": "Bearer"},
    )


Caller = Annotated[Token, Depends(caller_of)]


async def staff_of(caller: Caller) -> Token:
    """The caller, if they are course staff. Raises Problem."""
    if caller.role not in STAFF:
        raise Problem(
            "not-staff", f"Your token is one of a {caller.role.value}.", "Ask course staff.", "header Authorization"
        )
    return caller


Staff = Annotated[Token, Depends(staff_of)]

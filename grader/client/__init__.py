"""A client of the service, to block on (`Client`) or to await (`AsyncClient`); both do exactly the same.

    with Client("https://grader.example.org") as grader:       # the token is in GRADER_TOKEN
        report = grader.grade("6.7", Path("layernorm.py"))

What the service refuses is an exception made of its problem document: a `Refusal` with `kind`, `detail` and `mend`.
What it cannot answer is tried again, which is safe: each submission carries a key, and the same key is the same
submission.
"""

from __future__ import annotations

from grader.client.clients import AsyncClient, Client
from grader.client.errors import (
    AGAIN_LATER,
    ClientError,
    NotFound,
    Refusal,
    TimedOut,
    TooMany,
    Unauthorized,
    Unavailable,
    UnusableAddress,
)
from grader.client.flows import Event, Exercise, Submission

__all__ = [
    "AGAIN_LATER",
    "AsyncClient",
    "Client",
    "ClientError",
    "Event",
    "Exercise",
    "NotFound",
    "Refusal",
    "Submission",
    "TimedOut",
    "TooMany",
    "Unauthorized",
    "Unavailable",
    "UnusableAddress",
]

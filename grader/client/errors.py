"""What a client raises."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from grader.errors import GraderError


class ClientError(GraderError):
    """The base of what a client raises."""


class UnusableAddress(ClientError):
    """The address or the token cannot be used; says what to give instead."""


class Unavailable(ClientError):
    """The service, or the way to it, did not answer; nothing is known of the request but that it may be repeated."""


class TimedOut(ClientError):
    """The submission was not graded in time; it still will be, and `submission` is its id."""

    def __init__(self, submission: str, seconds: float) -> None:
        super().__init__(f"submission {submission} was not graded within {seconds:g} s; it still will be")
        self.submission = submission


class Refusal(ClientError):
    """The service said no, and why (RFC 9457)."""

    def __init__(self, status: int, document: Mapping[str, Any]) -> None:
        self.status = status
        self.kind = str(document.get("type", "")).removeprefix("urn:grader:problem:")  # stable, to be compared
        self.title = str(document.get("title", "The service refused"))
        self.detail = str(document.get("detail", ""))
        self.mend = str(document.get("mend", ""))
        self.where = str(document.get("where", ""))
        super().__init__(" ".join(part for part in (f"{self.title} ({status}).", self.detail, self.mend) if part))

    @property
    def of_the_file(self) -> bool:
        """Whether it is the file itself that cannot be taken."""
        return self.kind in ("unusable-source", "too-large", "unsupported-media-type")


class Unauthorized(Refusal):
    """The token is missing, wrong, or has expired."""


class NotFound(Refusal):
    """There is no such exercise, or no such submission of this token."""


class TooMany(Refusal):
    """A limit of this token was still reached after the last try."""


# No fault of whoever asks, nor of the file: the same, asked for later, may well be done.
AGAIN_LATER = (Unavailable, TimedOut, TooMany)
REFUSALS: Mapping[int, type[Refusal]] = {401: Unauthorized, 404: NotFound, 429: TooMany}

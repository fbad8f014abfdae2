"""Every setting in one place: name, unit, default, and what happens at the limit. Read once, from GRADER_*."""

from __future__ import annotations

import os
import re
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from grader.errors import GraderError

MIN_SECRET = 16  # characters of the webhook's secret


class InvalidSettings(GraderError):
    """A setting cannot be used; names the key and says what it may be."""


def _default_problems() -> Path:
    return Path(__file__).resolve().parent.parent / "problems"


def _default_cells() -> int:
    return os.cpu_count() or 1


class Settings(BaseSettings):
    """The settings of one process. Raises pydantic's ValidationError; `read_settings` says it in our words."""

    model_config = SettingsConfigDict(env_prefix="GRADER_", frozen=True, extra="ignore", env_ignore_empty=True)

    data: Path = Field(Path("data"), description="Folder of the database; made if it is not there.")
    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8000, ge=0, le=65_535, description="Port to listen on; 0 takes a free one.")
    token: SecretStr | None = Field(None, description="The owner's API token; without it one is made at first start.")
    problems: Path = Field(default_factory=_default_problems, description="Folder of the exercises.")
    semantic_model: Path | None = Field(
        None, description="Folder of a BERT embedding model (extra grader[semantic]); none: likeness by words alone."
    )
    cells: int = Field(
        default_factory=_default_cells,
        ge=1,
        le=256,
        description="Submissions that run at once; more wait in the queue. Default: the number of CPUs.",
    )
    sandbox: Literal["local", "docker", "socket"] = Field(
        "local",
        description="What cells are: processes of this host, containers of its Docker engine, or containers that "
        "somebody else runs (docker compose) and that call on a socket.",
    )
    max_uses: int | None = Field(
        None,
        ge=1,
        description="Submissions that one cell serves before it is replaced; 1: a fresh cell for each. Default: 1000 "
        "for local cells, 100 for containers.",
    )
    image: str = Field("grader-cell", description="docker: the image of the cells (docker build --target cell).")
    spares: int = Field(2, ge=0, le=64, description="docker: cells kept ready beside those that run.")
    runtime: str | None = Field(
        None, description="docker: another runtime of the engine. socket: what the cells run under. runsc: gVisor."
    )
    sockets: Path | None = Field(
        None,
        description="Folder of the sockets on which cells call, shared with their containers. Default: /run/grader "
        "(socket); a folder of this user's under /run or /tmp (docker).",
    )
    docs_open: bool = Field(False, description="Serve the API's description without a token.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="Quieter lines are dropped.")

    body_kib: int = Field(1024, ge=1, le=65_536, description="KiB of one request body; a longer one: 413.")
    source_kib: int = Field(256, ge=1, le=4096, description="KiB of one source file; a longer one: 413.")
    body_timeout_s: float = Field(15, gt=0, description="Seconds to send a request body in; slower: 408.")
    head_timeout_s: float = Field(10, gt=0, description="Seconds to send a request's head in; slower: closed.")
    connections: int = Field(1000, ge=1, description="Open connections and requests at once; one more: 503.")
    connections_per_address: int = Field(
        100, ge=1, description="Of those, from one address; one more is closed. Behind a proxy: as many as above."
    )
    wait_max_s: float = Field(60, ge=0, le=300, description="Seconds that `Prefer: wait` may ask for; more is cut.")
    submissions_per_minute: int = Field(10, ge=1, description="Submissions a minute of one student token; more: 429.")
    pending_per_owner: int = Field(10_000, ge=1, description="Unfinished submissions of one token; one more: 429.")
    idempotency_h: float = Field(24, gt=0, description="Hours an Idempotency-Key is remembered; then it is free again.")

    thresholds: Path | None = Field(
        None, description="thresholds.toml of `grader rubric calibrate`; without it the shipped thresholds hold."
    )
    blind_share: float = Field(
        0.05, ge=0, le=1, description="Share of automatic verdicts that a person grades again unseen; 0: none."
    )
    reuse_decisions: bool = Field(
        False, description="Let a person's verdict hold for later answers in the same words, not only suggest it."
    )

    lease_s: float = Field(60, ge=1, description="Seconds a claim holds; renewed while graded, else taken over.")
    attempts: int = Field(
        3, ge=1, description="Runs of one submission that our own faults may cost; then grader_error."
    )
    grading_s: float = Field(
        120, gt=0, description="Seconds for one attempt, waiting for a cell included; then a fault."
    )
    judge_url: str | None = Field(
        None, description="Base URL of an OpenAI-compatible endpoint, such as https://host/v1; none: no judge."
    )
    judge_model: str | None = Field(None, description="Exact id of the judge's model, as the endpoint returns it.")
    judge_key: SecretStr | None = Field(None, description="Bearer token for the endpoint.")
    judge_timeout_s: float = Field(20, gt=0, description="Seconds for one reply; then the criterion stays unsure.")
    judge_submission_s: float = Field(
        45, gt=0, description="Seconds for all criteria of one submission; then all of them stay unsure."
    )
    judge_retries: int = Field(2, ge=0, le=10, description="Further tries of a call that failed; then it stays unsure.")
    judge_at_once: int = Field(8, ge=1, le=256, description="Calls at once; more wait.")
    judge_calls_per_day: int = Field(
        2000,
        ge=0,
        description="Calls a day (UTC), canaries and retries included; then all stays unsure until midnight.",
    )
    judge_tokens_per_day: int = Field(2_000_000, ge=0, description="Tokens a day (UTC), likewise.")
    judge_reply_kib: int = Field(64, ge=1, le=4096, description="KiB of one reply; a longer one is thrown away.")
    judge_keep_days: int = Field(
        180, ge=1, description="Days that prompts and replies are kept for audit and reuse; then they are deleted."
    )
    stop_grace_s: float = Field(15, ge=0, description="Seconds to finish what runs at a stop; then it is given back.")

    github_app_id: int | None = Field(None, gt=0, description="Id of the GitHub App; without it there is no webhook.")
    github_private_key_file: Path | None = Field(None, description="The App's private key, as GitHub hands it out.")
    github_webhook_secret: SecretStr | None = Field(None, description="What GitHub signs deliveries with.")
    github_repositories: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Repositories that are graded, such as `course-2026/*`, with commas; others are ignored."
    )
    github_api_url: str = Field(
        "https://api.github.com", description="Of the REST API; https://HOST/api/v3 for an Enterprise Server."
    )
    github_event_kib: int = Field(1024, ge=64, le=25_600, description="KiB of one delivery; a longer one: 413.")
    github_checks: int = Field(8, ge=1, le=64, description="Commits that are checked at once; more wait.")
    github_check_s: float = Field(600, ge=10, description="Seconds for one try of a check; then it is tried again.")
    github_give_up_h: float = Field(
        20, gt=0, le=23, description="Hours in which a check is tried again; then it is completed as cancelled."
    )
    github_remember_days: float = Field(
        90, ge=3, description="Days in which a delivery is known again; GitHub itself repeats for 3."
    )

    @model_validator(mode="after")
    def _whole_app(self) -> Self:
        """A part of the GitHub App's settings does nothing, and would look as if it did."""
        parts = {
            "GRADER_GITHUB_APP_ID": self.github_app_id,
            "GRADER_GITHUB_PRIVATE_KEY_FILE": self.github_private_key_file,
            "GRADER_GITHUB_WEBHOOK_SECRET": self.github_webhook_secret,
            "GRADER_GITHUB_REPOSITORIES": self.github_repositories or None,
        }
        missing = [name for name, value in parts.items() if value is None]
        if missing and len(missing) < len(parts):
            raise ValueError(f"a GitHub App also needs {', '.join(missing)}")
        return self

    @field_validator("github_webhook_secret")
    @classmethod
    def _long_secret(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret is not None and len(secret.get_secret_value()) < MIN_SECRET:
            raise ValueError(f"must have at least {MIN_SECRET} characters; `openssl rand -hex 32` makes one")
        return secret

    @field_validator("github_repositories", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("github_repositories")
    @classmethod
    def _owner_and_name(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in patterns:
            if not re.fullmatch(r"[\w.-]+/[\w.*-]+", pattern, re.ASCII):
                raise ValueError(f"{pattern!r} is not owner/name; the name, not the owner, may hold *")
        return patterns

    @field_validator("github_api_url")
    @classmethod
    def _safe_address(cls, address: str) -> str:
        """Tokens go there: encrypted, unless it is this very machine."""
        url = urlsplit(address)
        local = url.scheme == "http" and url.hostname in ("127.0.0.1", "::1", "localhost")
        if not (url.scheme == "https" or local) or not url.hostname or url.query or url.fragment or "@" in url.netloc:
            raise ValueError("must be https://HOST or https://HOST/PATH, without user, query and fragment")
        return address.rstrip("/")

    @field_validator("token", "judge_key")
    @classmethod
    def _usable_token(cls, token: SecretStr | None) -> SecretStr | None:
        """A header cannot carry everything that an environment variable can."""
        secret = token.get_secret_value() if token is not None else None
        if secret is not None and (not secret.isascii() or not secret.isprintable() or not secret or " " in secret):
            raise ValueError("must be printable ASCII without spaces, and not empty")
        return token

    @field_validator("judge_url")
    @classmethod
    def _safe_judge_url(cls, url: str | None) -> str | None:
        """Answers and the key travel encrypted, or not at all; and nothing but the address is in it."""
        if url is None:
            return None
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0:  # a bad port: ValueError
            raise ValueError("must be an address such as https://host/v1")
        if parts.username is not None or parts.query or parts.fragment:
            raise ValueError("must not hold a user, a query or a fragment; the key goes into GRADER_JUDGE_KEY")
        if parts.scheme == "http" and not _loopback(parts.hostname):
            raise ValueError("must be https, unless it is on this machine")
        return url

    @model_validator(mode="after")
    def _whole_judge(self) -> Settings:
        if (self.judge_url is None) != (self.judge_model is None):
            raise ValueError("GRADER_JUDGE_URL and GRADER_JUDGE_MODEL are set together, or neither")
        if self.judge_url is not None and self.judge_submission_s > self.grading_s / 2:
            raise ValueError("GRADER_JUDGE_SUBMISSION_S may be half of GRADER_GRADING_S at most")
        return self


def _loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def read_settings(**given: Any) -> Settings:
    """The settings from the environment; what is `given` wins. Raises InvalidSettings with every key that is wrong."""
    try:
        return Settings(**given)
    except ValidationError as error:
        lines = [
            f"GRADER_{'_'.join(map(str, e['loc'])).upper()}: {e['msg']}" if e["loc"] else e["msg"]
            for e in error.errors()
        ]
        raise InvalidSettings("settings that cannot be used:\n" + "\n".join(f"  - {line}" for line in lines)) from error

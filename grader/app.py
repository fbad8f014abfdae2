"""Builds the parts of the service, starts them, and stops them in reverse. Only this and `backends` name backends."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import structlog
from fastapi import FastAPI

from grader.api.auth import install_owner_token
from grader.api.factory import create_app
from grader.api.health import Checks
from grader.api.limits import ApiLimits, Rate
from grader.api.services import Services
from grader.backends import chosen_grader, chosen_sandbox
from grader.catalog.folder import Catalog, load_catalog
from grader.errors import GraderError, MissingWalls
from grader.formats.report_json import to_json
from grader.github.app import App, AppSettings, UnusableKey, checked_key, connected
from grader.github.submissions import Submissions
from grader.grading import fault_report
from grader.llm.endpoint import Endpoint
from grader.llm.ledger import Ledger
from grader.llm.second_opinion import Budget, SecondOpinion
from grader.queue.changes import Changes
from grader.queue.embedded import EmbeddedQueue
from grader.review.desk import Desk
from grader.review.settling import Settling
from grader.rubric import threshold_file
from grader.sandbox.base import Sandbox
from grader.settings import InvalidSettings, Settings
from grader.store.review_sql import SqlReviews
from grader.store.sqlite import open_sqlite
from grader.worker import Grades, Worker

DATABASE = "grader.db"
LEDGER = "judge.db"  # of the outside language model: calls, cost, suspension
LOCK = "lock"
log = structlog.get_logger("grader.app")


class UnusableData(GraderError):
    """The data folder cannot be used; says which and why."""


@dataclass(frozen=True, slots=True)
class Service:
    """A running service."""

    app: FastAPI
    new_owner_token: str | None  # only at the first start, and only if the operator gave none


@dataclass(frozen=True, slots=True)
class Grading:
    """Whoever grades, and the sandbox it grades in."""

    grader: Grades
    sandbox: Sandbox
    second: SecondOpinion | None = None


def sandboxed_grading(settings: Settings, catalog: Catalog) -> Grading:
    """Grading in `settings.cells` cells."""
    sandbox = chosen_sandbox(settings, settings.cells)
    second = second_opinion(settings)
    grader = chosen_grader(settings, catalog, sandbox, second)
    if outdated := threshold_file.changed(threshold_file.read(settings.thresholds), catalog.versions):
        log.warning("thresholds.rubrics_changed", exercises=outdated, effect="text only suggests; calibrate again")
    grader.warm()
    return Grading(grader, sandbox, second)


def second_opinion(settings: Settings) -> SecondOpinion | None:
    """The outside language model, if one is set up. The data folder must be there. Raises UnusableData."""
    if settings.judge_url is None or settings.judge_model is None:
        return None
    endpoint = Endpoint(
        settings.judge_url,
        settings.judge_model,
        settings.judge_key.get_secret_value() if settings.judge_key else None,
        timeout_s=settings.judge_timeout_s,
        reply_bytes=settings.judge_reply_kib * 1024,
        at_once=settings.judge_at_once,
    )
    budget = Budget(
        submission_s=settings.judge_submission_s,
        retries=settings.judge_retries,
        calls=settings.judge_calls_per_day,
        tokens=settings.judge_tokens_per_day,
    )
    path = settings.data / LEDGER
    try:
        ledger = Ledger(path, keep_days=settings.judge_keep_days)
    except (OSError, sqlite3.Error) as error:
        raise UnusableData(f"the judge's ledger {path} cannot be used: {error}; mend or remove it") from error
    return SecondOpinion(endpoint, ledger, budget)


@asynccontextmanager
async def running(
    settings: Settings,
    *,
    load: Callable[[Path], Catalog] = load_catalog,
    grading_in: Callable[[Settings, Catalog], Grading] = sandboxed_grading,
) -> AsyncIterator[Service]:
    """The whole service, from the folder on disk to the HTTP application; stopped when the context ends.

    Raises InvalidSpec (exercises), InvalidThresholds, UnusableData (data folder) and MissingWalls (sandbox) before
    anything is served.
    """
    async with AsyncExitStack() as stack:
        catalog = load(settings.problems)

        data = usable_data(settings.data)
        stack.callback(os.close, lock(data))

        store = await open_sqlite(
            data / DATABASE,
            lease_s=settings.lease_s,
            pending_cap=settings.pending_per_owner,
            idempotency_s=settings.idempotency_h * 3600,
        )
        stack.push_async_callback(store.close)
        grading = grading_in(settings, catalog)
        stack.push_async_callback(grading.sandbox.aclose)
        if grading.second is not None:
            stack.push_async_callback(grading.second.aclose)
        await grading.sandbox.start()

        reviews = SqlReviews(store.database)
        settling = Settling(catalog, reviews, settings.blind_share, settings.reuse_decisions)
        changes = Changes()
        queue = EmbeddedQueue(store, lease_s=settings.lease_s)
        freed = await queue.reconcile()
        log.info("service.start", data=str(data), exercises=len(catalog.exercises), taken_over=freed)

        worker = Worker(
            queue=queue,
            results=store,
            grader=grading.grader,
            fault_report=lambda work: fault_report(catalog.exercises.get(work.exercise), work),
            to_json=to_json,
            settle=settling.settle,
            changes=changes,
            # One report is judged and written while every cell runs; and whoever waits for the judge holds up no code.
            loops=settings.cells + 1 + (settings.judge_at_once if grading.second else 0),
            attempts=settings.attempts,
            grading_s=settings.grading_s,
            lease_s=settings.lease_s,
        )
        worker.start()
        stack.push_async_callback(worker.stop, settings.stop_grace_s)

        github: App | None = None
        if (app_settings := github_settings(settings)) is not None:
            submissions = Submissions(store, queue.put, changes)
            github = await stack.enter_async_context(connected(app_settings, store.database, submissions, catalog))

        services = Services(
            store=store,
            enqueue=queue.put,
            changes=changes,
            catalog=catalog,
            desk=Desk(reviews, catalog),
            limits=ApiLimits(
                body_bytes=settings.body_kib * 1024,
                source_bytes=settings.source_kib * 1024,
                body_timeout_s=settings.body_timeout_s,
                wait_max_s=settings.wait_max_s,
                submissions_per_minute=settings.submissions_per_minute,
            ),
            rate=Rate(settings.submissions_per_minute),
            healthy=Checks(
                {"store": store.ping, "sandbox": lambda: _walls_stand(grading.sandbox)},
                advisory={"judge": grading.second.healthy} if grading.second else {},
            ),
            ready=Checks(
                {"store": store.ping, "worker": lambda: _alive(worker)} | ({"github": github.ping} if github else {})
            ),
        )
        inbox = github.inbox if github else None
        # Last: the token of a start that fails would never be shown, and no later start shows one.
        given = settings.token.get_secret_value() if settings.token else None
        new_token = await install_owner_token(store, given)
        yield Service(create_app(services, docs_open=settings.docs_open, inbox=inbox), new_token)


def github_settings(settings: Settings) -> AppSettings | None:
    """What the GitHub App needs, if one is set up. Raises InvalidSettings for a key that cannot be used."""
    app_id, file, secret = settings.github_app_id, settings.github_private_key_file, settings.github_webhook_secret
    if app_id is None or file is None or secret is None:
        return None
    try:
        private_key = checked_key(file.read_text("ascii"))
    except (OSError, UnicodeDecodeError, UnusableKey) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise InvalidSettings(f"GRADER_GITHUB_PRIVATE_KEY_FILE: {file}: {reason}") from error
    return AppSettings(
        app_id=app_id,
        private_key=private_key,
        webhook_secret=secret.get_secret_value(),
        repositories=settings.github_repositories,
        api_url=settings.github_api_url,
        event_bytes=settings.github_event_kib * 1024,
        source_bytes=settings.source_kib * 1024,
        checks=settings.github_checks,
        check_s=settings.github_check_s,
        give_up_s=settings.github_give_up_h * 3600,
        remember_s=settings.github_remember_days * 86_400,
    )


def usable_data(folder: Path) -> Path:
    """The folder, made if need be. Raises UnusableData."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise UnusableData(f"the data folder {folder} cannot be made: {error.strerror}") from error
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        raise UnusableData(f"the data folder {folder} cannot be written by this user; mend its rights or use --data")
    return folder


def lock(folder: Path) -> int:
    """Hold the folder for this process alone; the kernel lets go when the process ends, however it ends.

    Two services on one folder would each take the other's claims for a dead process's. Raises UnusableData.
    """
    descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        raise UnusableData(f"another grader serves the data folder {folder}; stop it or use another --data") from error
    return descriptor


async def _walls_stand(sandbox: Sandbox) -> None:
    missing = [f"{wall.name}: {wall.detail}" for wall in sandbox.walls() if wall.needed and not wall.standing]
    if missing:
        raise MissingWalls(missing)


async def _alive(worker: Worker) -> None:
    if not worker.alive:
        raise RuntimeError("the worker has stopped; restart the service")

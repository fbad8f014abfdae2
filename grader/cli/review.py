"""`grader rubric review` and `grader rubric agreement`."""

from __future__ import annotations

import asyncio
import json
import re
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import click
from rich.console import Console

from grader.cli.review_queue import NoQueue, Queue, queue_of
from grader.cli.review_session import Session, agreement_table
from grader.errors import InvalidSpec
from grader.settings import InvalidSettings, read_settings
from grader.store.reviews import Filter

OK, USAGE = 0, 2
ITEM = re.compile(r"([a-z])/([a-z0-9_-]+)")
MOST_GROUPS = 100  # that --json prints


def review(exercise: str | None, criterion: str | None, server: str | None, data: Path | None, as_json: bool) -> int:
    """Go through the queue, or print it; exit code 0, or 2 for what you can mend."""
    found = ITEM.fullmatch(criterion) if criterion is not None else None
    if criterion is not None and found is None:
        return _refused(f"--criterion {criterion!r} is not of the form a/vanish")
    if not as_json and not sys.stdin.isatty():
        return _refused("one key a decision needs a terminal; --json prints what waits, and the API takes decisions")
    wanted = Filter(exercise=exercise, part=found[1] if found else None, criterion=found[2] if found else None)

    async def go(queue: Queue) -> None:
        if as_json:
            print(json.dumps(await queue.waiting(wanted, limit=MOST_GROUPS, skip=0), ensure_ascii=False, indent=2))
        else:
            await Session(queue, wanted, Console(emoji=False), key=click.getchar, line=input).run()

    return _with_queue(server, data, go)


def agreement(server: str | None, data: Path | None, as_json: bool) -> int:
    """Print how well machine and people agree; exit code 0, or 2 for what you can mend."""

    async def go(queue: Queue) -> None:
        figures = await queue.agreement()
        if as_json:
            print(json.dumps(figures, ensure_ascii=False, indent=2))
            return
        console = Console(emoji=False)
        console.print(agreement_table("criterion", {**figures["criteria"], "all": figures["all"]}))
        console.print(agreement_table("layer", figures["layers"]))

    return _with_queue(server, data, go)


def _with_queue(server: str | None, data: Path | None, go: Callable[[Queue], Awaitable[None]]) -> int:
    async def run() -> None:
        async with queue_of(read_settings(), server, data) as queue:
            await go(queue)

    try:
        asyncio.run(run())
    except (NoQueue, InvalidSpec, InvalidSettings) as error:
        return _refused(str(error))
    return OK


def _refused(why: str) -> int:
    Console(stderr=True, emoji=False).print(why, style="red", markup=False)
    return USAGE

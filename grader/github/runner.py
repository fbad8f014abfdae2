"""Does the checks that are due, one after another in a few loops, until each is done or too old to be of use."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable
from typing import Protocol

import structlog

from grader.github.client import Denied, Later
from grader.store.github import Check, GitHubLedger

log = structlog.get_logger("grader.github")

LONGEST_SLEEP_S = 60.0  # between two looks at the ledger, whatever it says is due next
FIRST_DELAY_S = 2.0  # after a failure; doubled with each further one
LONGEST_DELAY_S = 900.0


class DoesChecks(Protocol):
    """What the runner needs of `checker.Checker`."""

    def run(self, check: Check) -> Awaitable[None]:
        """Do one check. Raises Later, Denied."""

    def give_up(self, check: Check) -> Awaitable[None]:
        """Say at GitHub that there will be no verdict. Raises Later, Denied."""


class Runner:
    """`start` it within a running loop; `wake` it when something was stored."""

    def __init__(
        self,
        ledger: GitHubLedger,
        checker: DoesChecks,
        *,
        loops: int,
        check_s: float,
        lease_s: float,
        give_up_s: float,
    ) -> None:
        self._ledger = ledger
        self._checker = checker
        self._loops = loops
        self._check_s = check_s
        self._lease_s = lease_s
        self._give_up_s = give_up_s
        self._wake = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def alive(self) -> bool:
        """Whether checks are being done."""
        return bool(self._tasks) and not any(task.done() for task in self._tasks)

    def start(self) -> None:
        """Begin."""
        self._tasks = [asyncio.create_task(self._loop(), name=f"github-{n}") for n in range(self._loops)]

    def wake(self) -> None:
        """There may be something to do."""
        self._wake.set()

    async def stop(self) -> None:
        """End at once; what was begun is given back, and can be repeated."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _loop(self) -> None:
        while True:
            self._wake.clear()
            try:
                check = await self._ledger.claim()
                if check is None:
                    await self._sleep(await self._ledger.seconds_to_next())
                else:
                    await self._do(check)
            except Exception:
                log.exception("github.ledger_failed")
                await asyncio.sleep(1.0)  # the database is away; do not spin until it is back

    async def _sleep(self, seconds: float | None) -> None:
        try:
            async with asyncio.timeout(LONGEST_SLEEP_S if seconds is None else min(seconds, LONGEST_SLEEP_S)):
                await self._wake.wait()
        except TimeoutError:
            return

    async def _do(self, check: Check) -> None:
        renewing = asyncio.create_task(self._renew(check))
        try:
            async with asyncio.timeout(self._check_s):
                await self._checker.run(check)
            await self._ledger.finish(check)
        except Later as later:
            await self._again(check, str(later), later.seconds)
        except TimeoutError:
            await self._again(check, f"not done within {self._check_s:g} s", None)
        except Denied as denied:
            await self._drop(check, str(denied))
        except asyncio.CancelledError:
            await asyncio.shield(self._ledger.postpone(check, 0.0))
            raise
        except Exception:
            log.exception("github.unexpected", check=check.id)
            await self._again(check, "an error of ours", None)
        finally:
            renewing.cancel()

    async def _renew(self, check: Check) -> None:
        while True:
            await asyncio.sleep(self._lease_s / 3)
            try:
                await self._ledger.renew(check)
            except Exception:
                log.exception("github.renew_failed", check=check.id)  # the next turn comes before the lease ends

    async def _again(self, check: Check, reason: str, seconds: float | None) -> None:
        """Later: when GitHub says, or after twice as long as the last time."""
        if self._ledger.age_s(check) > self._give_up_s:
            await self._drop(check, f"too old: {reason}")
            return
        delay = min(FIRST_DELAY_S * 2.0 ** min(check.attempt - 1, 20), LONGEST_DELAY_S) if seconds is None else seconds
        delay *= 1.0 + random.random() / 4  # noqa: S311 - so that many do not come back at once
        log.warning("github.later", check=check.id, repository=check.repository, reason=reason, seconds=round(delay, 1))
        await self._ledger.postpone(check, delay)

    async def _drop(self, check: Check, reason: str) -> None:
        log.error("github.dropped", check=check.id, repository=check.repository, reason=reason)
        try:
            async with asyncio.timeout(self._check_s):
                await self._checker.give_up(check)
        except (Later, Denied, TimeoutError) as error:
            log.warning("github.not_told", check=check.id, reason=str(error))
        except Exception:
            log.exception("github.not_told", check=check.id)
        await self._ledger.finish(check)

"""The two clients: one blocks, one is awaited, and both follow the same flows."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Self, TypeVar

import httpx2

from grader.client import flows
from grader.client.errors import Unavailable
from grader.client.flows import TOTAL_S, Answer, Event, EventReader, Exercise, Flow, Pause, Submission
from grader.model import Report

T = TypeVar("T")


class Client:
    """Blocks until there is an answer. `token` is GRADER_TOKEN's if it is not given. Raises ClientError."""

    def __init__(self, url: str, token: str | None = None, *, transport: httpx2.BaseTransport | None = None) -> None:
        self._http = httpx2.Client(**flows.options(url, token), transport=transport)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def exercises(self) -> tuple[Exercise, ...]:
        """What can be handed in."""
        return self._run(flows.exercises())

    def submit(
        self,
        exercise: str,
        work: Path | str | bytes,
        *,
        filename: str | None = None,
        key: str | None = None,
        wait_s: float = 0.0,
    ) -> Submission:
        """Hand in a file (a Path), or what is in one. The same `key` within a day is the same submission."""
        return self._run(flows.submit(exercise, work, filename, key, wait_s))

    def get(self, submission: str) -> Submission:
        """A submission as it is now, by its id."""
        return self._run(flows.get(submission))

    def wait(self, submission: str, seconds: float = TOTAL_S) -> Submission:
        """The submission once it is settled. Raises TimedOut."""
        return self._run(flows.wait(submission, seconds))

    def grade(
        self, exercise: str, work: Path | str | bytes, *, filename: str | None = None, seconds: float = TOTAL_S
    ) -> Report:
        """Hand in and wait for the report. Raises TimedOut."""
        return self._run(flows.grade(exercise, work, filename, seconds))

    def follow(self, submission: str, seconds: float = TOTAL_S) -> Iterator[Submission]:
        """The submission at each change, the last time settled; by its events, or by looking if they fail."""
        end = time.monotonic() + seconds
        try:
            for event in self.events(submission, seconds):
                if event.name == "status" and not (found := self.get(submission)).settled:
                    yield found
        except Unavailable:
            pass
        yield self.wait(submission, max(0.0, end - time.monotonic()))

    def events(self, submission: str, seconds: float = TOTAL_S) -> Iterator[Event]:
        """What happens to a submission, as it happens, to the end of the stream or for so many seconds."""
        reader = EventReader()
        end = time.monotonic() + seconds
        try:
            with self._http.stream("GET", f"{flows.path(submission)}/events", timeout=seconds) as answer:
                if not answer.is_success:
                    answer.read()
                    raise flows.refusal(answer)
                for line in answer.iter_lines():
                    if time.monotonic() > end:
                        return
                    yield from reader.feed(line)
        except httpx2.RequestError as error:
            raise Unavailable(f"the stream ended: {error!r}") from error

    def _run(self, flow: Flow[T]) -> T:
        answer: Answer = None
        while True:
            try:
                step = flow.send(answer)
            except StopIteration as end:
                result: T = end.value
                return result
            if isinstance(step, Pause):
                time.sleep(step.seconds)
                answer = None
                continue
            try:
                answer = self._http.request(step.method, step.path, **step.content)
            except httpx2.RequestError as error:
                answer = error


class AsyncClient:
    """As `Client`, to be awaited."""

    def __init__(
        self, url: str, token: str | None = None, *, transport: httpx2.AsyncBaseTransport | None = None
    ) -> None:
        self._http = httpx2.AsyncClient(**flows.options(url, token), transport=transport)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Let go of the connections."""
        await self._http.aclose()

    async def exercises(self) -> tuple[Exercise, ...]:
        """See Client."""
        return await self._run(flows.exercises())

    async def submit(
        self,
        exercise: str,
        work: Path | str | bytes,
        *,
        filename: str | None = None,
        key: str | None = None,
        wait_s: float = 0.0,
    ) -> Submission:
        """See Client."""
        return await self._run(flows.submit(exercise, work, filename, key, wait_s))

    async def get(self, submission: str) -> Submission:
        """See Client."""
        return await self._run(flows.get(submission))

    async def wait(self, submission: str, seconds: float = TOTAL_S) -> Submission:
        """See Client."""
        return await self._run(flows.wait(submission, seconds))

    async def grade(
        self, exercise: str, work: Path | str | bytes, *, filename: str | None = None, seconds: float = TOTAL_S
    ) -> Report:
        """See Client."""
        return await self._run(flows.grade(exercise, work, filename, seconds))

    async def follow(self, submission: str, seconds: float = TOTAL_S) -> AsyncIterator[Submission]:
        """See Client."""
        end = time.monotonic() + seconds
        try:
            async for event in self.events(submission, seconds):
                if event.name == "status" and not (found := await self.get(submission)).settled:
                    yield found
        except Unavailable:
            pass
        yield await self.wait(submission, max(0.0, end - time.monotonic()))

    async def events(self, submission: str, seconds: float = TOTAL_S) -> AsyncIterator[Event]:
        """See Client."""
        reader = EventReader()
        end = time.monotonic() + seconds
        try:
            async with self._http.stream("GET", f"{flows.path(submission)}/events", timeout=seconds) as answer:
                if not answer.is_success:
                    await answer.aread()
                    raise flows.refusal(answer)
                async for line in answer.aiter_lines():
                    if time.monotonic() > end:
                        return
                    for event in reader.feed(line):
                        yield event
        except httpx2.RequestError as error:
            raise Unavailable(f"the stream ended: {error!r}") from error

    async def _run(self, flow: Flow[T]) -> T:
        answer: Answer = None
        while True:
            try:
                step = flow.send(answer)
            except StopIteration as end:
                result: T = end.value
                return result
            if isinstance(step, Pause):
                await asyncio.sleep(step.seconds)
                answer = None
                continue
            try:
                answer = await self._http.request(step.method, step.path, **step.content)
            except httpx2.RequestError as error:
                answer = error

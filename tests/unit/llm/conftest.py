"""A model endpoint on loopback that behaves as told, well or badly, and remembers what it was asked."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from grader.catalog.rubric_folder import RubricExercise
from grader.llm.endpoint import Endpoint
from grader.llm.ledger import Ledger
from grader.llm.second_opinion import Budget, SecondOpinion
from grader.rubric.decision import DEFAULT_THRESHOLDS, Decision, Thresholds
from grader.rubric.engine import judge
from grader.rubric.judge.canaries import INJECTION
from grader.testing import Clock
from tests.unit.rubric.conftest import loaded

MODEL = "stand-in-2026-11-01"
EAGER = Thresholds({**DEFAULT_THRESHOLDS.least, "judge:credit": 0.5, "judge:zero": 0.0})  # as loose as it can be set
# Three criteria of 6.1a stay open, of which the offline layers find nothing.
STRANGE = {"a": "The gradient is driven towards insignificance."}
# They find all three met, as a suggestion: prose decides nothing until a course has calibrated it.
AGREED = {
    "a": "The gradients vanish. It comes about because we multiply. Small factors. The first layers do not learn."
}


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@dataclass(frozen=True)
class Question:
    """What the stand-in was asked, as a model would see it."""

    body: dict[str, Any]
    headers: dict[str, str]
    criterion: str
    answer: str
    raw: bytes

    @property
    def canary(self) -> str:
        """Which one it is; the stand-in knows them by heart."""
        if not self.answer.strip():
            return "empty"
        if self.answer == INJECTION:
            return "injection"
        known = {each.met[0] for id_ in EXERCISES for each in loaded(id_)[0].examples.values()}
        return "right" if self.answer in known else ""


EXERCISES = ("6.1", "6.2", "6.3", "6.4", "6.9")
Said = Callable[[Question], Any]


def said(verdict: str, quote: str = "", confidence: Any = 0.9) -> str:
    return json.dumps({"verdict": verdict, "quote": quote, "confidence": confidence})


def honest(otherwise: Said) -> Said:
    """Right on every canary; on a learner's answer whatever `otherwise` says."""

    def speak(question: Question) -> Any:
        if question.canary == "right":
            return said("met", question.answer)
        return said("not_met") if question.canary else otherwise(question)

    return speak


def generous(question: Question) -> str:
    return said("met", question.answer, 1.0)


@dataclass
class Reply:
    """A raw HTTP reply."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    kind: str = "application/json"


def completion(text: Any, **fields: Any) -> Reply:
    """A chat completion whose message is `text`."""
    choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}}
    document = {"model": MODEL, "choices": [choice], "usage": {"total_tokens": 700}, **fields}
    return Reply(body=json.dumps(document).encode())


@dataclass
class StandIn:
    """The server. `say` gives the message's text, or a whole Reply."""

    url: str = ""
    say: Said = field(default_factory=lambda: honest(generous))
    asked: list[Question] = field(default_factory=list)
    hold: threading.Event = field(default_factory=threading.Event)  # cleared: no reply is sent until it is set

    @property
    def learners(self) -> list[Question]:
        return [question for question in self.asked if not question.canary]


@pytest.fixture
def model() -> Iterator[StandIn]:
    stand_in = StandIn()
    stand_in.hold.set()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None: ...

        def do_GET(self) -> None:
            stand_in.asked.append(Question({}, dict(self.headers), self.path, "followed", b""))
            self.send_error(404)

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["content-length"]))
            question = understood(raw, {k.lower(): v for k, v in self.headers.items()})
            stand_in.asked.append(question)
            stand_in.hold.wait(30)
            answered = stand_in.say(question)
            reply = answered if isinstance(answered, Reply) else completion(answered)
            try:
                self.send_response(reply.status)
                for name, value in {"content-type": reply.kind, **reply.headers}.items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(reply.body)))
                self.end_headers()
                self.wfile.write(reply.body)
            except (BrokenPipeError, ConnectionResetError):
                pass  # whoever asked has had enough

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        stand_in.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
        yield stand_in
        stand_in.hold.set()
        server.shutdown()
        thread.join()


def understood(raw: bytes, headers: dict[str, str]) -> Question:
    """The question as a model reads it: the last text between the markers that the rules name."""
    body = json.loads(raw)
    rules, material, _ = (message["content"] for message in body["messages"])
    tag = re.search(r"\[([0-9a-f]{24})\]", rules)[1]  # type: ignore[index]
    answer = json.loads(material.split(f"[{tag}]")[-2].strip())
    return Question(body, headers, re.search(r"Criterion: ([^\n]*)", material)[1], answer, raw)  # type: ignore[index]


@dataclass
class Bench:
    """A second opinion on a ledger that can be opened again."""

    second: SecondOpinion
    ledger: Ledger
    clock: Clock

    async def on(self, exercise: str, answers: dict[str, str], thresholds: Thresholds = EAGER) -> dict[str, Decision]:
        found, decisions = before(exercise, answers, thresholds)
        return {each.id: each for each in await self.second.on(found, answers, decisions, thresholds)}

    def rows(self, what: str = "*") -> list[Any]:
        return self.ledger._db.execute(f"SELECT {what} FROM calls ORDER BY id").fetchall()


def before(
    exercise: str, answers: dict[str, str], thresholds: Thresholds = EAGER
) -> tuple[RubricExercise, tuple[Decision, ...]]:
    """What the offline layers say."""
    found, ready = loaded(exercise)
    return found, judge(ready, answers, thresholds)


Opened = Callable[..., AbstractAsyncContextManager[Bench]]


@pytest.fixture
def opened(tmp_path: Path, model: StandIn) -> Opened:
    """Opens the judge in a folder of its own; opening it again is a restart."""

    @asynccontextmanager
    async def open_(
        *, rest_s: float = 0.0, clock: Clock | None = None, url: str = "", **given: Any
    ) -> AsyncIterator[Bench]:
        limits = {"timeout_s": 5.0, "reply_bytes": 65_536, "submission_s": 10.0, "retries": 0}
        limits |= {"calls": 10_000, "tokens": 10**9, **given}
        endpoint = Endpoint(
            url or model.url, MODEL, "secret-key", timeout_s=limits["timeout_s"],
            reply_bytes=int(limits["reply_bytes"]), at_once=8,
        )  # fmt: skip
        budget = Budget(limits["submission_s"], int(limits["retries"]), int(limits["calls"]), int(limits["tokens"]))
        ticking = clock or Clock()
        ledger = Ledger(tmp_path / "judge.db", clock=ticking)
        second = SecondOpinion(endpoint, ledger, budget, rest_s=rest_s)
        try:
            yield Bench(second, ledger, ticking)
        finally:
            await second.aclose()

    return open_

"""A second opinion on criteria that the offline layers leave open. Never raises, and takes no longer than told."""

from __future__ import annotations

import asyncio
import hashlib
import json
import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import structlog

from grader.catalog.rubric_folder import RubricExercise
from grader.errors import GraderError
from grader.llm.endpoint import REPLY_TOKENS, Answered, Endpoint, Unanswered, backoff
from grader.llm.ledger import Asked, Ledger
from grader.rubric.answer import MAX_CHARACTERS
from grader.rubric.decision import Decision, Thresholds
from grader.rubric.judge.agreement import askable, combined
from grader.rubric.judge.canaries import Canary, canaries
from grader.rubric.judge.examples import Graded, nearest, of_the_rubric
from grader.rubric.judge.prompt import PROMPT_VERSION, Question, identity, messages
from grader.rubric.judge.reply import InvalidReply, Opinion, Reply, parse, verified

log = structlog.get_logger("grader.llm")

REST_S = 60.0  # that an endpoint which failed is left alone
MOST_REST_S = 3600.0  # the same, if it asks for longer by Retry-After
BYTES_PER_TOKEN = 3  # for the estimate that the budget is held to before a call: rather too many tokens than too few


class Examples(Protocol):
    """Where graded answers come from."""

    async def labelled(self, exercise: RubricExercise, item: str) -> Sequence[Graded]:
        """Graded answers to the criterion, such as `a/vanish`; the nearest are shown to the model."""


class RubricExamples:
    """The author's own examples."""

    async def labelled(self, exercise: RubricExercise, item: str) -> Sequence[Graded]:
        """See Examples."""
        return of_the_rubric(exercise, item)


@dataclass(frozen=True, slots=True)
class Budget:
    """What may be spent: seconds and retries on one submission, calls and tokens on one day in UTC."""

    submission_s: float
    retries: int
    calls: int
    tokens: int


class Suspended(GraderError):
    """The model is not trusted, or was found wanting just now."""


class SecondOpinion:
    """Asks the model about open criteria, one a call, with canaries, within a budget."""

    def __init__(
        self,
        endpoint: Endpoint,
        ledger: Ledger,
        budget: Budget,
        *,
        examples: Examples | None = None,
        rest_s: float = REST_S,
    ) -> None:
        self._endpoint = endpoint
        self._rest_s = rest_s
        self._ledger = ledger
        self._budget = budget
        self._examples = examples or RubricExamples()
        self._resting_until = 0.0  # monotonic

    @property
    def provenance(self) -> dict[str, str]:
        """What its opinions depend on."""
        return {"model": self._endpoint.model, "prompt": PROMPT_VERSION}

    async def aclose(self) -> None:
        """Close connections and file."""
        await self._endpoint.aclose()
        await asyncio.to_thread(self._ledger.close)

    async def healthy(self) -> None:
        """Raises Suspended, saying since when and why."""
        suspension = await asyncio.to_thread(self._ledger.suspension)
        if suspension is not None:
            raise Suspended(f"suspended since {suspension.since}: {suspension.why}; resume with `grader judge resume`")

    async def on(
        self,
        exercise: RubricExercise,
        answers: Mapping[str, str],
        decisions: Sequence[Decision],
        thresholds: Thresholds,
    ) -> tuple[Decision, ...]:
        """The decisions, open ones with the model's opinion where there is one; all as given if anything fails."""
        unsure = [decision for decision in decisions if askable(decision)]
        if not unsure or time.monotonic() < self._resting_until:
            return tuple(decisions)
        try:
            async with asyncio.timeout(self._budget.submission_s):
                await self.healthy()
                questions = await self._questions(exercise, answers, unsure)
                opinions = await self._opinions(exercise, questions)
        except Suspended as found:
            log.warning("judge.suspended", why=str(found))
            return tuple(decisions)
        except TimeoutError:
            log.warning("judge.too_slow", seconds=self._budget.submission_s)
            self._rest(self._rest_s)
            return tuple(decisions)
        except Exception:
            log.exception("judge.failed")  # a full disk, a fault of ours: the criteria stay open
            return tuple(decisions)
        return tuple(
            combined(exercise.id, each, opinions[each.id], thresholds) if each.id in opinions else each
            for each in decisions
        )

    async def _questions(
        self, exercise: RubricExercise, answers: Mapping[str, str], unsure: Sequence[Decision]
    ) -> list[Question]:
        asked = {decision.id for decision in unsure}
        found = []
        for part in exercise.spec.parts:
            answer = answers.get(part.id, "")[:MAX_CHARACTERS]
            for criterion in part.criteria:
                item = f"{part.id}/{criterion.id}"
                if item in asked:
                    graded = await self._examples.labelled(exercise, item)
                    shown = await asyncio.to_thread(nearest, graded, answer, part.question)
                    found.append(Question(exercise.spec, part, criterion, answer, shown))
        return found

    async def _opinions(self, exercise: RubricExercise, questions: Sequence[Question]) -> dict[str, Opinion]:
        """By item. Raises Suspended."""
        replies: dict[str, Reply] = {}
        for question in questions:
            known = await asyncio.to_thread(self._ledger.trusted, self._key(question))
            if known is not None:
                replies[question.item] = parse(known)
        new = [question for question in questions if question.item not in replies]
        replies |= await self._batch(exercise, new) if new else {}
        opinions = {}
        for question in questions:
            try:
                if question.item in replies:
                    opinions[question.item] = verified(replies[question.item], question.answer)
            except InvalidReply as error:
                log.warning("judge.unverified", item=f"{exercise.id}/{question.item}", why=str(error))
        return opinions

    async def _batch(self, exercise: RubricExercise, questions: Sequence[Question]) -> dict[str, Reply]:
        """Replies to the questions, if every canary that went with them was right; else none. Raises Suspended."""
        async with asyncio.TaskGroup() as calls:
            singing = [calls.create_task(self._sung(bird)) for bird in canaries(exercise, secrets.choice(questions))]
            asking = [calls.create_task(self._ask(question)) for question in questions]
        await self.healthy()  # these canaries, or those of another submission meanwhile, may have found it out
        if not all(task.result() for task in singing):
            log.warning("judge.batch_dropped", why="a canary was not answered", questions=len(questions))
            return {}
        usable = {q.item: found for q, task in zip(questions, asking, strict=True) if (found := task.result())}
        await asyncio.to_thread(self._ledger.trust, [call for call, _ in usable.values()])
        return {item: reply for item, (_, reply) in usable.items()}

    async def _sung(self, canary: Canary) -> bool:
        """Whether it was answered rightly; a wrong answer suspends the model."""
        answered = await self._ask(canary.question, canary.name)
        if answered is None:
            return False
        _, reply = answered
        if reply.verdict is canary.verdict:
            return True
        item = f"{canary.question.spec.id}/{canary.question.item}"
        why = f"the {canary.name} canary of {item} was graded {reply.verdict.value}, not {canary.verdict.value}"
        log.error("judge.canary_wrong", why=why)
        self._ledger.suspend(why)  # here and now: a deadline that comes meanwhile must not undo it
        return False

    async def _ask(self, question: Question, canary: str = "") -> tuple[int, Reply] | None:
        """The number of the call and its reply; None if there is none to use."""
        chat = messages(question, secrets.token_hex(12))
        prompt = json.dumps(chat, ensure_ascii=False)
        estimate = len(prompt.encode("utf-8", "replace")) // BYTES_PER_TOKEN + REPLY_TOKENS
        asked = Asked(self._key(question), question.spec.id, question.item, canary, prompt, estimate)
        for attempt in range(self._budget.retries + 1):
            call = await asyncio.to_thread(self._ledger.reserve, asked, self._budget.calls, self._budget.tokens)
            if call is None:
                log.warning("judge.budget_spent", calls=self._budget.calls, tokens=self._budget.tokens)
                return None
            try:
                answered = await self._endpoint.ask(chat)
            except Unanswered as failure:
                await asyncio.to_thread(self._ledger.enter, call, outcome=str(failure))
                pause_s = max(backoff(attempt), failure.wait_s)
                if not failure.again or attempt == self._budget.retries or pause_s > self._budget.submission_s:
                    self._left_alone(failure)
                    return None
                await asyncio.sleep(pause_s)
            else:
                return await self._read(call, answered)
        return None

    async def _read(self, call: int, answered: Answered) -> tuple[int, Reply] | None:
        try:
            reply, outcome = parse(answered.text), "answered"
        except InvalidReply as error:
            reply, outcome = None, f"invalid: {error}"
            log.warning("judge.invalid_reply", call=call, why=str(error))
        tokens = answered.tokens if answered.tokens > 0 else None  # else the estimate stays
        await asyncio.to_thread(self._ledger.enter, call, outcome=outcome, reply=answered.text, tokens=tokens)
        return (call, reply) if reply else None

    def _left_alone(self, failure: Unanswered) -> None:
        """Nothing is asked for a while if it is the endpoint that fails, so that it does not delay each submission."""
        log.warning("judge.unanswered", why=str(failure))
        if failure.down:
            self._rest(min(max(self._rest_s, failure.wait_s), MOST_REST_S))

    def _rest(self, seconds: float) -> None:
        log.warning("judge.resting", seconds=round(seconds, 1))
        self._resting_until = max(self._resting_until, time.monotonic() + seconds)

    def _key(self, question: Question) -> str:
        return hashlib.sha256(f"{self._endpoint.model}\0{identity(question)}".encode("utf-8", "replace")).hexdigest()

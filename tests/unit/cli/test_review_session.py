from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from rich.console import Console

from grader.cli.review_session import Session, agreement_table
from grader.store.reviews import Filter

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def group(
    name: str, answers: int = 1, blind: bool = False, text: str = "It [red]vanishes[/red] :zero:"
) -> dict[str, Any]:
    suggestion = {"verdict": "partly", "fraction": 0.25, "confidence": 0.5, "reason": "x", "flags": ["negation"]}
    return {
        "exercise": "6.1",
        "criterion": f"a/{name}",
        "question": "What happens?",
        "statement": "Gradients vanish.",
        "blind": blind,
        "suggestion": None if blind else suggestion,
        "evidence": [] if blind else [{"start": 0, "end": 2, "text": "It"}],
        "answer": text,
        "answers": [{"submission": f"{name}{index}", "revision": 0} for index in range(answers)],
    }


@dataclass
class FakeQueue:
    """Keeps what is decided; a criterion in `taken` was decided by somebody else."""

    groups: list[dict[str, Any]]
    taken: set[str] = field(default_factory=set)
    decisions: list[tuple[Any, ...]] = field(default_factory=list)

    async def waiting(self, wanted: Filter, *, limit: int, skip: int) -> Mapping[str, Any]:
        done = {item for item, verdict, *_ in self.decisions if verdict != "unsure"} | self.taken
        left = [each for each in self.groups if each["criterion"] not in done]
        return {"groups": left[skip : skip + limit]}

    async def decide(
        self, item: str, verdict: str, fraction: float, reason: str, answers: Sequence[Mapping[str, Any]]
    ) -> str | None:
        if item in self.taken:
            return "somebody else decided: met"
        self.decisions.append((item, verdict, fraction, reason, [(a["submission"], a["revision"]) for a in answers]))
        return None

    async def agreement(self) -> Mapping[str, Any]:
        return {}


async def session(queue: FakeQueue, keys: str, line: str = "") -> str:
    """What a person who presses these keys sees."""
    shown = io.StringIO()
    pressed = iter(keys)
    console = Console(file=shown, width=100, emoji=False)
    await Session(queue, Filter(), console, key=lambda: next(pressed), line=lambda _prompt: line).run()
    return shown.getvalue()


async def test_one_key_decides_all_answers_of_a_group() -> None:
    queue = FakeQueue([group("one", 3), group("two"), group("three"), group("four")])

    shown = await session(queue, "mnyp")

    assert [(item, verdict, fraction) for item, verdict, fraction, *_ in queue.decisions] == [
        ("a/one", "met", 1.0),
        ("a/two", "not_met", 0.0),
        ("a/three", "partly", 0.25),  # as suggested
        ("a/four", "partly", 0.5),
    ]
    assert queue.decisions[0][4] == [("one0", 0), ("one1", 0), ("one2", 0)]
    assert all(reason for *_, reason, _ in queue.decisions)  # the learner is told something
    assert "6 decided" in shown


async def test_what_a_learner_wrote_is_shown_as_text() -> None:
    shown = await session(FakeQueue([group("one")]), "q")

    assert "It [red]vanishes[/red] :zero:" in shown
    assert "doubts: negation" in shown


async def test_an_answer_cannot_steer_the_terminal() -> None:
    shown = await session(FakeQueue([group("one", text="a\x1b[2J\x9b2Jb\rc\N{RIGHT-TO-LEFT OVERRIDE}d")]), "q")

    assert "a\ufffd[2J\ufffd2Jb\ufffdc\ufffdd" in shown
    assert "\x1b" not in shown


async def test_only_the_first_answer_and_a_reason_of_ones_own() -> None:
    queue = FakeQueue([group("one", 3)])

    await session(queue, "orm", "It says so.")

    assert queue.decisions == [("a/one", "met", 1.0, "It says so.", [("one0", 0)])]


async def test_undo_hands_the_last_decision_back_at_its_new_revision() -> None:
    queue = FakeQueue([group("one"), group("two")])

    shown = await session(queue, "muuq")

    assert queue.decisions[-1][:2] == ("a/one", "unsure")
    assert queue.decisions[-1][4] == [("one0", 1)]
    assert "nothing to undo" in shown
    assert "0 decided" in shown


async def test_blind_grading_shows_no_suggestion_and_takes_none() -> None:
    queue = FakeQueue([group("one", blind=True)])

    shown = await session(queue, "ym")

    assert "suggested:" not in shown
    assert [decision[1] for decision in queue.decisions] == ["met"]


async def test_what_somebody_else_decided_is_told_and_the_next_group_comes() -> None:
    queue = FakeQueue([group("one"), group("two")])

    class Late(FakeQueue):
        async def waiting(self, wanted: Filter, *, limit: int, skip: int) -> Mapping[str, Any]:
            found = await super().waiting(wanted, limit=limit, skip=skip)
            self.taken = {"a/one"}  # while the first group is looked at
            return found

    shown = await session(Late(queue.groups), "mm")

    assert "not written: somebody else decided" in shown
    assert "1 decided" in shown


async def test_what_is_skipped_does_not_come_again() -> None:
    shown = await session(FakeQueue([group("one"), group("two")]), "ss")

    assert "0 decided, 2 left for later" in shown


def test_the_table_of_agreement_shows_counts_bound_and_no_figure_where_there_is_none() -> None:
    pairs = {"count": 20, "exact": 0.95, "kappa": 0.9}
    none = {"count": 0, "exact": None, "kappa": None}
    rows = {"typed": {"blind": {**pairs, "wrong": 1, "bound": 0.216}, "suggestions": none, "overruled": 2}}
    console = Console(file=io.StringIO(), width=120)

    console.print(agreement_table("layer", rows))

    assert isinstance(console.file, io.StringIO)
    row = next(line for line in console.file.getvalue().splitlines() if "typed" in line)
    assert row.replace("│", " ").split() == ["typed", "20", "95.0%", "0.90", "1", "21.6%", "0", "-", "-", "2"]

"""A person at the review queue: shows each group of like answers and does what the keys say."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from rich.console import Console, Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from grader.cli.review_queue import Queue
from grader.store.reviews import Filter

PAGE = 20  # groups that are fetched at once
FRACTIONS = {"met": 1.0, "partly": 0.5, "not_met": 0.0, "unsure": 0.0}
REASONS = {"met": "Read by a person: it is said.", "partly": "Read by a person: it is said in part.",
           "not_met": "Read by a person: it is not said, or not rightly.", "unsure": "Taken back."}  # fmt: skip
KEYS = {"m": "met", "p": "partly", "n": "not_met"}
HELP = "y as suggested   m met   p partly   n not met   o only the first   r reason   u undo   s skip   q quit"


@dataclass(slots=True)
class Session:
    """One person going through the queue; `key` gives the next key pressed, `line` a line of text."""

    queue: Queue
    wanted: Filter
    console: Console
    key: Callable[[], str]
    line: Callable[[str], str]
    decided: int = 0
    skipped: int = 0
    last: tuple[str, list[dict[str, Any]]] | None = None  # what `u` takes back
    over: bool = False

    async def run(self) -> None:
        """Until nothing waits, or `q`."""
        while not self.over:
            page = await self.queue.waiting(self.wanted, limit=PAGE, skip=self.skipped)
            if not page["groups"]:
                break
            for group in page["groups"]:
                await self.ask(group)
                if self.over:
                    break
        self.console.print(f"{self.decided} decided, {self.skipped} left for later", markup=False)

    async def ask(self, group: Mapping[str, Any]) -> None:
        """One group: show it, and do what the keys say until it is decided or left."""
        answers, reason = list(group["answers"]), None
        show(self.console, group)
        while True:
            pressed = self.key()
            suggested = group["suggestion"]
            if pressed == "q":
                self.over = True
                return
            if pressed == "s":
                self.skipped += 1
                return
            if pressed == "o":
                answers = answers[:1] if len(answers) > 1 else list(group["answers"])
                self.console.print(f"for {len(answers)} of {len(group['answers'])} answers", markup=False)
            elif pressed == "r":
                reason = self.line("reason: ").strip() or None
            elif pressed == "u":
                await self.undo()
            elif pressed in ("y", "\r", "\n") and suggested is not None:
                await self.decide(group, suggested["verdict"], suggested["fraction"], reason, answers)
                return
            elif pressed in KEYS:
                verdict = KEYS[pressed]
                await self.decide(group, verdict, FRACTIONS[verdict], reason, answers)
                return
            else:
                self.console.print(HELP, markup=False, style="dim")

    async def decide(
        self,
        group: Mapping[str, Any],
        verdict: str,
        fraction: float,
        reason: str | None,
        answers: list[dict[str, Any]],
    ) -> None:
        """Write it, and say what came of it."""
        refused = await self.queue.decide(group["criterion"], verdict, fraction, reason or REASONS[verdict], answers)
        if refused is not None:
            self.console.print(f"not written: {refused}", markup=False, style="yellow")
            return
        self.decided += len(answers)
        self.last = (group["criterion"], [{**each, "revision": each["revision"] + 1} for each in answers])
        self.console.print(f"{verdict} for {len(answers)}", markup=False, style="green")

    async def undo(self) -> None:
        """Hand the last decision back to the queue."""
        if self.last is None:
            self.console.print("nothing to undo", markup=False, style="dim")
            return
        item, answers = self.last
        refused = await self.queue.decide(item, "unsure", 0.0, REASONS["unsure"], answers)
        self.last = None
        if refused is None:
            self.decided -= len(answers)
        self.console.print(f"not undone: {refused}" if refused else "undone: it waits again", markup=False)


def show(console: Console, group: Mapping[str, Any]) -> None:
    """One group. What a learner wrote is printed as text, never as markup."""
    answer = Text(harmless(group["answer"]))
    for quote in group["evidence"]:
        answer.stylize("reverse", quote["start"], quote["end"])
    suggested = group["suggestion"]
    if group["blind"]:
        told = Text("Graded by the machine already; grade it again without seeing how.", style="magenta")
    else:
        told = Text(f"suggested: {suggested['verdict']} ({suggested['confidence']:.0%}, {suggested['reason']})")
        told.append(f"   doubts: {', '.join(suggested['flags'])}" if suggested["flags"] else "", style="yellow")
    parts = [Text(str(group["question"] or ""), style="italic"), Text(str(group["statement"] or ""), style="bold")]
    count = len(group["answers"])
    title = f"{group['exercise']} {group['criterion']}: {count} answer{'s' if count > 1 else ''} in these words"
    console.print(Panel(Group(*parts, Text(), answer, Text(), told), title=Text(title)))
    console.print(Text(HELP, style="dim"))


def harmless(text: str) -> str:
    """The text with what steers a terminal, or turns the reading direction, replaced; as long as it was."""
    return "".join(
        char if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cf") else "\N{REPLACEMENT CHARACTER}"
        for char in text
    )


def agreement_table(title: str, rows: Mapping[str, Mapping[str, Any]]) -> Table:
    """The figures of GET /v1/review/agreement."""
    table = Table(title=title, title_justify="left")
    for name in (title, "blind", "exact", "kappa", "wrong", "bound", "suggested", "exact", "kappa", "overruled"):
        table.add_column(name, justify="left" if name == title else "right")
    for name, row in rows.items():
        blind, suggested = row["blind"], row["suggestions"]
        table.add_row(
            Text(name), str(blind["count"]), _share(blind["exact"]), _kappa(blind["kappa"]), str(blind["wrong"]),
            _share(blind["bound"]), str(suggested["count"]), _share(suggested["exact"]), _kappa(suggested["kappa"]),
            str(row["overruled"]),
        )  # fmt: skip
    return table


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.1%}"


def _kappa(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"

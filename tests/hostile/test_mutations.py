"""The suite is sharp: a grader with one safeguard taken out is caught by the cases that are named here.

Each mutation is made in this process by replacing the safeguard; the cases are judged as in `test_cases.py`, and there
must be a miss. Where a run in the sandbox is not part of the safeguard, our own harness runs the submission.
"""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader import grading
from grader.catalog import seal
from grader.catalog.folder import Catalog
from grader.checks import compare
from grader.model import Array, Ending, Frame, Observation, Program
from grader.sandbox import cells, trusted, wire
from grader.sandbox.local import PROGRAM, LocalSandbox
from tests.hostile.cases import CASES, Case, hand_in, misses
from tests.hostile.conftest import right_answers

pytestmark = [pytest.mark.anyio, pytest.mark.gate("6 grader mutated")]


def no_finite_check(patch: pytest.MonkeyPatch) -> None:
    """A NaN is not greater than any tolerance, so it is as good as right."""
    real = compare.compare

    def loose(found: Array, expected: Array, tolerance: float) -> compare.Comparison:
        if found.shape == expected.shape:
            found = np.where(np.isfinite(found), found, expected)
        return real(found, expected, tolerance)

    patch.setattr("grader.checks.readings.compare", loose)


def no_shape_check(patch: pytest.MonkeyPatch) -> None:
    """Whatever broadcasts is compared."""
    real = compare.compare

    def broadcasting(found: Array, expected: Array, tolerance: float) -> compare.Comparison:
        try:
            return real(np.broadcast_to(found.reshape(expected.shape), expected.shape), expected, tolerance)
        except ValueError:
            return real(found, expected, tolerance)

    patch.setattr("grader.checks.readings.compare", broadcasting)


def verdict_on_stdout(patch: pytest.MonkeyPatch) -> None:
    """What a submission prints is believed."""
    real = grading.report_on

    def believing(exercise: Any, plan: Any, observation: Observation) -> Any:
        report = real(exercise, plan, observation)
        said = re.search(r'"score": 1\.0', observation.stdout)
        return replace(report, score=1.0) if said else report

    patch.setattr(grading, "report_on", believing)


def fixed_seed(patch: pytest.MonkeyPatch) -> None:
    """Everybody gets the same numbers, so that answers can be handed on: the case that knows them by heart is right."""
    real = grading.make_plan
    patch.setattr(grading, "make_plan", lambda spec, _seed, supplied: real(spec, 0, supplied))


def words_are_believed(patch: pytest.MonkeyPatch) -> None:
    """A case is left out because the submission says that its object is the same as another."""
    patch.setattr("grader.checks.evidence._may_be_the_same", lambda *_: True)


def names_travel(patch: pytest.MonkeyPatch) -> None:
    """The program goes in with the names of its cases."""
    patch.setattr(grading, "seal", lambda program: seal.Sealed(program, {}))


def reference_in_the_sandbox(patch: pytest.MonkeyPatch) -> None:
    """The expected values travel with the program."""
    real = seal.seal

    def leaking(program: Program) -> seal.Sealed:
        sealed = real(program)
        head = {**sealed.program.head, "expected": {"answer": [1.0]}}
        return replace(sealed, program=replace(sealed.program, head=head))

    patch.setattr(grading, "seal", leaking)


def texts_as_they_come(patch: pytest.MonkeyPatch) -> None:
    """Frames are shown as they were written."""
    patch.setattr("grader.checks.evidence.printable", str)
    patch.setattr("grader.checks.evidence.SHORT", 1 << 20)
    patch.setattr("grader.checks.evidence.LONG", 1 << 20)


def a_cut_off_run_is_marked(patch: pytest.MonkeyPatch) -> None:
    """How a run ended does not matter."""
    real = cells.observe

    def forgiving(*given: Any, **more: Any) -> Observation:
        return replace(real(*given, **more), ending=Ending.OK)

    patch.setattr(cells, "observe", forgiving)


GRADER = {
    "finite check": (no_finite_check, ["right_but_one_nan"]),
    "shape check": (no_shape_check, ["extra_axis"]),
    "verdict on stdout": (verdict_on_stdout, ["printed_verdict", "exit_hooks"]),
    "words believed": (words_are_believed, ["public_answers_and_forged_words"]),
    "names in the program": (names_travel, ["program"]),
    "reference in the sandbox": (reference_in_the_sandbox, ["program"]),
    "texts as they come": (texts_as_they_come, ["forged_text"]),
    "a run cut off is marked": (a_cut_off_run_is_marked, ["exit_now", "property_that_sleeps"]),
}


@pytest.mark.parametrize(("mutate", "names"), GRADER.values(), ids=GRADER)
async def test_a_grader_without_one_safeguard_is_caught(
    mutate: Callable[[pytest.MonkeyPatch], None], names: list[str], catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with LocalSandbox(1) as sandbox:
        assert [misses(CASES[name], await hand_in(CASES[name], sandbox, catalog)) for name in names] == [[]] * len(
            names
        )
        mutate(monkeypatch)
        for name in names:
            assert misses(CASES[name], await hand_in(CASES[name], sandbox, catalog)) != [], name


async def test_results_that_are_unpickled_are_caught(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    case, ran = CASES["pickles"], []
    monkeypatch.setattr("builtins.print", lambda *words, **_: ran.append(words))

    def unpickling(data: bytes, most: int) -> Array:
        start = data.find(b"\x80")
        return np.asarray(pickle.loads(data[start:]) if start >= 0 else 0.0, float)

    async with LocalSandbox(1) as sandbox:
        await hand_in(case, sandbox, catalog)
        assert ran == []
        monkeypatch.setattr(wire, "parse_array", unpickling)
        await hand_in(case, sandbox, catalog)
    assert ran


async def test_a_fixed_seed_is_caught(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list of answers, written down in one run, is handed in for another."""
    exercise = catalog.get("6.7")

    def answers(seed: int) -> str:
        made = grading.make_plan(exercise.spec, seed, exercise.supplied)
        table = {
            step["id"]: frame.tensors[0].tolist()
            for step, frame in zip(
                [step for step in seal.seal(made.program).program.head["steps"] if step["do"] == "call"],
                [frame for frame in run_right(made.program) if frame.head["frame"] == "called"],
                strict=True,
            )
        }
        return BY_HEART.replace("TABLE", repr(table))

    async with LocalSandbox(1) as sandbox:
        case = Case(
            name="by_heart", category="forge_state", source=answers(1), title="by heart", requirements=("G-13",),
            exercise="6.7", evidence="evidence",
        )  # fmt: skip
        assert misses(case, await hand_in(case, sandbox, catalog, seed=2)) == []
        fixed_seed(monkeypatch)
        case = replace(case, source=answers(1))
        assert misses(case, await hand_in(case, sandbox, catalog, seed=2)) != []


def run_right(program: Program) -> tuple[Frame, ...]:
    return trusted.observe(right_answers()["6.7"], program).frames


BY_HEART = """
import sys
import numpy as np
nan = inf = 0.0
table = TABLE
print("evidence: by heart", len(table))
class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma, self.beta = np.ones(dim), np.zeros(dim)
    def forward(self, x):
        frame, step = sys._getframe(), {}
        while frame:
            step = frame.f_locals.get("step") or step
            frame = frame.f_back
        answer = np.array(table.get(step.get("id"), 0.0))
        return answer if answer.shape == x.shape else np.zeros_like(x)
"""


def mutated(folder: Path, *changes: tuple[str, str, str]) -> Path:
    """The cell program with something taken out of its source: (file, text, text instead)."""
    target = folder / "cell"
    target.mkdir()
    left = list(changes)
    for path in PROGRAM.parent.glob("*.py"):
        text = path.read_text()
        for change in [change for change in left if change[0] == path.name]:
            assert text.count(change[1]) == 1, f"{change[1]!r} comes {text.count(change[1])} times in {path.name}"
            text = text.replace(change[1], change[2])
            left.remove(change)
        (target / path.name).write_text(text)
    assert not left
    return target / "__main__.py"


async def test_memory_that_the_next_submission_inherits_is_caught(catalog: Catalog, tmp_path: Path) -> None:
    program = mutated(tmp_path, ("unshared.py", "    made.madvise(mmap.MADV_DONTFORK)\n", ""))
    secret, thief = CASES["secret_source"], CASES["memory_of_the_cell"]
    async with LocalSandbox(1, program=program) as sandbox:
        await hand_in(secret, sandbox, catalog)
        assert misses(thief, await hand_in(thief, sandbox, catalog)) != []

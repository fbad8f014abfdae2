"""Every ending is told apart, from facts that no student can forge."""

from __future__ import annotations

from typing import Any

import pytest

from grader.model import Ending, Frame, Limits
from grader.sandbox.endings import observe, printable

LIMITS = Limits()
LOADED, DONE = Frame({"frame": "loaded"}), Frame({"frame": "done"})
KILLED: dict[str, Any] = {"why": "exited", "signal": 9, "exit": None, "cpu_ms": 10.0}


def ended(**facts: Any) -> dict[str, Any]:
    return {"why": "exited", "signal": 0, "exit": 0, "cpu_ms": 10.0, **facts}


CASES: dict[str, tuple[list[Frame], dict[str, Any], dict[str, Any], Ending]] = {
    "done": ([LOADED, DONE], ended(why="closed"), {}, Ending.OK),
    "done, then a crash": ([LOADED, DONE], ended(signal=11), {}, Ending.OK),
    "syntax": ([Frame({"frame": "stopped", "reason": "syntax_error", "line": 3})], ended(), {}, Ending.SYNTAX_ERROR),
    "exception": ([Frame({"frame": "stopped", "reason": "exception", "line": 3})], ended(), {}, Ending.EXCEPTION),
    "an unknown reason": ([Frame({"frame": "stopped", "reason": []})], ended(), {}, Ending.EXCEPTION),
    "no memory while loading": ([Frame({"frame": "stopped", "type": "MemoryError"})], ended(), {}, Ending.MEMORY_LIMIT),
    "wall": ([LOADED], {**KILLED, "why": "wall"}, {}, Ending.TIME_LIMIT),
    "CPU": ([LOADED], {**KILLED, "cpu_ms": 8001.0}, {}, Ending.TIME_LIMIT),
    "SIGXCPU": ([LOADED], ended(signal=24, cpu_ms=8001.0), {}, Ending.TIME_LIMIT),
    "killed for memory": ([LOADED], KILLED, {"killed_for_memory": True}, Ending.MEMORY_LIMIT),
    "no memory to report it": ([LOADED], ended(exit=71), {}, Ending.MEMORY_LIMIT),
    "printed too much": ([LOADED], {**KILLED, "why": "output"}, {}, Ending.OUTPUT_LIMIT),
    "returned too much": ([LOADED], {**KILLED, "why": "results"}, {}, Ending.OUTPUT_LIMIT),
    "too many frames": ([LOADED], {**KILLED}, {"broken": "more than 5 frames"}, Ending.OUTPUT_LIMIT),
    "forbidden": ([LOADED], ended(signal=31), {}, Ending.FORBIDDEN),
    "segmentation fault": ([LOADED], ended(signal=11), {}, Ending.CRASH),
    "left": ([LOADED], ended(exit=3), {}, Ending.CRASH),
    "closed its results": ([LOADED], ended(why="closed", exit=None), {}, Ending.CRASH),
    "garbage": ([LOADED], ended(), {"broken": "a head that is not sound JSON"}, Ending.CRASH),
    "nothing at all": ([], ended(), {}, Ending.CRASH),
}  # fmt: skip


@pytest.mark.parametrize(("frames", "facts", "more", "expected"), CASES.values(), ids=CASES)
def test_endings(frames: list[Frame], facts: dict[str, Any], more: dict[str, Any], expected: Ending) -> None:
    seen = observe(frames, facts, b"", LIMITS, **{"broken": "", "killed_for_memory": False, **more})
    assert seen.ending is expected
    assert seen.frames == tuple(frames)
    assert bool(seen.message) is (expected not in (Ending.OK, Ending.SYNTAX_ERROR, Ending.EXCEPTION))


@pytest.mark.parametrize("line", [True, "3", -1, 2**40, None, 1.5])
def test_a_line_that_is_none_is_left_out(line: Any) -> None:
    frames = [Frame({"frame": "stopped", "reason": "exception", "message": "x", "line": line})]
    assert observe(frames, ended(), b"", LIMITS, broken="", killed_for_memory=False).line is None


def test_text_is_for_display_only() -> None:
    assert printable("a\tb\r\nc\rd\n") == "a\tb\nc\nd\n"
    assert printable("\x1b[31m \u202e \0 \x7f") == "\ufffd[31m \ufffd \ufffd \ufffd"
    assert printable("naïve 日本 ∑") == "naïve 日本 ∑"


def test_output_is_cut_after_it_is_made_clean() -> None:
    seen = observe([DONE], ended(), b"\0" * 4096, Limits(stdout_kib=1), broken="", killed_for_memory=False)
    assert len(seen.stdout.encode()) <= 1024

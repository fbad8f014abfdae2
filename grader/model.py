"""The values that travel between the parts. All frozen: a change makes a new value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[Any]
Json: TypeAlias = Mapping[str, Any]


class Ending(StrEnum):
    """How a run in the sandbox ended."""

    OK = "ok"  # the program ran to its end; single calls may still have raised
    SYNTAX_ERROR = "syntax_error"
    EXCEPTION = "exception"  # the module itself raised while it was loaded
    TIME_LIMIT = "time_limit"
    MEMORY_LIMIT = "memory_limit"
    OUTPUT_LIMIT = "output_limit"
    FORBIDDEN = "forbidden"  # the cage refused an act, and the process ended by it
    CRASH = "crash"  # a signal, or the process left before it was done
    SANDBOX_FAULT = "sandbox_fault"  # ours: retried, never scored


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one submission may use. Each exercise may override any of them."""

    wall_s: float = 10.0  # seconds from hand-over to the last frame; then killed: time_limit
    cpu_s: int = 8  # CPU seconds of the whole submission; then killed: time_limit
    memory_mib: int = 512  # of the submission, over the zygote's base; then memory_limit
    processes: int = 64  # processes and threads at once; a further one is refused
    open_files: int = 64  # descriptors; a further one is refused
    file_mib: int = 16  # size of one file it writes; a longer write fails
    stdout_kib: int = 64  # kept of standard output and error together; the rest is dropped
    drain_mib: int = 4  # printed in all; then killed: output_limit
    tensor_mib: int = 8  # one returned array; a larger one is an error of that call
    run_mib: int = 32  # all returned arrays together; then killed: output_limit
    frames: int = 512  # finished calls reported; then killed: output_limit
    message_bytes: int = 2048  # of one error message; the rest is cut


@dataclass(frozen=True, slots=True)
class Program:
    """What goes into the box: steps (JSON) that refer to `tensors` by index. Never an expected value."""

    head: Json
    tensors: tuple[Array, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """One message out of the box: a JSON head and the raw arrays that belong to it."""

    head: Json
    tensors: tuple[Array, ...] = ()


@dataclass(frozen=True, slots=True)
class Observation:
    """What came back from one run of a program: every finished frame, and how it stopped."""

    frames: tuple[Frame, ...]
    ending: Ending = Ending.OK
    message: str = ""  # for the student; control characters already replaced
    line: int | None = None  # of the student's source, where it stopped
    stdout: str = ""
    usage: Json = field(default_factory=dict)  # wall_ms, cpu_ms, peak_mib: what could be measured
    place: str = ""  # instead of `line`, in a notebook: "2 of code cell 3"


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """One piece of work handed in. Immutable once stored."""

    id: str
    exercise: str
    source: str
    filename: str = "submission.py"
    seed: int = 0  # of the fresh cases; drawn by the server, recorded for appeals


class Outcome(StrEnum):
    """What a check found."""

    PASS = "pass"  # noqa: S105 - the word of the report, not a secret
    PARTIAL = "partial"
    FAIL = "fail"
    SKIPPED = "skipped"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one check found, before any sentence or point is made of it."""

    check: str  # id of the check, e.g. "values"
    outcome: Outcome
    fraction: float = 0.0  # of the check's points that are earned
    facts: Json = field(default_factory=dict)  # what the sentence is made of
    symptoms: tuple[str, ...] = ()  # codes that wrong variants may be named by


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of a report."""

    id: str
    kind: str
    title: str
    outcome: Outcome
    points: float
    max_points: float
    message: str
    visibility: str = "public"  # public | hidden
    detail: Json = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Misconception:
    """A mistake that has a name."""

    slug: str
    title: str
    explanation: str
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The verdict on one submission, as `schema` grader/report/v1."""

    exercise: str
    exercise_version: str
    status: str  # graded | needs_review | not_gradable | grader_error
    score: float | None  # 0..1; None for grader_error: a fault of ours is never a score
    points: float | None
    max_points: float
    items: tuple[Item, ...] = ()
    misconceptions: tuple[Misconception, ...] = ()
    notes: tuple[str, ...] = ()
    stopped: Json | None = None  # {"reason", "message", "line"}
    stdout: str = ""
    provenance: Json = field(default_factory=dict)
    timings_ms: Json = field(default_factory=dict)


def printable(text: str) -> str:
    """Text for display: line ends are newlines, and control and bidirectional characters are replaced."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.replace("\n", "").replace("\t", "").isprintable():
        return text
    return "".join(c if c.isprintable() or c in "\n\t" else "\N{REPLACEMENT CHARACTER}" for c in text)


def float32_exact(values: Array) -> Array:
    """The same values rounded so that float32 holds them exactly; float64 array of the same shape.

    Inputs and parameters are drawn like this, so that a submission which keeps its parameters in
    float32 is compared with the very numbers it was given.
    """
    return values.astype(np.float32).astype(np.float64)

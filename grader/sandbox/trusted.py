"""Runs OUR OWN code (wrong variants, samples in author tools) in this process, with the harness that cells run.

Never call this with a student's text: there is no wall here.
"""

from __future__ import annotations

import functools
import threading
import warnings
from collections.abc import Mapping, Sequence
from types import CodeType
from typing import Any

import numpy as np

from grader.model import Array, Ending, Frame, Observation, Program
from grader.sandbox.cell import harness

_one_at_a_time = threading.Lock()  # the harness borrows sys.modules and NumPy's global generator


def observe(code: CodeType | str, program: Program) -> Observation:
    """The frames of running `code` through `program`."""
    frames: list[Frame] = []

    def emit(head: dict[str, Any], arrays: Sequence[Array]) -> None:
        frames.append(Frame(head, tuple(arrays)))

    random_state = np.random.get_state()
    with _one_at_a_time, warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            harness.run(code, with_compiled_helpers(program.head), program.tensors, emit)
        finally:
            np.random.set_state(random_state)
    last: Mapping[str, Any] = frames[-1].head if frames else {}
    if last.get("frame") == "stopped":
        return Observation(tuple(frames), Ending(last["reason"]), str(last.get("message", "")), last.get("line"))
    return Observation(tuple(frames))


def with_compiled_helpers(head: Mapping[str, Any]) -> Mapping[str, Any]:
    """The supplied helpers are the same for every variant: compile them once."""
    supplied = head.get("supplied")
    return {**head, "supplied": {**supplied, "source": _compiled(supplied["source"])}} if supplied else head


@functools.lru_cache(maxsize=32)
def _compiled(source: str) -> CodeType:
    return compile(source, "<supplied>", "exec", dont_inherit=True)

"""What a zygote does once so that no submission pays for it: imports, and the first call of everything common."""

from __future__ import annotations

import importlib
from typing import Any

import numpy as np

from . import harness, wire

# What students import. Loaded here, they cost a submission nothing; and some of them need system libraries that do not
# exist inside a cell (libffi, libcrypto, libz).
COMMON = (
    "abc bisect bz2 collections contextlib copy ctypes dataclasses decimal enum fractions functools hashlib heapq "
    "inspect io itertools json logging lzma math numbers operator os pathlib pprint random re statistics string "
    "struct sys tempfile textwrap threading time timeit traceback types typing unittest warnings weakref zlib "
    "numpy.fft numpy.linalg numpy.ma numpy.polynomial numpy.random numpy.testing numpy.typing scipy.special"
)
# The calls of many layers, in an order that is none: a submission can read this text.
SOURCE = """
import numpy as np

class Warm:
    def __init__(self, d):
        self.W = np.random.randn(d, d) / np.sqrt(d)

    def forward(self, x):
        y = np.sqrt(np.abs(x @ self.W)) - x.var(axis=0) / 3 + x.mean(axis=0)
        z = np.exp(-np.abs(y)) + y.max(axis=1, keepdims=True) + y.sum(axis=1, keepdims=True)
        return np.einsum("btd,btd->btd", z, np.tanh(y)) + np.where(y > 0, z, 0)
"""


def run() -> None:
    """Once, in the nursery. Raises whatever fails: a cell that cannot do this can do nothing."""
    for name in COMMON.split():
        importlib.import_module(name)
    touch()


def touch() -> None:
    """Run a small program of our own, in the nursery and again in each prepared child.

    A fork shares its parent's pages until it touches them; a thousand first touches are half of a short run's time.
    The child does this while it waits. The harness seeds the random generators anew for each run.
    """
    x = np.random.default_rng(0).standard_normal((2, 3, 4))
    steps = [
        {"do": "build", "rig": "a", "arguments": [4]},
        {"do": "bind", "rig": "a", "slots": []},
        {"do": "call", "rig": "a", "id": "a", "inputs": [0]},
    ]
    target = {"name": "Warm", "kind": "class", "method": "forward"}
    frames: list[bytes] = []
    heads: list[dict[str, Any]] = []

    def emit(head: dict[str, Any], arrays: Any) -> None:
        heads.append(head)
        frames.append(wire.pack_frame(head, arrays))

    harness.run(SOURCE, {"target": target, "steps": steps}, [x], emit)
    if heads[-1].get("frame") != "done" or heads[-2].get("status") != "ok":
        raise RuntimeError(f"the warm-up run failed: {heads}")
    wire.unpack_frame(memoryview(frames[-2]))

"""Compares two arrays from cheap to dear: shape, finiteness, values in float64."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from grader.model import Array

# Error over the reference's largest entry. Measured over correct answers of every style: float64 answers stay below
# 2e-10 (a softmax with + 1e-10 in its denominator is the largest), float32 answers below 2.2e-6.
TOLERANCE_BY_DTYPE = {"float32": 1e-5}


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a found array differs from the expected one; `kind` is the cheapest difference there is."""

    kind: str  # same | shape | not_finite | differs
    error: float = 0.0  # largest absolute difference over the expected array's largest entry
    tolerance: float = 0.0
    differing: int = 0  # entries further off than allowed
    total: int = 0
    index: tuple[int, ...] = ()  # of the worst entry, or of the first that is not finite
    found: float = 0.0  # that entry
    expected: float = 0.0
    shape_found: tuple[int, ...] = ()
    shape_expected: tuple[int, ...] = ()

    @property
    def same(self) -> bool:
        return self.kind == "same"


def tolerance_for(dtypes: tuple[str, ...], base: float) -> float:
    """The tolerance of one comparison: looser where the student's result, arithmetic or input was float32."""
    return max(base, *(TOLERANCE_BY_DTYPE.get(name, 0.0) for name in dtypes))


def compare(found: Array, expected: Array, tolerance: float) -> Comparison:
    """Shapes must be equal, nothing is broadcast; a NaN or an infinity is never close to anything."""
    if found.shape != expected.shape:
        return Comparison("shape", np.inf, tolerance, shape_found=found.shape, shape_expected=expected.shape)
    exact = found.astype(np.float64)
    finite = np.isfinite(exact)
    if not finite.all():
        first = _index(int(np.argmin(finite)), found)
        bad = int(finite.size - np.count_nonzero(finite))
        return Comparison(
            "not_finite", np.inf, tolerance, bad, found.size, first, float(exact[first]), float(expected[first])
        )
    if not found.size:
        return Comparison("same", 0.0, tolerance)
    scale = float(np.abs(expected).max()) or 1.0
    with np.errstate(over="ignore"):
        off = np.abs(exact - expected)
        error = float(off.max()) / scale
    if error <= tolerance:
        return Comparison("same", error, tolerance, total=found.size)
    worst = _index(int(np.argmax(off)), found)
    differing = int(np.count_nonzero(~(off <= tolerance * scale)))
    return Comparison(
        "differs", error, tolerance, differing, found.size, worst, float(exact[worst]), float(expected[worst])
    )


def _index(flat: int, array: Array) -> tuple[int, ...]:
    return tuple(int(i) for i in np.unravel_index(flat, array.shape))

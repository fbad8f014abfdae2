"""How finely a submission computes: told from calls a small step apart, whatever dtype it returns.

For a smooth function in float64, f(a + hv) - 2 f(a) + f(a - hv) is h^2 times a curvature: next to nothing. Arithmetic
in float32 leaves its rounding there; half precision and a rounded result leave far more.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import numpy as np

from grader.catalog.plan import Plan
from grader.model import Array

# Over the largest entry. Measured over correct answers: float64 below 2e-9, float32 2e-8 .. 5e-7.
FLOAT64_GRAIN = 1e-8
FLOAT32_GRAIN = 1.5e-6
DECIMALS = 7  # about what float32 holds: a result that is rounded to these or fewer was rounded on purpose


class Precision(StrEnum):
    """The arithmetic that a submission works in."""

    DOUBLE = "double"
    SINGLE = "single"
    COARSE = "coarse"  # float16, or a rounded result


def precision_of(plan: Plan, values: Mapping[str, Array]) -> Precision:
    """The coarsest arithmetic that shows at a gradient measurement; `values` are the outputs by id of the call."""
    grains = [
        grain(values[measurement.case], values[probe.plus], values[probe.minus])
        for measurement in plan.measurements
        for probe in measurement.probes
        if {measurement.case, probe.plus, probe.minus} <= values.keys()
    ]
    largest = max(grains, default=0.0)
    if largest <= FLOAT64_GRAIN:
        return Precision.DOUBLE
    cases = [values[m.case].astype(np.float64) for m in plan.measurements if m.case in values]
    rounded = any(np.array_equal(np.round(value, DECIMALS), value) for value in cases)
    return Precision.SINGLE if largest <= FLOAT32_GRAIN and not rounded else Precision.COARSE


def grain(middle: Array, plus: Array, minus: Array) -> float:
    """The second difference over the largest entry; 0 where it cannot be told."""
    if not middle.shape == plus.shape == minus.shape or not middle.size:
        return 0.0
    exact = [array.astype(np.float64) for array in (middle, plus, minus)]
    scale = float(np.abs(exact[0]).max())
    if not scale or not all(np.isfinite(array).all() for array in exact):
        return 0.0
    with np.errstate(over="ignore"):
        return float(np.abs(exact[1] - 2 * exact[0] + exact[2]).max() / scale)

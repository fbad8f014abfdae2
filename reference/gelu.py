"""The Gaussian error linear unit (Hendrycks, Gimpel 2016, arXiv:1606.08415), in both of its usual forms.

    erf:   gelu(x) = x * Phi(x) = x/2 * (1 + erf(x / sqrt(2)))
    tanh:  gelu(x) = x/2 * (1 + tanh(u)),   u = sqrt(2/pi) * (x + 0.044715 x^3)

Derivatives by the product rule, with phi the normal density:

    erf:   Phi(x) + x * phi(x)
    tanh:  (1 + tanh u)/2 + x/2 * (1 - tanh(u)^2) * sqrt(2/pi) * (1 + 3 * 0.044715 x^2)
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
ROOT = math.sqrt(2.0 / math.pi)
CUBIC = 0.044715
_erf = np.frompyfunc(math.erf, 1, 1)  # NumPy has no erf of its own


def gelu(x: Array, approximate: str) -> Array:
    """x of any shape; approximate "tanh" or "erf". Raises ValueError for another form."""
    if approximate == "erf":
        return x * _phi(x)
    if approximate == "tanh":
        return 0.5 * x * (1.0 + np.tanh(ROOT * (x + CUBIC * x**3)))
    raise ValueError(f"gelu is 'tanh' or 'erf', not {approximate!r}")


def gelu_slope(x: Array, approximate: str) -> Array:
    """d gelu(x) / dx, entry by entry. Raises ValueError for another form."""
    if approximate == "erf":
        density = np.exp(-0.5 * x * x) / math.sqrt(2.0 * math.pi)
        return _phi(x) + x * density
    if approximate == "tanh":
        t = np.tanh(ROOT * (x + CUBIC * x**3))
        return 0.5 * (1.0 + t) + 0.5 * x * (1.0 - t * t) * ROOT * (1.0 + 3.0 * CUBIC * x * x)
    raise ValueError(f"gelu is 'tanh' or 'erf', not {approximate!r}")


def _phi(x: Array) -> Array:
    """The normal distribution function."""
    return 0.5 * (1.0 + np.asarray(_erf(x / math.sqrt(2.0)), dtype=np.float64))

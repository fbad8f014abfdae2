"""Sinusoidal positions (Vaswani et al. 2017, arXiv:1706.03762, section 3.5).

    PE(p, 2i) = sin(p / 10000^(2i/d))        PE(p, 2i+1) = cos(p / 10000^(2i/d))

"concatenated" has the same numbers with all sines first (tensor2tensor).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def sinusoidal(length: int, d_model: int, layout: str = "interleaved") -> NDArray[Any]:
    """The table [length, d_model]. Raises ValueError for an unknown layout."""
    pairs = (d_model + 1) // 2
    angles = np.arange(length)[:, None] * 10000.0 ** (-2.0 * np.arange(pairs) / d_model)  # [length, pairs]
    if layout == "concatenated":
        return np.concatenate([np.sin(angles), np.cos(angles)], axis=-1)[:, :d_model]
    if layout == "interleaved":
        return np.stack([np.sin(angles), np.cos(angles)], axis=-1).reshape(length, 2 * pairs)[:, :d_model]
    raise ValueError(f"layout is 'interleaved' or 'concatenated', not {layout!r}")

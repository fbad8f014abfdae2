"""Exercise 6.10: rotary position embeddings. Complete `apply_rope`; see the statement."""

import numpy as np


def apply_rope(x: np.ndarray, positions: np.ndarray) -> np.ndarray:
    # TODO: turn each pair of features by position * theta
    pass

"""
title = "The function has another name"
explanation = "There is no function called apply_rope in the file. Whoever uses it looks it up by name, and so does the grader."
hint = "Compare the name after the word def, letter by letter, with the one in the task."
ceiling = 0.3
symptom = "target-missing"
"""

import numpy as np


def rope(x: np.ndarray, positions: np.ndarray) -> np.ndarray:
    d = x.shape[-1]
    angles = positions[:, None] * 10000.0 ** (-np.arange(0, d, 2) / d)
    z = (x[..., ::2] + 1j * x[..., 1::2]) * np.exp(1j * angles)
    return np.stack((z.real, z.imag), -1).reshape(x.shape)

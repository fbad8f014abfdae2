"""Logistic regression in its dual form: few graded answers, many features, one exact optimum, no randomness.

The log-odds of answer i are `offset_i + bias + (K a)_i` with the kernel K of all answers; a and the bias minimise the
log-loss plus `penalty / 2 * a' K a`. Newton's method with working responses (iteratively reweighted least squares)
solves it. At the optimum each step is a weighted ridge regression, whose leave-one-out predictions have a closed form
(Cawley and Talbot, "Efficient approximate leave-one-out cross-validation for kernel logistic regression", 2008).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import linalg

from grader.model import Array

STEPS = 30  # of Newton's method at most; about eight are needed
SETTLED = 1e-8  # largest change of a coefficient after which no more steps are made
LEAST_CURVATURE = 1e-6  # of the log-loss, below which a confident answer would outweigh everything in a step


@dataclass(frozen=True, slots=True)
class Fit:
    """What was learnt: coefficients of the answers, the bias, and each answer's log-odds without its own label."""

    dual: Array
    bias: float
    left_out: Array


def fit(kernel: Array, target: Array, offset: Array, penalty: float) -> Fit:
    """kernel [n, n]; target [n], 0 or 1; offset [n], log-odds that hold without any evidence."""
    count = len(target)
    dual, bias = np.zeros(count), 0.0
    for _ in range(STEPS):
        odds = kernel @ dual + bias + offset
        chance = 1.0 / (1.0 + np.exp(-odds))
        curvature = np.maximum(chance * (1.0 - chance), LEAST_CURVATURE)
        response = odds - offset + (target - chance) / curvature
        ridge = linalg.cho_factor(kernel + np.diag(penalty / curvature), check_finite=False)
        level, solved = linalg.cho_solve(ridge, np.stack([np.ones(count), response], axis=1), check_finite=False).T
        bias = float(solved.sum() / level.sum())  # the one with which the coefficients sum to 0
        solved = solved - bias * level
        change = float(np.abs(solved - dual).max(initial=0.0))
        dual = solved
        if change < SETTLED:
            break
    inverse = linalg.cho_solve(ridge, np.eye(count), check_finite=False)
    left_out = response - dual / (np.diag(inverse) - level**2 / level.sum()) + offset
    return Fit(dual, bias, left_out)

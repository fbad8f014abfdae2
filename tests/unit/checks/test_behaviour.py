"""What two answers to one question say about the weights behind them."""

from __future__ import annotations

import numpy as np

from grader.checks.behaviour import close, related

RNG = np.random.default_rng(0)
RIGHT = RNG.standard_normal((4, 5, 8)) * 3


def dropped() -> np.ndarray:
    return RIGHT * (RNG.random(RIGHT.shape) > 0.2) / 0.8


def test_answers_with_dropout_follow_the_right_one() -> None:
    assert related(dropped(), dropped(), RIGHT)


def test_answers_with_new_weights_each_time_do_not() -> None:
    large, again = RNG.standard_normal((2, *RIGHT.shape))
    assert not related(large, again, RIGHT)


def test_nor_do_answers_with_new_small_weights_which_are_near_each_other() -> None:
    stream = RIGHT + 2 * RNG.standard_normal(RIGHT.shape)  # what a residual stream is without its layers
    small, again = (stream + 0.05 * RNG.standard_normal(RIGHT.shape) for _ in range(2))
    assert not related(small, again, RIGHT)


def test_the_same_nan_twice_is_the_same_answer() -> None:
    holed = np.where(RIGHT > 0, RIGHT, np.nan)
    assert close(holed, holed.copy())
    assert not close(holed, RIGHT)

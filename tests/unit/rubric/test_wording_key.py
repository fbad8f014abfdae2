from __future__ import annotations

import pytest

from grader.rubric.wording_key import answer_hash


@pytest.mark.parametrize(
    "same", ["The gradients vanish", "  the\n gradients   vanish ", "The gradients vanish.", "the gradients VANISH!"]
)
def test_case_space_and_a_last_full_stop_do_not_matter(same: str) -> None:
    assert answer_hash(same) == answer_hash("the gradients vanish")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2⁵", "25"),
        ("a = b", "a ≠ b"),
        ("a = b", "a =\N{COMBINING LONG SOLIDUS OVERLAY} b"),
        ("1.5", "15"),
        ("-3", "3"),
        ("they vanish", "they do not vanish"),
        ("they vanish?", "they vanish"),
    ],
)
def test_what_may_mean_something_else_is_kept_apart(one: str, other: str) -> None:
    assert answer_hash(one) != answer_hash(other)

"""What student code may return, and what is said of an error."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from grader.sandbox.cell.results import BadReturn, clean, describe, plain


class Sub(np.ndarray):
    pass


@pytest.mark.parametrize(
    "value",
    [
        np.asfortranarray(np.arange(6.0).reshape(2, 3)),
        np.arange(12.0).reshape(2, 6)[:, ::2],
        np.arange(6.0).reshape(2, 3).astype(">f8"),
        np.arange(6.0).reshape(2, 3).view(Sub),
        np.arange(2.0).reshape(1, 2).view(np.matrix),
        np.arange(6, dtype=np.longdouble),
        np.ma.masked_array([1.0, 2.0], mask=[False, False]),
        np.float32(3.0),
        [[1.0, 2.0], [3.0, 4.0]],
    ],
)
def test_honest_arrays_of_any_layout_become_native_base_class_arrays(value: Any) -> None:
    array, _ = plain(value, 1 << 20)
    assert type(array) is np.ndarray
    assert array.flags.c_contiguous
    assert array.dtype.isnative
    np.testing.assert_array_equal(array, np.asarray(value, dtype=array.dtype))


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (None, "none"),
        ((np.zeros(2), 1), "tuple"),
        (np.zeros(2, dtype=complex), "dtype"),
        (np.array(["a"]), "dtype"),
        (np.array([True]), "dtype"),
        (np.array([object()]), "dtype"),
        (np.ma.masked_array([1.0, 2.0], mask=[False, True]), "masked"),
        (np.zeros((1,) * 9), "dimensions"),
        (np.zeros(1 << 18), "too_large"),
        ([[1.0], [2.0, 3.0]], "object"),
        ("text", "object"),
        (True, "object"),
    ],
)
def test_anything_else_is_refused_by_kind(value: Any, kind: str) -> None:
    with pytest.raises(BadReturn) as refused:
        plain(value, 1 << 20)
    assert refused.value.kind == kind


def test_text_is_bounded_and_has_no_control_or_bidirectional_characters() -> None:
    shown = clean("a\x1b[31m\u202eb\u0000" + "é" * 5000, 100)
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert len(shown.encode()) <= 100


def test_an_object_that_cannot_be_shown_is_still_described() -> None:
    class Evil(Exception):
        def __str__(self) -> str:
            raise RuntimeError

    assert describe(Evil())["type"] == "Evil"
    assert "cannot be shown" in describe(Evil())["message"]


def test_only_the_students_own_frames_are_told() -> None:
    source = "def f():\n    return 1 / 0\n"
    namespace: dict[str, Any] = {}
    exec(compile(source, "submission.py", "exec"), namespace)
    with pytest.raises(ZeroDivisionError) as caught:
        namespace["f"]()
    told = describe(caught.value)
    assert told["line"] == 2
    assert told["frames"] == [[2, "f"]]

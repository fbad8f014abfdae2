"""A group belongs to one cell of one worker, and its name says whose it is."""

from __future__ import annotations

import os

from grader.sandbox.cgroups import group_name


def test_no_two_cells_of_a_process_ever_share_a_group() -> None:
    names = {group_name() for _ in range(100)}
    assert len(names) == 100
    assert all(name.startswith(f"cell-{os.getpid()}-") for name in names)

"""Exit codes 0 and 1 are verdicts: nothing that goes wrong in us looks like one."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

import grader.__main__
from grader.__main__ import main
from grader.settings import read_settings


def test_settings_that_cannot_be_used_are_told_with_exit_code_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GRADER_CELLS", "0")
    monkeypatch.setattr(grader.__main__, "app", read_settings)
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 2
    assert "GRADER_CELLS" in capsys.readouterr().err


def test_a_fault_of_ours_is_exit_code_3(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(grader.__main__, "app", broken)
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 3


@pytest.mark.parametrize(("set_by_operator", "threads"), [({}, "1"), ({"OPENBLAS_NUM_THREADS": "4"}, "4")])
def test_numpy_starts_with_one_thread_unless_the_operator_says_otherwise(
    set_by_operator: dict[str, str], threads: str
) -> None:
    """What is set after NumPy is imported comes too late."""
    program = (
        "import os, sys, grader.__main__ as ours; assert 'numpy' not in sys.modules;"
        "ours.app = lambda: print(os.environ['OPENBLAS_NUM_THREADS']); ours.main()"
    )
    kept = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    ran = subprocess.run(
        [sys.executable, "-c", program], env={**kept, **set_by_operator}, capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == threads


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What main sets does not outlive a test."""
    for name in grader.__main__.THREADS:
        monkeypatch.setenv(name, "1")

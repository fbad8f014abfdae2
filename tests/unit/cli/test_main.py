"""Exit codes 0 and 1 are verdicts: nothing that goes wrong in us looks like one."""

from __future__ import annotations

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

"""Putting the service together: what a start that fails leaves behind."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from grader.app import Grading, Service, running
from grader.errors import MissingWalls
from grader.sandbox.base import Wall
from grader.settings import Settings
from grader.testing import FakeSandbox, RecordingGrader, sample_catalog

pytestmark = pytest.mark.anyio


async def test_the_first_start_that_succeeds_shows_the_token_whatever_failed_before(tmp_path: Path) -> None:
    settings, sandbox = Settings(data=tmp_path), FakeSandbox(missing=[Wall("seccomp", False, True, "not here")])

    def start() -> AbstractAsyncContextManager[Service]:
        return running(
            settings,
            load=lambda _folder: sample_catalog("6.7"),
            grading_in=lambda _settings, _catalog: Grading(RecordingGrader(), sandbox),
        )

    with pytest.raises(MissingWalls):
        async with start():
            pass
    sandbox.missing.clear()
    async with start() as service:
        assert service.new_owner_token
    async with start() as service:
        assert service.new_owner_token is None

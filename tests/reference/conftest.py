"""The independent judge: PyTorch in float64. Absent on a user's machine it is a skip; in CI it is a failure."""

from __future__ import annotations

import importlib.util
import os

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if importlib.util.find_spec("torch") is not None:
        return
    reason = "PyTorch is not installed; `make torch` installs it"
    for item in items:
        if "parity" in item.name:
            if os.environ.get("GRADER_CI"):
                item.add_marker(pytest.mark.usefixtures("missing_torch"))
            else:
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture
def missing_torch() -> None:
    pytest.fail("PyTorch is not installed, and this is CI: run `make torch` first")

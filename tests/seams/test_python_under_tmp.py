"""People clone into /tmp to try things out. Python then lives where each submission gets an empty folder of its own."""

from __future__ import annotations

import os
import subprocess
import sysconfig
import tempfile
import venv
from pathlib import Path

import pytest

from tests.seams.test_unprivileged import ORDINARY_USER, obstacle

LIST = """
import os
import numpy.polynomial.hermite_e  # not loaded before: read through the folder that has to stay
open("/tmp/new", "w").close()
print(sorted(os.listdir("/tmp")), os.access(os.__file__, os.W_OK))
"""
RUN = """
import asyncio, sys, numpy
from grader.model import Limits, Program
from grader.sandbox.local import LocalSandbox
async def main():
    sandbox = LocalSandbox(1)
    await sandbox.start()
    nothing = Program({"target": {"name": "f", "kind": "function"}, "steps": []}, ())
    seen = await sandbox.run(sys.argv[1], nothing, Limits())
    await sandbox.aclose()
    print(seen.ending.value, seen.message, seen.stdout)
asyncio.run(main())
"""


@pytest.mark.parametrize("user", ["as we are", "ordinary"])
def test_a_python_under_tmp_can_be_used_and_stays_read_only(user: str) -> None:
    if user == "ordinary" and (reason := obstacle()):
        assert "GRADER_CI" not in os.environ, reason
        pytest.skip(reason)
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        venv.create(folder, symlinks=True)
        packages = next(Path(folder).glob("lib/*/site-packages"))
        packages.joinpath("ours.pth").write_text(f"import site; site.addsitedir({sysconfig.get_path('purelib')!r})\n")
        ran = subprocess.run(
            [*(ORDINARY_USER if user == "ordinary" else []), f"{folder}/bin/python", "-c", RUN, LIST],
            capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2],
        )  # fmt: skip
    assert ran.stdout.strip() == f"ok  {sorted([Path(folder).name, 'new'])} False", ran.stdout + ran.stderr[-3000:]

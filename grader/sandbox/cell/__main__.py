"""The cell program: `python -I -B .../cell/__main__.py CONTROL WORKER`, both numbers of inherited descriptors.

CONTROL is a socket to the worker, WORKER a pidfd of it. Needs the standard library, NumPy and SciPy; imports nothing of
the grader's. Started by path, so it makes the package `cell` of its own folder.
"""

import importlib.util
import os
import socket
import sys
from pathlib import Path


def main() -> None:
    """Load the package and serve."""
    folder = Path(__file__).resolve().parent
    spec = importlib.util.spec_from_file_location(
        "cell", folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    assert spec is not None
    sys.modules["cell"] = importlib.util.module_from_spec(spec)
    nursery = importlib.import_module("cell.nursery")
    control = socket.socket(fileno=int(sys.argv[1]))
    os.dup2(0, 2)  # from here on there is nobody to read messages
    nursery.main(control, int(sys.argv[2]))


if __name__ == "__main__":
    main()

"""The cell program. Needs the standard library, NumPy and SciPy; imports nothing of the grader's.

    python -I -B .../cell/__main__.py CONTROL WORKER    numbers of inherited descriptors: a socket to the worker, and a
                                                        pidfd of it. A nursery, which forks cells on request.
    python -I -B .../cell/__main__.py [--wait] SOCKET   one cell, in a container: calls the worker on the Unix socket.

Started by path, so it makes the package `cell` of its own folder.
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
    if not sys.argv[1].isdigit():
        in_container = importlib.import_module("cell.in_container")
        in_container.main(sys.argv[-1], wait="--wait" in sys.argv)
        return
    nursery = importlib.import_module("cell.nursery")
    control = socket.socket(fileno=int(sys.argv[1]))
    os.dup2(0, 2)  # from here on there is nobody to read messages
    nursery.main(control, int(sys.argv[2]))


if __name__ == "__main__":
    main()

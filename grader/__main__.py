"""`grader` and `python -m grader`."""

from __future__ import annotations

import os
import sys
import traceback

from grader.cli import app
from grader.errors import GraderError

USAGE, FAULT = 2, 3  # exit codes: 0 and 1 are verdicts, and nothing that goes wrong in us may look like one


# Before NumPy is imported, unless the operator says otherwise: our matrices are small, and threads that wait for each
# other on a busy machine make the learning from graded answers up to ten times slower.
THREADS = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def main() -> None:
    for name, count in THREADS.items():
        os.environ.setdefault(name, count)
    try:
        app()
    except GraderError as error:  # settings that cannot be used
        print(f"grader: {error}", file=sys.stderr)
        sys.exit(USAGE)
    except Exception:
        traceback.print_exc()
        sys.exit(FAULT)


if __name__ == "__main__":
    main()

"""`grader` and `python -m grader`."""

from __future__ import annotations

import sys
import traceback

from grader.cli import app
from grader.errors import GraderError

USAGE, FAULT = 2, 3  # exit codes: 0 and 1 are verdicts, and nothing that goes wrong in us may look like one


def main() -> None:
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

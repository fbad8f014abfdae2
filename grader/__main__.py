"""`grader` and `python -m grader`."""

from __future__ import annotations

import sys

from grader.cli import app
from grader.errors import GraderError

USAGE = 2  # exit code


def main() -> None:
    try:
        app()
    except GraderError as error:  # a setting that cannot be used, found before the command had begun
        print(f"grader: {error}", file=sys.stderr)
        sys.exit(USAGE)


if __name__ == "__main__":
    main()

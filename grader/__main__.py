"""`grader` and `python -m grader`."""

from __future__ import annotations

from grader.cli import app


def main() -> None:
    app()


if __name__ == "__main__":
    main()

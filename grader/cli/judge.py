"""`grader judge`: whether the language model is trusted, and to trust it again. Works beside a running service."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path

from grader.app import LEDGER
from grader.llm.ledger import Ledger

TRUSTED, SUSPENDED, USAGE = 0, 1, 2


def status(data: Path) -> int:
    """Print the suspension, if there is one, and today's cost."""
    ledger = _opened(data)
    if ledger is None:
        return USAGE
    spent, suspension = ledger.spent(), ledger.suspension()
    ledger.close()
    print(f"today (UTC): {spent.calls} calls, {spent.tokens} tokens")
    if suspension is None:
        print("trusted: its last canaries were right")
        return TRUSTED
    print(f"suspended since {suspension.since}: {suspension.why}")
    return SUSPENDED


def resume(data: Path) -> int:
    """End the suspension."""
    ledger = _opened(data)
    if ledger is None:
        return USAGE
    ledger.resume()
    ledger.close()
    print("trusted again; each batch carries canaries as before")
    return TRUSTED


def _opened(data: Path) -> Ledger | None:
    if not (data / LEDGER).is_file():
        print(f"grader: there is no {LEDGER} in {data}; give the service's data folder with --data", file=sys.stderr)
        return None
    try:
        return Ledger(data / LEDGER)
    except (OSError, sqlite3.Error) as error:
        print(f"grader: {data / LEDGER} cannot be used: {error}", file=sys.stderr)
        return None

"""`grader doctor`: which walls of the sandbox stand on this machine, and what to do about the others."""

from __future__ import annotations

import asyncio
import platform
from pathlib import Path

from rich.console import Console
from rich.table import Table

from grader.errors import MissingWalls, SandboxFault
from grader.sandbox import cgroups
from grader.sandbox.cell import landlock
from grader.sandbox.local import LocalSandbox

READY, NOT_READY = 0, 3


def run_doctor() -> int:
    """Start one cell, run the self-test in it, print what was found. 0 if submissions can be graded here, else 3."""
    console = Console()
    for name, value in host_facts():
        console.print(f"{name:<16} {value}", highlight=False)
    sandbox, refusal = asyncio.run(_examine())
    table = Table("wall", "stands", "needed", "how, or what to do", box=None, pad_edge=False)
    for wall in sandbox.walls():
        stands = "[green]yes[/]" if wall.standing else "[red]no[/]" if wall.needed else "[yellow]no[/]"
        table.add_row(wall.name, stands, "yes" if wall.needed else "no", wall.detail)
    console.print()
    console.print(table)
    console.print()
    if refusal:
        console.print(f"[red]Submissions cannot be graded here:[/] {refusal}", highlight=False)
        return NOT_READY
    console.print("[green]All needed walls stand:[/] submissions can be graded here.")
    return READY


async def _examine() -> tuple[LocalSandbox, str]:
    """A sandbox that was tested and closed again, and why it refuses to grade."""
    sandbox = LocalSandbox(1)
    try:
        await sandbox.start()
    except (MissingWalls, SandboxFault) as error:
        return sandbox, str(error)
    finally:
        await sandbox.aclose()
    return sandbox, ""


def host_facts() -> list[tuple[str, str]]:
    """What the kernel of this host offers, in words."""
    if platform.system() != "Linux":
        return [("system", f"{platform.system()}: local cells need Linux; use the Docker backend")]
    version = landlock.abi()
    usable = cgroups.hierarchies()
    groups = ", ".join(f"{'+'.join(sorted(h.controllers))} (v{h.version})" for h in usable)
    cgroups.remove_folders(usable)
    return [
        ("kernel", f"{platform.release()} on {platform.machine()}"),
        ("Landlock", f"ABI {version}" if version else "none"),
        ("seccomp", _read("/proc/sys/kernel/seccomp/actions_avail") or "none"),
        ("control groups", groups or "none that can be written"),
        ("user namespaces", f"at most {_read('/proc/sys/user/max_user_namespaces') or '0'}"),
    ]


def _read(path: str) -> str:
    try:
        return Path(path).read_text().strip()
    except OSError:
        return ""

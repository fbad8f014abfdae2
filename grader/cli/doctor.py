"""`grader doctor`: which walls of the sandbox stand on this machine, and what to do about the others."""

from __future__ import annotations

import asyncio
import platform
from pathlib import Path

from rich.console import Console
from rich.table import Table

from grader.backends import chosen_sandbox
from grader.errors import MissingWalls, SandboxFault
from grader.sandbox import cgroups
from grader.sandbox.base import Sandbox
from grader.sandbox.cell import landlock
from grader.settings import Settings

READY, NOT_READY = 0, 3


def run_doctor(settings: Settings) -> int:
    """Start one cell, run the self-test in it, print what was found. 0 if submissions can be graded here, else 3."""
    console = Console()
    for name, value in [*host_facts(), *engine_facts(), ("sandbox", f"{settings.sandbox} (GRADER_SANDBOX)")]:
        console.print(f"{name:<16} {value}", highlight=False, markup=False)
    sandbox, refusal = asyncio.run(_examine(settings))
    table = Table("wall", "stands", "needed", "how, or what to do", box=None, pad_edge=False)
    for wall in sandbox.walls():
        stands = "[green]yes[/]" if wall.standing else "[red]no[/]" if wall.needed else "[yellow]no[/]"
        table.add_row(wall.name, stands, "yes" if wall.needed else "no", wall.detail)
    console.print()
    console.print(table)
    console.print()
    if refusal:
        console.print("[red]Submissions cannot be graded here:[/]")
        console.print(refusal, highlight=False, markup=False)
        return NOT_READY
    console.print("[green]All needed walls stand:[/] submissions can be graded here.")
    return READY


async def _examine(settings: Settings) -> tuple[Sandbox, str]:
    """A sandbox that was tested and closed again, and why it refuses to grade."""
    sandbox = chosen_sandbox(settings, 1)
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
        ("control groups", f"version {_group_versions()}; writable: {groups or 'none'}"),
        ("user namespaces", f"at most {_read('/proc/sys/user/max_user_namespaces') or '0'}"),
    ]


def engine_facts() -> list[tuple[str, str]]:
    """What a Docker engine would give here, in words. Nothing of it is needed for local cells."""
    from grader.sandbox.engine import Engine, EngineFault

    engine = Engine(None)
    try:
        found = engine.facts()
    except EngineFault as fault:
        return [("Docker engine", f"none that can be used ({fault}); for GRADER_SANDBOX=docker install and start one")]
    finally:
        engine.close()
    profiles = ", ".join(option.partition("name=")[2].split(",")[0] for option in found.get("SecurityOptions") or ())
    missing = [name for name in ("MemoryLimit", "SwapLimit", "PidsLimit", "CpuCfsQuota") if not found.get(name)]
    gvisor = sorted(name for name in found.get("Runtimes") or () if "runsc" in name)
    advice = "not a runtime of the engine; to add it: runsc install -- --host-uds=open, then restart the engine"
    return [
        (
            "Docker engine",
            f"{found['ServerVersion']}, control groups version {found.get('CgroupVersion', '?')}, {profiles}",
        ),
        ("its limits", f"missing: {', '.join(missing)}" if missing else "memory, swap, processes and CPU"),
        ("gVisor", f"{', '.join(gvisor)} (GRADER_RUNTIME={gvisor[0]})" if gvisor else advice),
    ]


def _group_versions() -> str:
    """Which versions are mounted; with both, the controllers are on version 1."""
    kinds = {line.partition(" - ")[2].split()[0] for line in _read("/proc/self/mountinfo").splitlines()}
    found = [version for kind, version in (("cgroup", "1"), ("cgroup2", "2")) if kind in kinds]
    return " and ".join(found) or "none mounted"


def _read(path: str) -> str:
    try:
        return Path(path).read_text().strip()
    except OSError:
        return ""

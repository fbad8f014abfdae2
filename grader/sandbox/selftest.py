"""Do the walls really stand? Looked at from outside, and tried from inside by a real run.

What a cell says about itself is not enough: here the kernel is asked about the waiting child, and a probe program
tries what no submission may do. The names are those of the walls in `cell/cage.py` and `cell/zygote.py`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from grader.errors import SandboxFault
from grader.model import Ending, Limits, Observation, Program
from grader.sandbox.cells import Cell
from grader.sandbox.wire import BrokenFrame, parse_head

Misses = dict[str, str]  # wall -> what was found
Expected = Mapping[str, Mapping[str, Callable[[Any], bool]]]  # wall -> fact of the probe -> what holds of it
LIMITS = Limits(wall_s=10, cpu_s=5)
PROGRAM = Program({"target": {"name": "probe", "kind": "function"}, "steps": []}, ())
PROBE = Path(__file__).with_name("probe.py").read_text("utf-8")
NAMESPACES = {"pid": "pid", "network": "net", "ipc": "ipc", "root": "mnt"}


def outside(cell: Cell) -> Misses:
    """What the kernel says about the child that waits in `cell`. Raises SandboxFault if there is none."""
    child = waiting_child(cell)
    status = dict(
        line.split(":\t", 1) for line in Path(f"/proc/{child}/status").read_text().splitlines() if ":\t" in line
    )
    misses: Misses = {}
    sets = {name: status[name] for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")}
    if any(int(value, 16) for value in sets.values()):
        misses["capabilities"] = f"not empty: {sets}"
    ids = (status["Uid"] + " " + status["Gid"]).split()
    if any(int(number) < 1000 for number in ids):
        misses["uid"] = f"as the host sees it, the submission runs as {ids}"
    if status["NoNewPrivs"].strip() != "1":
        misses["no_new_privs"] = "the kernel reports NoNewPrivs 0"
    if status["Seccomp"].strip() != "2":
        misses["seccomp"] = f"the kernel reports mode {status['Seccomp'].strip()}"
    for wall, kind in NAMESPACES.items():
        try:
            shared = os.readlink(f"/proc/{child}/ns/{kind}") == os.readlink(f"/proc/self/ns/{kind}")
        except PermissionError:  # not root: the probe, which tries the deed, has to do
            continue
        if shared:
            misses[wall] = f"the submission shares the {kind} namespace of the host"
    if not cell.body.enclosed(child):
        misses["memory group"] = misses["pids group"] = "the submission is not in its control group"
    return misses


def waiting_child(cell: Cell) -> int:
    """Host process id of the prepared child."""
    try:
        children = Path(f"/proc/{cell.pid}/task/{cell.pid}/children").read_text().split()
    except OSError as error:
        raise SandboxFault("the kernel does not say which children the cell has (CONFIG_PROC_CHILDREN)") from error
    if len(children) != 1:
        raise SandboxFault(f"a waiting cell has {len(children)} children")
    return int(children[0])


def inside(observation: Observation, wanted: Expected) -> Misses:
    """What the probe could do that it must not. A probe that tells nothing has proven nothing."""
    try:
        facts = parse_head(observation.stdout.encode())
    except BrokenFrame:
        facts = {}
    if observation.ending is not Ending.OK or not facts:
        told = observation.message or observation.stdout[:200]
        return {"probe": f"it ended with {observation.ending} and told nothing: {told}"}
    misses: Misses = {}
    for wall, expected in wanted.items():
        for fact, holds in expected.items():
            if fact not in facts or not holds(facts[fact]):
                misses[wall] = f"{fact} is {json.dumps(facts.get(fact))}"
    return misses


def _is(value: object) -> Callable[[Any], bool]:
    return lambda found: bool(found == value and type(found) is type(value))


EXPECTED: Expected = {
    "descriptors": {"descriptors": _is(["char", "fifo", "fifo", "fifo"])},
    "environment": {"variables": lambda found: len(found) <= 10 and not any("GRADER" in name for name in found)},
    "uid": {"ids": lambda found: len(found) == 6 and 0 not in found},
    "capabilities": {"capabilities": _is(0)},
    "no_new_privs": {"no_new_privs": _is(1)},
    "seccomp": {"seccomp": _is(2), "forks": _is([]), "kernel_calls": _is([])},
    "network": {"sockets": _is([])},
    "root": {"seen": _is([]), "writable": _is([])},
    "landlock": {"seen": _is([])},
    "pid": {"pid": _is(1)},
    "tmpfs": {"tmp_mib": lambda found: 0 < found <= 32, "tmp_inodes": lambda found: 0 < found <= 4096},
    "limits": {
        "cpu": _is([LIMITS.cpu_s] * 2),
        "files": _is([LIMITS.open_files] * 2),
        "file_size": _is([LIMITS.file_mib << 20] * 2),
        "processes": _is([LIMITS.processes] * 2),
        "core": _is([0, 0]),
        "allocated": _is("MemoryError"),
        "raised": _is([]),
    },
}

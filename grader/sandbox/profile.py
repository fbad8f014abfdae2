"""The seccomp profile of a cell's container, in the engine's format: what the zygote needs, and its children's list.

The children put the stricter list of `cell/seccomp.py` on top. This one is far below the engine's default: no mount, no
namespaces, no keys, no sockets but the one to the worker. `deploy/seccomp.json` is this text, for docker compose:

    python -m grader.sandbox.profile > deploy/seccomp.json
"""

from __future__ import annotations

import json
from typing import Any

from grader.sandbox.cell.seccomp import GROUPS

NAMESPACES = 0x7E02_0000  # every CLONE_NEW* flag
AF_UNIX = 1
EPERM, ENOSYS = 1, 38

ZYGOTE = {
    "starting: the engine's init, the loader, Python": "execve arch_prctl setrlimit personality",
    "calling the worker": "connect sendto recvfrom sendmsg recvmsg getsockopt setsockopt getsockname getpeername",
    "children: to see how they end": "wait4 waitid pidfd_open pidfd_send_signal setsid",
    "which the children's list allows with some arguments only": "fcntl ioctl kill prctl prlimit64 tgkill",
    "caging them": "capget capset seccomp landlock_create_ruleset landlock_add_rule landlock_restrict_self",
}


def profile() -> dict[str, Any]:
    """As the engine's API takes it."""
    allowed = sorted({name for names in (*GROUPS.values(), *ZYGOTE.values()) for name in names.split()})
    rules: list[dict[str, Any]] = [
        {"names": allowed, "action": "SCMP_ACT_ALLOW"},
        {
            "names": ["clone"],
            "action": "SCMP_ACT_ALLOW",
            "args": [{"index": 0, "value": NAMESPACES, "valueTwo": 0, "op": "SCMP_CMP_MASKED_EQ"}],
        },
        {
            "names": ["socket"],
            "action": "SCMP_ACT_ALLOW",
            "args": [{"index": 0, "value": AF_UNIX, "valueTwo": 0, "op": "SCMP_CMP_EQ"}],
        },
        {"names": ["clone3"], "action": "SCMP_ACT_ERRNO", "errnoRet": ENOSYS},
    ]
    return {
        "defaultAction": "SCMP_ACT_ERRNO",
        "defaultErrnoRet": EPERM,
        "archMap": [  # no second architecture: a call of i386 or x32 is none of ours
            {"architecture": "SCMP_ARCH_X86_64", "subArchitectures": []},
            {"architecture": "SCMP_ARCH_AARCH64", "subArchitectures": []},
        ],
        "syscalls": rules,
    }


def text() -> str:
    """As a file."""
    return json.dumps(profile(), indent=1) + "\n"


if __name__ == "__main__":
    print(text(), end="")

"""Which files a submission may touch: Python's own folders for reading, /tmp for writing. Runs inside the cell.

Landlock needs no privilege and holds where mount namespaces are refused (Docker's default profile). Here it stands
behind the private read-only root, so a hole in one of them is not a hole in both.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Sequence

from . import kernel

WRITE_FILE, READ_FILE, READ_DIR, REMOVE_DIR, REMOVE_FILE = 1 << 1, 1 << 2, 1 << 3, 1 << 4, 1 << 5
MAKE_DIR, MAKE_REG, REFER, TRUNCATE = 1 << 7, 1 << 8, 1 << 13, 1 << 14
READ = READ_FILE | READ_DIR
WRITE = READ | WRITE_FILE | REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_REG | REFER | TRUNCATE
FILE_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1}  # by ABI; from 5 on also ioctl
ALL_RIGHTS = (1 << 16) - 1
NO_TCP, NO_SIGNALS_OR_SOCKETS_OUT = 0b11, 0b11  # handled and granted to nothing (ABI 4, ABI 6)


def abi() -> int:
    """The version the kernel speaks; 0 where there is none."""
    try:
        return kernel.syscall("landlock_create_ruleset", None, 0, 1)
    except OSError:
        return 0


def restrict(readable: Sequence[str], writable: Sequence[str]) -> None:
    """Shut every file but these for this process, for ever. Needs no_new_privs. Raises OSError."""
    version = abi()
    if not version:
        raise OSError("the kernel has no Landlock (it needs Linux 5.13 and `landlock` in the lsm= list)")
    rights = FILE_RIGHTS.get(version, ALL_RIGHTS)
    fields = [rights, NO_TCP, NO_SIGNALS_OR_SOCKETS_OUT][: 1 + (version >= 4) + (version >= 6)]
    ruleset = kernel.syscall("landlock_create_ruleset", struct.pack(f"<{len(fields)}Q", *fields), 8 * len(fields), 0)
    try:
        for paths, allowed in ((readable, READ), (writable, WRITE & rights)):
            for path in paths:
                _allow(ruleset, path, allowed)
        kernel.syscall("landlock_restrict_self", ruleset, 0)
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: str, rights: int) -> None:
    opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        if not os.path.isdir(path):
            rights &= READ_FILE | WRITE_FILE | TRUNCATE
        kernel.syscall("landlock_add_rule", ruleset, 1, struct.pack("<Qi", rights, opened), 0)
    finally:
        os.close(opened)

"""The self-test's submission: tries what no submission may do and prints what it found, as JSON.

It runs as student code does, in a cell, and is never imported by the grader.
"""

import ctypes
import json
import os
import resource
import socket
import stat
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path


def tried(act: Callable[[], object]) -> bool:
    """True if it could be done."""
    try:
        act()
    except (OSError, ValueError, subprocess.SubprocessError):
        return False
    return True


def possible(acts: dict[str, Callable[[], object]]) -> list[str]:
    """Names of the acts that could be done."""
    return [name for name, act in acts.items() if tried(act)]


def kind(fd: int) -> str:
    """What a descriptor is open on."""
    mode = os.fstat(fd).st_mode
    named = {"dir": stat.S_ISDIR, "file": stat.S_ISREG, "char": stat.S_ISCHR, "fifo": stat.S_ISFIFO}
    return next((name for name, test in named.items() if test(mode)), "other")


def call(number: int) -> int:
    """A raw system call with zeros; OSError if the kernel refused it."""
    if libc.syscall(ctypes.c_long(number), *[ctypes.c_long(0)] * 5) < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return number


def fork() -> None:
    """A second process."""
    if not os.fork():
        os._exit(0)


def allocate() -> str:
    """Ask for four times the memory that is allowed."""
    try:
        return str(len(bytearray(2 << 30)))
    except MemoryError:
        return "MemoryError"


def more(which: int) -> None:
    """Ask for more of something than the hard limit; ValueError if there is none."""
    hard = resource.getrlimit(which)[1]
    resource.setrlimit(which, (hard + 1, hard + 1))


def look(path: str) -> object:
    """List a folder or read a file."""
    return os.listdir(path) if Path(path).is_dir() else Path(path).read_bytes()


libc = ctypes.CDLL(None, use_errno=True)
arm = int(os.uname().machine == "aarch64")
header, sets = (ctypes.c_uint32 * 2)(0x2008_0522, 0), (ctypes.c_uint32 * 6)()
libc.syscall(ctypes.c_long((125, 90)[arm]), header, sets)  # capget
bounding = sum(libc.prctl(23, capability, 0, 0, 0) == 1 for capability in range(41))
families = ("AF_INET", "AF_INET6", "AF_UNIX", "AF_NETLINK", "AF_PACKET", "AF_VSOCK")
files = (
    "/etc/passwd",
    "/etc/hostname",
    "/proc/self/status",
    "/proc/keys",
    "/sys/kernel",
    "/dev/null",
    "/root",
    "/home",
    "/",
)
calls = {
    "keyctl": (250, 219), "add_key": (248, 217), "unshare": (272, 97), "setns": (308, 268), "shmget": (29, 194),
    "io_uring_setup": (425, 425), "userfaultfd": (323, 282), "perf_event_open": (298, 241), "memfd_create": (319, 279),
}  # fmt: skip
python = [sys.executable, "-c", "0"]
temporary = os.statvfs("/tmp") if tried(lambda: os.statvfs("/tmp")) else None  # noqa: S108 - the cell's own
limits = {name: getattr(resource, name) for name in dir(resource) if name.startswith("RLIMIT_")}

facts = {
    "descriptors": [kind(fd) for fd in range(64) if tried(partial(os.fstat, fd))],
    "variables": sorted(os.environ),
    "ids": [*os.getresuid(), *os.getresgid()],
    "capabilities": sum(sets) + bounding,
    "no_new_privs": libc.prctl(39, 0, 0, 0, 0),
    "seccomp": libc.prctl(21, 0, 0, 0, 0),
    "forks": possible(
        {
            "fork": fork,
            "posix_spawn": lambda: os.posix_spawn(python[0], python, {}),
            "popen": lambda: subprocess.run(python, check=False),  # noqa: S603
        }
    ),
    "kernel_calls": possible({name: partial(call, numbers[arm]) for name, numbers in calls.items()}),
    "sockets": possible({name: partial(socket.socket, getattr(socket, name), 2) for name in families}),
    "seen": possible({path: partial(look, path) for path in files}),
    "writable": possible(
        {path: partial(Path(path, "x").write_text, "") for path in [*sys.path, str(Path(os.__file__).parent), "/"]}
    ),
    "pid": os.getpid(),
    "tmp_mib": temporary.f_blocks * temporary.f_frsize >> 20 if temporary else -1,
    "tmp_inodes": temporary.f_files if temporary else -1,
    "cpu": resource.getrlimit(resource.RLIMIT_CPU),
    "files": resource.getrlimit(resource.RLIMIT_NOFILE),
    "file_size": resource.getrlimit(resource.RLIMIT_FSIZE),
    "processes": resource.getrlimit(resource.RLIMIT_NPROC),
    "core": resource.getrlimit(resource.RLIMIT_CORE),
    "allocated": allocate(),
    "raised": [
        name
        for name, which in limits.items()
        if resource.getrlimit(which)[1] != resource.RLIM_INFINITY and tried(partial(more, which))
    ],
}
print(json.dumps(facts))

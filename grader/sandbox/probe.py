"""The self-test's submission: tries what no submission may do and prints what it found, as JSON.

It runs as student code does, in a cell, and never in the grader's own process.
"""

import ctypes
import json
import os
import resource
import socket
import stat
import subprocess
import sys


def tried(act):
    """True if it could be done."""
    try:
        act()
    except (OSError, ValueError, subprocess.SubprocessError):
        return False
    return True


def kind(fd):
    """What a descriptor is open on."""
    mode = os.fstat(fd).st_mode
    named = (("dir", stat.S_ISDIR), ("file", stat.S_ISREG), ("char", stat.S_ISCHR), ("fifo", stat.S_ISFIFO))
    return next((name for name, test in named if test(mode)), "other")


def open_descriptors():
    """All open descriptors below the limit, by kind."""
    return [kind(fd) for fd in range(64) if tried(lambda fd=fd: os.fstat(fd))]


def call(number, *arguments):
    """A raw system call: True if the kernel did it."""
    return libc.syscall(ctypes.c_long(number), *(ctypes.c_long(a) for a in arguments)) >= 0


def allocate():
    """Ask for four times the memory that is allowed."""
    try:
        return str(len(bytearray(2 << 30)))
    except MemoryError:
        return "MemoryError"


def raise_limit(which):
    """Ask for more of something."""
    hard = resource.getrlimit(which)[1]
    resource.setrlimit(which, (hard + 1, hard + 1))


libc = ctypes.CDLL(None, use_errno=True)
x86 = os.uname().machine == "x86_64"
header, data = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
libc.syscall(ctypes.c_long(125 if x86 else 90), header, data)
bounding = sum(libc.prctl(23, c, 0, 0, 0) == 1 for c in range(41))
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
    "keyctl": (250, 219),
    "unshare": (272, 97),
    "add_key": (248, 217),
    "io_uring_setup": (425, 425),
    "shmget": (29, 194),
}
calls |= {"userfaultfd": (323, 282), "perf_event_open": (298, 241), "memfd_create": (319, 279), "setns": (308, 268)}
here = os.statvfs("/tmp") if tried(lambda: os.statvfs("/tmp")) else None
try:
    names = [name for _, name in socket.if_nameindex()]
except OSError:
    names = []

facts = {
    "descriptors": open_descriptors(),
    "variables": sorted(os.environ),
    "ids": [*os.getresuid(), *os.getresgid()],
    "capabilities": sum(data) + bounding,
    "no_new_privs": libc.prctl(39, 0, 0, 0, 0),
    "seccomp": libc.prctl(21, 0, 0, 0, 0),
    "forks": [
        name
        for name in ("fork", "posix_spawn", "popen")
        if tried(
            {
                "fork": lambda: os.fork() or os._exit(0),
                "posix_spawn": lambda: os.posix_spawn(sys.executable, [sys.executable, "-c", "0"], {}),
                "popen": lambda: subprocess.Popen([sys.executable, "-c", "0"]),
            }[name]
        )
    ],
    "kernel_calls": [name for name, numbers in calls.items() if call(numbers[not x86], 0, 0, 0, 0, 0)],
    "sockets": [name for name in families if tried(lambda name=name: socket.socket(getattr(socket, name), 2))],
    "interfaces": names,
    "seen": [
        path for path in files if tried(lambda path=path: os.listdir(path) if os.path.isdir(path) else open(path))
    ],
    "writable": [
        path
        for path in [*sys.path, os.path.dirname(os.__file__), "/"]
        if tried(lambda path=path: open(path + "/x", "w"))
    ],
    "pid": os.getpid(),
    "tmp_mib": here.f_blocks * here.f_frsize >> 20 if here else -1,
    "tmp_inodes": here.f_files if here else -1,
    "cpu": resource.getrlimit(resource.RLIMIT_CPU),
    "files": resource.getrlimit(resource.RLIMIT_NOFILE),
    "file_size": resource.getrlimit(resource.RLIMIT_FSIZE),
    "processes": resource.getrlimit(resource.RLIMIT_NPROC),
    "core": resource.getrlimit(resource.RLIMIT_CORE),
    "allocated": allocate(),
    "raised": [
        name
        for name in dir(resource)
        if name.startswith("RLIMIT_")
        and resource.getrlimit(getattr(resource, name))[1] >= 0
        and tried(lambda name=name: raise_limit(getattr(resource, name)))
    ],
}
print(json.dumps(facts))

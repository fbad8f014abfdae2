"""Which system calls a submission may make. Everything else fails with EPERM. Runs inside the cell.

An allow-list: a call that a later kernel adds is refused without our doing. EPERM, not a kill, so that honest code
that tries too much (`subprocess`, `socket`) sees an OSError with a line number. A kill (SIGSYS, the ending `forbidden`)
is kept for calls of another architecture, which would bypass the list, and for acts only an attack has a use for.
clone3 fails with ENOSYS: its flags lie in memory where a filter cannot see them, and glibc then falls back to clone.
"""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Mapping
from functools import lru_cache

from . import kernel

GROUPS = {
    "reading and writing of open files": "read write readv writev pread64 pwrite64 preadv pwritev lseek sendfile",
    # Which files: Landlock, the read-only root and the uid decide, not this list.
    "opening and looking at files (every late import does)": "open openat close close_range fstat stat lstat "
    "newfstatat statx access faccessat faccessat2 getdents getdents64 readlink readlinkat getcwd chdir fchdir "
    "dup dup2 dup3 statfs fstatfs fadvise64",
    "files under /tmp (np.save, tempfile)": "mkdir mkdirat rmdir unlink unlinkat rename renameat renameat2 truncate "
    "ftruncate fsync fdatasync fallocate umask utimensat chmod fchmod fchmodat",
    "memory (malloc, NumPy's buffers; mbind: OpenBLAS)": "brk mmap munmap mremap mprotect madvise mincore mbind "
    "get_mempolicy",
    "clocks and sleeping": "clock_gettime clock_getres gettimeofday time nanosleep clock_nanosleep times",
    "locks and threads (threading is honest; RLIMIT_NPROC bounds it)": "futex set_robust_list get_robust_list rseq "
    "sched_yield membarrier sched_getaffinity sched_getparam sched_getscheduler set_tid_address restart_syscall getcpu",
    "its own signals (Python's signal module, alarms)": "rt_sigaction rt_sigprocmask rt_sigreturn sigaltstack "
    "rt_sigpending rt_sigtimedwait rt_sigsuspend pause alarm setitimer getitimer",
    "waiting on its own descriptors (select, queue, asyncio)": "poll ppoll select pselect6 epoll_create epoll_create1 "
    "epoll_ctl epoll_wait epoll_pwait eventfd2 pipe pipe2",
    "asking who and where it is": "getpid gettid getppid getuid geteuid getgid getegid getgroups getresuid getresgid "
    "getpgrp getpgid getsid uname sysinfo getrusage getrlimit getrandom getpriority capget",
    "ending, and learning that it has no children": "exit exit_group wait4 waitid",
}
KILLED = (
    "ptrace process_vm_readv process_vm_writev bpf mount umount2 pivot_root kexec_load init_module finit_module "
    "delete_module reboot swapon swapoff"
)

ALLOW, KILL, EPERM = 0x7FFF_0000, 0x8000_0000, 0x0005_0000 | 1
REFUSE_UNKNOWN = 0x0005_0000 | 38  # ENOSYS
THREAD_FLAGS = (0x003D_0F00, 0x007D_0F00)  # exactly what pthread_create of glibc and of musl asks for
FCNTL = (0, 1, 2, 3, 4, 1030)  # dup, get/set close-on-exec, get/set non-blocking. No locks: other cells could see them
IOCTL = (0x5401, 0x5413, 0x5421, 0x541B, 0x5450, 0x5451)  # isatty, window size, non-blocking, bytes waiting, cloexec
PRCTL = (15, 16, 21, 23, 39)  # set and get a thread's name; look at seccomp, the bounding set, no_new_privs

Instruction = tuple[int, int, int, int]
LOAD, JUMP_EQUAL, JUMP_GREATER_EQUAL, RETURN = 0x20, 0x15, 0x35, 0x06
NR, ARCH, ARGUMENTS = 0, 4, 16


@lru_cache(1)
def program(own_pid: int) -> bytes:
    """The filter as classic BPF, for a process of that id."""
    audit = kernel.machine()[1]
    code: list[Instruction] = [
        (LOAD, 0, 0, ARCH),
        (JUMP_EQUAL, 1, 0, audit),
        (RETURN, 0, 0, KILL),
        (LOAD, 0, 0, NR),
        (JUMP_GREATER_EQUAL, 0, 1, 0x4000_0000),  # x32, a second table behind the same architecture
        (RETURN, 0, 0, KILL),
    ]
    code += _when("clone3", [(RETURN, 0, 0, REFUSE_UNKNOWN)])
    code += _when("clone", _if_argument(0, THREAD_FLAGS))
    for name in ("kill", "tgkill"):
        code += _when(name, _if_argument(0, (own_pid,)))
    code += _when("prlimit64", _if_argument(0, (0, own_pid)))  # it can only lower: CAP_SYS_RESOURCE is gone
    code += _when("fcntl", _if_argument(1, FCNTL))
    code += _when("ioctl", _if_argument(1, IOCTL))
    code += _when("prctl", _if_argument(0, PRCTL))
    actions = {kernel.number(name): ALLOW for name in " ".join(GROUPS.values()).split()}
    actions |= {kernel.number(name): KILL for name in KILLED.split()}
    actions.pop(None, None)
    return b"".join(struct.pack("<HBBI", *instruction) for instruction in [*code, *_by_number(actions)])


def _by_number(actions: Mapping[int | None, int]) -> list[Instruction]:
    """Return the action of the call's number, EPERM for the others. Runs of equal actions take two instructions."""
    numbers = [number for number in actions if number is not None]
    code: list[Instruction] = []
    for number in range(max(numbers) + 1, 0, -1):
        action = actions.get(number, EPERM)
        if action != actions.get(number - 1, EPERM):
            code += [(JUMP_GREATER_EQUAL, 0, 1, number), (RETURN, 0, 0, action)]
    return [*code, (RETURN, 0, 0, actions.get(0, EPERM))]


def _when(name: str, then: list[Instruction]) -> list[Instruction]:
    """Do `then`, which must return, if the call is `name`."""
    number = kernel.number(name)
    return [] if number is None else [(JUMP_EQUAL, 0, len(then), number), *then]


def _if_argument(index: int, values: tuple[int, ...]) -> list[Instruction]:
    """Allow if the low word of an argument is one of `values`, else EPERM.

    The high word is left out: all arguments tested here are 32-bit in the kernel (clone's flags that matter, too).
    """
    tests = [(JUMP_EQUAL, len(values) - i, 0, value) for i, value in enumerate(values)]
    return [(LOAD, 0, 0, ARGUMENTS + 8 * index), *tests, (RETURN, 0, 0, EPERM), (RETURN, 0, 0, ALLOW)]


def install() -> None:
    """Put the filter on this process for ever. Needs no_new_privs. Raises OSError."""
    code = program(os.getpid())
    buffer = ctypes.create_string_buffer(code, len(code))
    header = struct.pack("<HxxxxxxQ", len(code) // 8, ctypes.addressof(buffer))
    kernel.syscall("seccomp", 1, 0, header)  # SECCOMP_SET_MODE_FILTER

"""The walls that a child sets around itself before it sees a line of student code.

Order matters. Namespaces and mounts need privileges, so they come first; then privileges go, for ever; then Landlock,
which needs no_new_privs; last seccomp, which forbids most of the calls used here. Each wall is reported by name, with
the reason if it does not stand. What to do about a missing one is decided by whoever asked for the cell.
"""

from __future__ import annotations

import contextlib
import os
import resource
from collections.abc import Callable, Mapping
from typing import Any

from . import folders, kernel, landlock, seccomp

Report = dict[str, str]  # wall -> "" if it stands, else why not
NOBODY = 65534
PR_CAPBSET_READ = 23
MIB = 1 << 20


def attempt(report: Report, wall: str, act: Callable[[], object]) -> bool:
    """Try to set a wall and note how that went; True if it stands."""
    try:
        act()
    except OSError as error:
        report[wall] = str(error) or type(error).__name__
    else:
        report[wall] = ""
    return not report[wall]


def enter(config: Mapping[str, Any], proc: int, private_root: bool) -> Report:
    """Set every wall but the limits, which come with the submission. Closes `proc`, the host's /proc.

    A wall that fails leaves the process freer than promised, so nothing may run here unless the report is accepted.
    """
    report: Report = {}
    if config["contained"]:
        kernel.prctl(kernel.PR_SET_DUMPABLE, 1)  # what the zygote shut is shut again below: it hides `proc/self` too
    _write(proc, "self/oom_score_adj", "1000")  # if memory runs out, this process is to blame, never the zygote
    if config["contained"]:
        kernel.prctl(kernel.PR_SET_DUMPABLE, 0)
        os.close(proc)
        os.chdir(folders.TEMPORARY)
    else:
        _set_apart(report, config, proc, private_root)
    attempt(report, "capabilities", _drop_capabilities)
    attempt(report, "no_new_privs", lambda: kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1))
    kernel.prctl(kernel.PR_SET_PDEATHSIG, 9)  # not earlier: a change of user clears it
    readable = folders.readable() if private_root else folders.readable_without_root()
    writable = [] if report.get("tmpfs") else [folders.TEMPORARY]
    attempt(report, "landlock", lambda: landlock.restrict(readable, writable))
    attempt(report, "seccomp", seccomp.install)
    return report


def _set_apart(report: Report, config: Mapping[str, Any], proc: int, private_root: bool) -> None:
    """Namespaces and a user of the child's own, where no container is around the cell. Closes `proc`."""
    uid = config["uid"]
    if uid is None:
        attempt(report, "uid", lambda: _become_nobody(proc))
    os.close(proc)
    attempt(report, "ipc", lambda: kernel.unshare(kernel.CLONE_NEWIPC))
    attempt(report, "tmpfs", lambda: _own_temporary(config, private_root))
    if uid is not None:
        attempt(report, "uid", lambda: _change_user(uid))
    os.chdir("/" if report["tmpfs"] else folders.TEMPORARY)  # as the new user: the zygote itself may not enter it


def limit(limits: Mapping[str, int], base_bytes: int) -> None:
    """Set the limits of one submission, hard = soft. Raises OSError.

    The zygote's own address space is not the submission's to pay for. No core dumps, no priorities.
    """
    wanted = {
        resource.RLIMIT_CPU: limits["cpu_s"],
        resource.RLIMIT_AS: base_bytes + limits["memory_mib"] * MIB,
        resource.RLIMIT_FSIZE: limits["file_mib"] * MIB,
        resource.RLIMIT_NOFILE: limits["open_files"],
        resource.RLIMIT_NPROC: limits["processes"],
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MEMLOCK: 0,
    }
    for which, value in wanted.items():
        resource.setrlimit(which, (value, value))
    with contextlib.suppress(ValueError):  # gVisor has neither message queues nor this limit; seccomp refuses them too
        resource.setrlimit(resource.RLIMIT_MSGQUEUE, (0, 0))


def _write(proc: int, path: str, text: str) -> None:
    opened = os.open(path, os.O_WRONLY, dir_fd=proc)
    try:
        os.write(opened, text.encode())
    finally:
        os.close(opened)


def map_user(proc: int, inside: int, uid: int, gid: int) -> None:
    """In a user namespace just entered: `inside` stands for the `uid` and `gid` this process had before."""
    _write(proc, "self/setgroups", "deny")
    _write(proc, "self/gid_map", f"{inside} {gid} 1")
    _write(proc, "self/uid_map", f"{inside} {uid} 1")


def _become_nobody(proc: int) -> None:
    """Without real root no other user can be had: be nobody in a user namespace of one's own."""
    uid, gid = os.getuid(), os.getgid()
    kernel.unshare(kernel.CLONE_NEWUSER)
    map_user(proc, NOBODY, uid, gid)


def _own_temporary(config: Mapping[str, Any], private_root: bool) -> None:
    if not private_root:
        raise OSError("it needs the private root to be mounted in")
    kernel.unshare(kernel.CLONE_NEWNS)
    owner = os.getuid() if config["uid"] is None else config["uid"]
    folders.mount_temporary(owner, config["tmpfs_mib"], config["tmpfs_inodes"])


def _change_user(uid: int) -> None:
    """A real change, seen by the host too: `0` inside a namespace may still be root outside."""
    _drop_bounding_set()
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def _drop_bounding_set() -> None:
    for capability in range(64):
        try:
            kernel.prctl(kernel.PR_CAPBSET_DROP, capability)
        except OSError:
            if capability < 40:  # Linux has had more than that since 5.9
                raise
            return


def _drop_capabilities() -> None:
    """All sets empty. As a changed user the bounding set is empty already; in a user namespace it is full."""
    with contextlib.suppress(PermissionError):  # EPERM: no CAP_SETPCAP left, so it was dropped with the user
        _drop_bounding_set()
    kernel.set_capabilities(0)
    left = [c for c in range(41) if kernel.libc.prctl(PR_CAPBSET_READ, c, 0, 0, 0) == 1]
    if left:
        raise OSError(f"{len(left)} capabilities are still in the bounding set")

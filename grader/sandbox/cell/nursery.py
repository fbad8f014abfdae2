"""The nursery: one process that imports NumPy once and forks a zygote for every cell that is asked for.

Cells share its pages. It runs no student code and reads nothing that a submission made; its only partner is the
worker. It ends when the worker does, however that ends, and takes every cell with it.
"""

from __future__ import annotations

import contextlib
import gc
import os
import select
import signal
import socket
from typing import NoReturn

from . import cage, kernel, warmup, zygote


def main(control: socket.socket, worker: int) -> None:
    """Serve requests: each brings one descriptor, the cell's channel; the answer brings one, the zygote's pidfd."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the worker's to handle
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # zygotes are reaped by the kernel; the worker watches them
    if os.geteuid():
        become_root_of_nothing()
        lead_own_processes()
    warmup.run()
    gc.collect()
    gc.disable()
    gc.freeze()
    poller = select.poll()
    poller.register(control, select.POLLIN)
    poller.register(worker, select.POLLIN)  # a pidfd: readable when the worker has died, kill -9 included
    while True:
        ready = {fd for fd, _ in poller.poll()}
        if worker in ready:
            return
        message, descriptors, _, _ = socket.recv_fds(control, 16, 1)
        if not message:
            return
        channel = socket.socket(fileno=descriptors[0])
        answer(control, channel)
        channel.close()


def become_root_of_nothing() -> None:
    """Without root, a user namespace gives the rights to make the other ones. If it is refused, each wall says so."""
    uid, gid = os.getuid(), os.getgid()
    with contextlib.suppress(OSError):
        kernel.unshare(kernel.CLONE_NEWUSER)
        proc = os.open("/proc", os.O_PATH | os.O_DIRECTORY)
        cage.map_user(proc, 0, uid, gid)
        os.close(proc)


def lead_own_processes() -> None:
    """Go on as process 1 of a process namespace that the user namespace owns: only into such a one may it come back
    after it has made one for a zygote (setns). The process that was started waits, and takes this one with it."""
    try:
        kernel.unshare(kernel.CLONE_NEWPID)
    except OSError:
        return  # no user namespace: each wall says so
    if pid := os.fork():
        with contextlib.suppress(ChildProcessError):  # SIGCHLD is ignored: the wait ends when there is no child
            os.waitpid(pid, 0)
        os._exit(0)
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)


def answer(control: socket.socket, channel: socket.socket) -> None:
    """Fork one zygote and tell the worker, by a pidfd: its number here need not be its number there."""
    report: cage.Report = {}  # a child's own process namespace is the wall; this one makes a cell end as a whole
    separate = cage.attempt(report, "pid", lambda: kernel.unshare(kernel.CLONE_NEWPID))
    pid = os.fork()
    if not pid:
        start(control, channel)
    if separate:
        kernel.rejoin_own_pid_namespace()
    pidfd = os.pidfd_open(pid)
    socket.send_fds(control, [b"forked"], [pidfd])
    os.close(pidfd)


def start(control: socket.socket, channel: socket.socket) -> NoReturn:
    """Become a zygote."""
    try:
        kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
        control.close()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        zygote.Zygote(channel).serve()
    finally:
        os._exit(0)

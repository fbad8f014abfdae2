"""What backends have in common whose cells are containers: the walls that a container and the cage in it make."""

from __future__ import annotations

from grader.sandbox import selftest
from grader.sandbox.backend import Promise

BUILD = "build the cell's image anew (docker build --target cell)"
SELF_TEST = "see what the self-test found"
CAGE = {
    "no_new_privs": Promise("no program can give privileges back", "use Linux 3.5 or later"),
    "landlock": Promise(
        "file access by Landlock, behind the container's read-only root",
        "use Linux 5.13 or later with `landlock` in lsm=, and libseccomp 2.5.2 or later for the engine",
    ),
    "seccomp": Promise(
        "an allow-list of system calls: the container's, and a stricter one for each submission",
        "use a kernel with CONFIG_SECCOMP_FILTER, on x86_64 or aarch64",
    ),
    "limits": Promise("rlimits on CPU, address space, files, threads, core dumps", SELF_TEST),
    "descriptors": Promise("no descriptor but 0, 1, 2 and the results", SELF_TEST),
    "environment": Promise("a small fixed environment", SELF_TEST),
    "probe": Promise("a real run that tries all of it", SELF_TEST),
}
REPORTED = frozenset(  # by a cell
    (
        *("pid", "network", "ipc", "root", "tmpfs", "uid", "capabilities", "no_new_privs", "landlock", "seccomp"),
        *("memory group", "pids group"),
    )
)
# Its kernel shows no control groups, and not all options of a mount: there the engine's word has to do.
UNSEEN_IN_GVISOR = frozenset({"memory group", "pids group", "cpu group", "tmpfs"})
# Without Landlock a submission sees the container's own tree: the image, and what gVisor itself makes up.
SEEN_IN_GVISOR = frozenset({"/", "/etc/hostname", "/proc/self/status", "/sys/kernel", "/dev/null"})


def is_gvisor(runtime: str | None) -> bool:
    """Whether containers of this runtime have gVisor's kernel instead of the host's."""
    return runtime is not None and "runsc" in runtime


def cage(gvisor: bool) -> dict[str, Promise]:
    """The walls that a cell sets within its container."""
    if not gvisor:
        return CAGE
    return {**CAGE, "landlock": Promise("", "gVisor has none: its own kernel and the read-only image stand", False)}


def expected(gvisor: bool) -> selftest.Expected:
    """What the probe must find. A submission is not process 1 here: the process namespace is the container's."""
    wanted = {wall: facts for wall, facts in selftest.EXPECTED.items() if wall != "pid"}
    if gvisor:
        del wanted["landlock"]
        wanted["tmpfs"] = {"tmp_mib": wanted["tmpfs"]["tmp_mib"]}
        wanted["root"] = {**wanted["root"], "seen": lambda found: SEEN_IN_GVISOR.issuperset(found)}
    return wanted

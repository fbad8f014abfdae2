"""The private root: what of the host's files exists inside a cell at all. Runs inside the cell, before student code.

Only Python's standard library, NumPy and SciPy. Not site-packages as a whole: the grader itself, with its references,
may be installed there, and so may be packages whose presence would change a grade.
"""

from __future__ import annotations

import os
import sysconfig
from functools import lru_cache
from pathlib import Path

import numpy as np
import scipy

from . import kernel

PACKAGES = "site-packages", "dist-packages"
STAGE = "/tmp"  # noqa: S108 - exists everywhere; covered only in the cell's own mount namespace
TEMPORARY = "/tmp"  # noqa: S108 - the submission's own, a fresh tmpfs


@lru_cache(1)
def libraries() -> list[str]:
    """Folders of NumPy and SciPy, with the shared libraries their wheels bring."""
    found = []
    for package in (np, scipy):
        folder = Path(os.path.realpath(str(package.__file__))).parent
        found += [str(path) for path in (folder, folder.with_name(f"{folder.name}.libs")) if path.is_dir()]
    return found


@lru_cache(1)
def standard_library() -> list[str]:
    """Folders of the standard library, outermost first."""
    paths = {os.path.realpath(sysconfig.get_paths()[name]) for name in ("stdlib", "platstdlib")}
    return sorted(path for path in paths if Path(path).is_dir())


@lru_cache(1)
def hidden() -> list[str]:
    """Folders inside the standard library that hold other packages."""
    inside = [Path(folder) / name for folder in standard_library() for name in PACKAGES]
    return [str(path) for path in inside if path.is_dir()]


def readable() -> list[str]:
    """What Landlock opens inside the private root, where the hidden folders are empty."""
    return [*standard_library(), *libraries()]


def importable(path: str) -> bool:
    """A late import may look there. Not so where the project itself lies: under /tmp a submission could write to it."""
    return path in hidden() or any(path == folder or path.startswith(folder + "/") for folder in readable())


def readable_without_root() -> list[str]:
    """The same where the host's tree is still in view: entry by entry, around the hidden folders."""
    shut = set(hidden())
    entries = [str(entry) for folder in standard_library() for entry in Path(folder).iterdir()]
    return [entry for entry in entries if entry not in shut] + libraries()


def build_root() -> None:
    """Make the root that every submission of this cell sees, and move into it.

    Needs a mount namespace of its own. The sources are opened before the stage covers anything, so that a Python
    that lives under the stage's path is found as well.
    """
    shut = hidden()
    opened = {path: os.open(path, os.O_PATH) for path in [*standard_library(), *libraries()]}
    os.umask(0o022)
    kernel.mount("none", "/", None, kernel.MS_REC | kernel.MS_PRIVATE)
    kernel.mount("root", STAGE, "tmpfs", kernel.MS_NOSUID | kernel.MS_NODEV, "size=256k,nr_inodes=256,mode=755")
    Path(STAGE + TEMPORARY).mkdir()
    for path, source in opened.items():
        target = STAGE + path
        os.makedirs(target, exist_ok=True)
        kernel.mount(f"/proc/self/fd/{source}", target, None, kernel.MS_BIND | kernel.MS_REC)
        os.close(source)
        for covered in (other for other in shut if other.startswith(path + "/")):
            kernel.mount("hidden", STAGE + covered, "tmpfs", 0, "size=64k,nr_inodes=64,mode=755")
    kernel.make_read_only(STAGE)
    os.chdir(STAGE)
    kernel.syscall("pivot_root", b".", b".")
    kernel.check(kernel.libc.umount2(b".", kernel.MNT_DETACH), "umount of the host's tree")
    os.chdir("/")


def mount_temporary(uid: int, mebibytes: int, inodes: int) -> None:
    """A fresh /tmp that belongs to `uid` and vanishes with the mount namespace.

    Whoever has checked the project out under /tmp has a Python there: it is mounted into the fresh one again.
    """
    covered = [path for path in readable() if path.startswith(TEMPORARY + "/")]
    outermost = [path for path in covered if not any(path.startswith(other + "/") for other in covered)]
    trees = {path: kernel.copy_tree(path) for path in outermost}
    options = f"size={mebibytes}m,nr_inodes={inodes},mode=700,uid={uid},gid={uid}"
    flags = kernel.MS_NOSUID | kernel.MS_NODEV | kernel.MS_NOEXEC
    kernel.mount("tmp", TEMPORARY, "tmpfs", flags, options)
    before = os.geteuid()
    for path, tree in trees.items():
        os.seteuid(uid)  # only its owner may enter it: the zygote has no rights over other users' files
        os.makedirs(path)
        place = os.open(path, os.O_PATH | os.O_DIRECTORY)
        os.seteuid(before)
        kernel.attach_tree(tree, place)
        os.close(place)
        os.close(tree)

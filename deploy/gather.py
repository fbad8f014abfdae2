"""Gathers the file system of the `cell` image: `gather.py VENV CELL_PROGRAM TARGET`, run while the image is built.

What a submission cannot find it cannot use: only the interpreter, its standard library, NumPy, SciPy, the shared
libraries that these are linked with, and the cell program. Everything is compiled, so a start reads no source.
"""

from __future__ import annotations

import compileall
import os
import py_compile
import re
import shutil
import site
import subprocess
import sys
import sysconfig
from pathlib import Path

# Parts of the standard library that are of no use in there: tests, windows, installers, build files.
UNUSED = ("test", "tests", "idlelib", "tkinter", "turtledemo", "ensurepip", "lib2to3", "pydoc_data", "__pycache__")
PACKAGES = ("site-packages", "dist-packages")
LIBRARY = re.compile(r"(?:=> )?(/\S+) \(0x")  # as ldd writes them


def main(venv: Path, program: Path, target: Path) -> None:
    """Copy, link and compile. Raises whatever fails."""
    standard = Path(sysconfig.get_paths()["stdlib"])
    unwanted = shutil.ignore_patterns(*UNUSED, *PACKAGES, "config-*", "*.a")
    shutil.copytree(standard, inside(target, standard), ignore=unwanted, symlinks=False)
    packages = Path(site.getsitepackages()[0])
    for source in venv.glob("lib/python*/site-packages/*"):
        if source.name.startswith(("numpy", "scipy")):
            shutil.copytree(source, inside(target, packages) / source.name, ignore=ignored_tests)
    shutil.copytree(program, target / "cell", ignore=shutil.ignore_patterns("__pycache__"))
    interpreter = Path(sys.executable).resolve()
    copy(interpreter, target)
    if not (link := inside(target, Path("/usr/bin/python3"))).exists():
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(interpreter)
    extensions = [path for path in target.rglob("*.so") if not path.parent.name.endswith(".libs")]
    for path in [interpreter, *extensions]:
        for library in linked(path):
            if not inside(target, library).exists() and target not in library.parents:
                copy(library, target)
    for folder in ("tmp", "proc", "sys", "dev", "run/grader"):  # to be mounted on: the image itself is read-only
        (target / folder).mkdir(parents=True, exist_ok=True)
    (target / "tmp").chmod(0o1777)  # the engine gives the tmpfs that it mounts there the same mode
    mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
    if not compileall.compile_dir(
        target, quiet=1, workers=0, stripdir=str(target), prependdir="/", invalidation_mode=mode
    ):
        raise SystemExit("not everything could be compiled")


def ignored_tests(folder: str, names: list[str]) -> list[str]:
    """The packages' own tests, a fifth of their size; but numpy.testing imports a module of numpy._core.tests."""
    return [name for name in names if name == "__pycache__" or (name == "tests" and not folder.endswith("_core"))]


def inside(target: Path, path: Path) -> Path:
    """Where `path` is kept under `target`."""
    return target / path.relative_to("/")


def copy(path: Path, target: Path) -> None:
    """Copy one file to the same place under `target`, following links."""
    place = inside(target, path)
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(path, place, follow_symlinks=True)


def linked(path: Path) -> list[Path]:
    """The shared libraries that a program or library needs, and the loader, as absolute paths."""
    told = subprocess.run(["/usr/bin/ldd", str(path)], capture_output=True, text=True, check=False)  # noqa: S603
    if "not found" in told.stdout:
        raise SystemExit(f"{path} needs a library that is not here:\n{told.stdout}")
    return [Path(os.path.normpath(found)) for found in LIBRARY.findall(told.stdout)]


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:]))

"""`grader export gradescope`: an exercise with everything that grades it, as the zip that Gradescope takes."""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import grader
from grader.catalog.folder import load_catalog
from grader.errors import InvalidSpec, UnknownExercise
from grader.settings import Settings

OK, USAGE = 0, 2
TEMPLATES = Path(__file__).parent / "gradescope"
# What `grader contained` imports; at the versions that are installed here, so that grades agree.
PACKAGES = ("numpy", "scipy", "pydantic", "pydantic-settings", "rapidfuzz", "rich", "typer", "structlog")
LEFT_OUT = ("__pycache__", "samples")
EPOCH = (1980, 1, 1, 0, 0, 0)  # the same exercise gives the same bytes


def export_gradescope(exercise: str, output: Path, wheels: Path | None, settings: Settings) -> int:
    """Write the zip; returns the exit code."""
    try:
        folder = load_catalog(settings.problems).get(exercise).folder
        entries = dict(sorted(_entries(exercise, folder, wheels)))
        with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in entries.items():
                info = zipfile.ZipInfo(name, EPOCH)
                info.compress_type = zipfile.ZIP_DEFLATED
                info.external_attr = (0o755 if name in ("setup.sh", "run_autograder") else 0o644) << 16
                archive.writestr(info, data)
    except (InvalidSpec, UnknownExercise) as error:
        print(f"grader: {error}", file=sys.stderr)
        return USAGE
    except PackageNotFoundError as error:
        print(f"grader: {error.name} is not installed here, so its version is not known", file=sys.stderr)
        return USAGE
    except OSError as error:
        print(f"grader: {error.filename}: {error.strerror}", file=sys.stderr)
        return USAGE
    print(f"{output}: {len(entries)} files. Upload it as the autograder of a Gradescope programming assignment.")
    return OK


def _entries(exercise: str, folder: Path, wheels: Path | None) -> Iterator[tuple[str, bytes]]:
    """Name in the zip, content."""
    yield "setup.sh", (TEMPLATES / "setup.sh").read_bytes()
    yield "run_autograder", (TEMPLATES / "run_autograder").read_bytes().replace(b"@EXERCISE@", exercise.encode())
    yield "requirements.txt", "".join(f"{name}=={version(name)}\n" for name in PACKAGES).encode()
    ours = Path(str(grader.__file__)).parent
    yield from _tree(ours, "grader")
    yield from _tree(ours.parent / "reference", "reference")
    yield from _tree(folder, f"problems/{exercise}")
    if wheels is not None:
        for path in wheels.glob("*.whl"):
            yield f"wheels/{path.name}", path.read_bytes()


def _tree(folder: Path, name: str) -> Iterator[tuple[str, bytes]]:
    for path in folder.rglob("*"):
        inner = path.relative_to(folder)
        if path.is_file() and not set(inner.parts) & set(LEFT_OUT):
            yield f"{name}/{inner.as_posix()}", path.read_bytes()

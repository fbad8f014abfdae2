"""grader.toml: which file of a repository answers which exercises.

Read as hostile text; all mistakes are reported at once, by field.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from grader.errors import GraderError

NAME = "grader.toml"
MAX_BYTES = 64 * 1024  # of grader.toml
MAX_WORK = 100  # pairs of a file and an exercise
MAX_PATH = 255  # characters
SUFFIXES = (".py", ".ipynb", ".md", ".json")
EXERCISE = re.compile(r"[0-9]{1,2}\.[0-9]{1,2}")


class InvalidConfig(GraderError):
    """grader.toml cannot be used; `problems` names every mistake by field, with what to do."""

    def __init__(self, source: str, problems: list[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(f"{source} cannot be used:\n" + "\n".join(f"  - {problem}" for problem in problems))


@dataclass(frozen=True, slots=True)
class Work:
    """One thing to grade."""

    path: str  # relative to grader.toml, with slashes
    exercise: str


@dataclass(frozen=True, slots=True)
class Config:
    """What grader.toml says."""

    work: tuple[Work, ...]
    fail_under: float | None = None  # 0..1; None: not said


def parse(data: bytes, source: str = NAME) -> Config:
    """Raises InvalidConfig. `source` says where the text is from."""
    if len(data) > MAX_BYTES:
        raise InvalidConfig(source, [f"it has more than {MAX_BYTES:,} bytes"])
    try:
        document = tomllib.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InvalidConfig(source, [f"not TOML: {error}"]) from error
    except RecursionError as error:
        raise InvalidConfig(source, ["not TOML that is taken here: nested too deeply"]) from error
    problems = list(_unknown(document))
    work = list(_work(document.get("files", {}), problems))
    fail_under = document.get("fail_under")
    if fail_under is not None and not _is_share(fail_under):
        problems.append(f"fail_under: is {_short(fail_under)}, and should be a number from 0 to 1, such as 0.8")
    if not work and not problems:
        problems.append('files: nothing is listed; write for example [files] and "layernorm.py" = "6.7" below it')
    if len(work) > MAX_WORK:
        problems.append(f"files: {len(work)} pairs of a file and an exercise; at most {MAX_WORK} are taken")
    if problems:
        raise InvalidConfig(source, problems)
    return Config(tuple(work), None if fail_under is None else float(fail_under))


def _unknown(document: Mapping[str, Any]) -> Iterator[str]:
    for name in document:
        if name not in ("files", "fail_under"):
            yield f"{_short(name)}: there is no such field; the fields are files, fail_under"


def _work(files: Any, problems: list[str]) -> Iterator[Work]:
    if not isinstance(files, dict):
        problems.append(f'files: is {_short(files)}, and should be a table: [files], then "layernorm.py" = "6.7"')
        return
    for path, exercises in files.items():
        if reason := bad_path(path):
            problems.append(f"files.{_short(path)}: {reason}")
            continue
        listed = [exercises] if isinstance(exercises, str) else exercises
        if not isinstance(listed, list) or not listed:
            problems.append(f'files.{_short(path)}: should be an exercise, "6.7", or a list of them, ["6.5", "6.7"]')
            continue
        for exercise in listed:
            if not isinstance(exercise, str) or not EXERCISE.fullmatch(exercise):
                problems.append(
                    f"files.{_short(path)}: {_short(exercise)} is not an exercise id, such as 6.7, in quotes"
                )
            elif listed.count(exercise) > 1:
                problems.append(f"files.{_short(path)}: {exercise} is listed twice")
            else:
                yield Work(path, exercise)


def bad_path(path: str) -> str:
    """Why a path is none that is taken here; empty if it is. It must lie in the repository whatever the system."""
    parts = path.split("/")
    if len(path) > MAX_PATH or not path.isprintable():
        return f"a path has at most {MAX_PATH} characters, all of them printable"
    if path.startswith("/") or "\\" in path or ":" in path:
        return "a path is relative to grader.toml, with slashes"
    if any(part in ("", ".", "..") or part.lower() == ".git" for part in parts):
        return "a path has no empty part, no . or .., and does not lead into .git"
    if not path.endswith(SUFFIXES):
        return f"a file to grade ends in {', '.join(SUFFIXES)}"
    return ""


def _is_share(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= 1


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:59] + "…"

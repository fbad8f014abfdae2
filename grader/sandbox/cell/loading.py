"""Turns a student's text into a module, the forgiving way. Runs inside the cell."""

from __future__ import annotations

import sys
import types
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from typing import Any

import numpy as np

from .results import FILENAME

MODULE = "submission"


class _Ignored(types.ModuleType):
    """A package that is not here: importing it works, and whatever is asked of it does nothing."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.__path__ = []

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Ignored(f"{self.__name__}.{name}")

    def __call__(self, *_args: object, **_kwargs: object) -> _Ignored:
        return self


class _Refusing(MetaPathFinder):
    """Finds some packages missing, wherever they are installed.

    Not by None in sys.modules: SciPy looks there for array libraries, and takes whatever it finds for one.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names

    def find_spec(self, fullname: str, *_: object) -> None:
        if fullname.partition(".")[0] in self.names:
            raise ModuleNotFoundError(f"No module named {fullname!r}", name=fullname)


@contextmanager
def offered_modules(
    supplied: Mapping[str, Any], names: Sequence[str], ignored: Sequence[str], refused: Sequence[str]
) -> Iterator[None]:
    """While open, `from transformer import LayerNorm` finds the supplied class; plotting packages import as inert."""
    offered: dict[str, types.ModuleType] = {}
    for name in names:
        module = offered[name] = types.ModuleType(name)
        vars(module).update(supplied)
    for name in ignored:
        offered[name] = _Ignored(name)
    before = {name: sys.modules.get(name) for name in [*offered, MODULE]}
    refusing = _Refusing(refused)
    imported = {name: sys.modules.pop(name) for name in refused if name in sys.modules}  # in our own process, by others
    sys.modules.update(offered)
    sys.meta_path.insert(0, refusing)
    try:
        yield
    finally:
        sys.meta_path[:] = [finder for finder in sys.meta_path if finder is not refusing]
        sys.modules.update(imported)
        for name, earlier in before.items():
            if earlier is None:
                sys.modules.pop(name, None)
            else:
                sys.modules[name] = earlier


def run_source(source: str | types.CodeType, filename: str, namespace: dict[str, Any]) -> None:
    """Run trusted text (the supplied helpers) in `namespace`."""
    code = source if isinstance(source, types.CodeType) else compile(source, filename, "exec", dont_inherit=True)
    exec(code, namespace)


class NotPython(Exception):
    """The text does not compile."""

    def __init__(self, message: str, line: int | None) -> None:
        super().__init__(message)
        self.line = line


def compiled(source: str | types.CodeType) -> tuple[types.CodeType, list[str]]:
    """The student's text as code, and notes on what had to be forgiven. Raises NotPython."""
    if isinstance(source, types.CodeType):
        return source, []
    try:
        return compile(source, FILENAME, "exec", dont_inherit=True), []
    except SyntaxError as error:
        mended, notes = without_notebook_marks(source)
        if not notes:
            raise NotPython(error.msg, error.lineno) from error
    except ValueError as error:  # NUL, half of a surrogate pair
        raise NotPython(str(error), None) from error
    except (MemoryError, RecursionError) as error:
        raise NotPython("it is nested more deeply than Python can read", None) from error
    try:
        return compile(mended, FILENAME, "exec", dont_inherit=True), notes
    except SyntaxError as error:
        raise NotPython(error.msg, error.lineno) from error


def load(code: types.CodeType, given: Mapping[str, Any]) -> types.ModuleType:
    """The student's module, run.

    The module is named `submission`, so a `__main__` demo does not run, and it is in `sys.modules` before
    it runs, as `@dataclass` needs it. `np` is there even when the text never imports it.
    Raises whatever the text raises.
    """
    module = types.ModuleType(MODULE)
    module.__dict__.update(given)
    module.__dict__.setdefault("np", np)
    sys.modules[MODULE] = module
    exec(code, module.__dict__)
    return module


def without_notebook_marks(source: str) -> tuple[str, list[str]]:
    """The text without an enclosing Markdown fence and without magics; line numbers stay as they are."""
    lines = source.split("\n")
    notes: list[str] = []
    filled = [i for i, line in enumerate(lines) if line.strip()]
    if len(filled) >= 2 and lines[filled[0]].startswith("```") and lines[filled[-1]].strip() == "```":
        lines[filled[0]] = lines[filled[-1]] = ""
        notes.append("fence")
    for i, line in enumerate(lines):
        if line.lstrip().startswith(("%", "!")):
            lines[i] = line[: len(line) - len(line.lstrip())] + "pass"
            notes.append(f"magic:{i + 1}")
    return "\n".join(lines), notes

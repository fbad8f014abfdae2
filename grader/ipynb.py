"""Jupyter notebooks (nbformat 4) as text: the code cells, one below the other. Outputs and metadata are dropped unread.

A comment line stands before each cell, so that the text can be read, and so that a line of it can be told as the line
of a cell again (`place`). Nothing is parsed as Python here: what is not Python shows itself by how its line begins.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from grader.errors import InvalidSubmission
from grader.intake import MAX_SOURCE_BYTES, checked_source, decode_source
from grader.model import Frame, Observation

SUFFIX = ".ipynb"
MAX_NOTEBOOK_BYTES = 1024 * 1024  # of the file with its outputs; a larger one is refused
MAX_CELLS = 1000  # code and Markdown cells together; a longer notebook is refused
SHOWN_MAGICS = 10  # named in a refusal; the rest is counted

MARK = "# --- code cell {} ---"
_MARKED = re.compile(r"# --- code cell ([0-9]{1,4}) ---")
# `%time`, `%%bash`, `!ls`, `files = !ls`; not `% b` or `!= b`, which may go on from the line before.
_MAGIC = re.compile(r"[ \t]*(?:[A-Za-z_][A-Za-z_0-9]*[ \t]*=[ \t]*)?(?:%%?[A-Za-z_]|![^=])")
_GET_IPYTHON = re.compile(r"[^#]*\bget_ipython[ \t]*\(")
_OURS = re.compile(r"[ \t]*(?:%%grade\b|%(?:re)?load_ext[ \t]+grader\b)")  # our own magics: they say where to hand in


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a notebook, without outputs."""

    kind: Literal["code", "markdown"]
    text: str


def decode_file(
    filename: str, data: bytes, max_bytes: int = MAX_NOTEBOOK_BYTES, max_source_bytes: int = MAX_SOURCE_BYTES
) -> str:
    """The Python text of a file, which is a notebook if its name says so. Raises InvalidSubmission."""
    if filename.lower().endswith(SUFFIX):
        return decode_notebook(data, max_bytes, max_source_bytes)
    return decode_source(data, max_source_bytes)


def decode_notebook(data: bytes, max_bytes: int = MAX_NOTEBOOK_BYTES, max_source_bytes: int = MAX_SOURCE_BYTES) -> str:
    """The code of a notebook file as one Python text.

    Raises InvalidSubmission for what is no notebook, is too large, has no code, or holds lines that only IPython knows.
    """
    return code_of(read_cells(data, max_bytes), max_source_bytes)


def read_cells(data: bytes, max_bytes: int = MAX_NOTEBOOK_BYTES) -> tuple[Cell, ...]:
    """The code and Markdown cells, in their order. Raises InvalidSubmission."""
    if len(data) > max_bytes:
        raise InvalidSubmission(
            f"The notebook has {len(data):,} bytes; at most {max_bytes:,} are taken. Clear all outputs and save it."
        )
    try:
        document = json.loads(data.decode("utf-8-sig"))  # NaN and long numbers do occur, in outputs that nobody reads
    except (ValueError, RecursionError) as error:
        raise InvalidSubmission("The file is not a notebook: it is not JSON in UTF-8. Save it in Jupyter.") from error
    if not isinstance(document, dict) or not isinstance(document.get("cells"), list) or document.get("nbformat") != 4:
        raise InvalidSubmission("The file is not a notebook of format 4. Open it in Jupyter and save it again.")
    if len(document["cells"]) > MAX_CELLS:
        raise InvalidSubmission(f"The notebook has {len(document['cells'])} cells; at most {MAX_CELLS} are taken.")
    cells = (_cell(raw, number) for number, raw in enumerate(document["cells"], start=1))
    return tuple(cell for cell in cells if cell is not None)


def _cell(raw: Any, number: int) -> Cell | None:
    kind = raw.get("cell_type") if isinstance(raw, dict) else None
    if kind == "raw":
        return None
    source = raw.get("source") if kind in ("code", "markdown") else None
    lines = [source] if isinstance(source, str) else source
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        raise InvalidSubmission(f"Cell {number} of the notebook has no text. Open it in Jupyter and save it again.")
    return Cell("code" if kind == "code" else "markdown", "".join(lines).replace("\r\n", "\n").replace("\r", "\n"))


def code_of(cells: Sequence[Cell], max_source_bytes: int = MAX_SOURCE_BYTES) -> str:
    """The text of the code cells, each below its mark. Raises InvalidSubmission, naming every magic by its cell."""
    texts = ["\n".join(_without_ours(cell.text)) for cell in cells if cell.kind == "code"]
    if not any(text.strip() for text in texts):
        raise InvalidSubmission("The notebook has no code cell with text. Write your implementation in a code cell.")
    refuse_magics(texts)
    return checked_source("\n".join(f"{MARK.format(n)}\n{text}\n" for n, text in enumerate(texts, 1)), max_source_bytes)


def _without_ours(text: str) -> list[str]:
    return ["" if _OURS.match(line) else line for line in text.split("\n")]


def refuse_magics(texts: Sequence[str]) -> None:
    """Raises InvalidSubmission that names every line of these code cells that only IPython understands."""
    found = [
        f"line {number} of code cell {cell} (`{line.strip()[:40]}`)"
        for cell, text in enumerate(texts, start=1)
        for number, line in enumerate(text.split("\n"), start=1)
        if _MAGIC.match(line) or _GET_IPYTHON.match(line)
    ]
    if found:
        more = f", and {len(found) - SHOWN_MAGICS} more" if len(found) > SHOWN_MAGICS else ""
        raise InvalidSubmission(
            f"Magics and shell commands are not Python and are not run here: {', '.join(found[:SHOWN_MAGICS])}{more}."
            " Remove these lines, or move them to a notebook of their own, and hand it in again."
        )


def place(source: str, line: int) -> str:
    """Where a line of `decode_notebook`'s text is: `2 of code cell 3`; the bare number if it is in no cell."""
    cell = first = 0
    for number, text in enumerate(source.split("\n")[:line], start=1):
        found = _MARKED.fullmatch(text)
        if found and int(found[1]) == cell + 1:
            cell, first = cell + 1, number
    return f"{line - first} of code cell {cell}" if cell and line > first else str(line)


def placed(observation: Observation, source: str) -> Observation:
    """The same observation, whose errors name lines by their cells: the file itself has no such lines."""
    frames = tuple(_placed_frame(frame, source) for frame in observation.frames)
    where = place(source, observation.line) if observation.line else ""
    return replace(observation, frames=frames, line=None, place=where)


def _placed_frame(frame: Frame, source: str) -> Frame:
    head = {**frame.head, "line": None} if "line" in frame.head else frame.head
    error = head.get("error")
    line = error.get("line") if isinstance(error, dict) else None
    if isinstance(error, dict) and isinstance(line, int):
        head = {**head, "error": {**error, "line": place(source, line)}}
    return replace(frame, head=head)

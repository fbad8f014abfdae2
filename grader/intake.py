"""The door: bytes that somebody handed in become text, or are refused with a reason. No code is parsed here."""

from __future__ import annotations

from collections.abc import Iterable

from grader.errors import InvalidSubmission
from grader.rubric import answers

MAX_SOURCE_BYTES = 256 * 1024  # of one file; a larger one is refused
ANSWER_SUFFIXES = (".md", ".json")


def decode_source(data: bytes, max_bytes: int = MAX_SOURCE_BYTES) -> str:
    """The text of a Python file, without a byte-order mark and with line ends as newlines.

    Raises InvalidSubmission for a file that is too large, empty, not UTF-8, or holds a NUL character.
    """
    if len(data) > max_bytes:
        raise InvalidSubmission(
            f"The file has {len(data):,} bytes; at most {max_bytes:,} are taken. Hand in the code alone, without data."
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InvalidSubmission(
            f"The file is not UTF-8 text: byte 0x{data[error.start]:02x} in line {line}. Save it as UTF-8."
        ) from error
    return checked_source(text, max_bytes)


def checked_source(text: str, max_bytes: int = MAX_SOURCE_BYTES) -> str:
    """The same for text that arrived as text (JSON). Raises InvalidSubmission."""
    text = text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}").replace("\r\n", "\n").replace("\r", "\n")
    try:
        size = len(text.encode("utf-8"))
    except UnicodeEncodeError as error:
        raise InvalidSubmission(
            f"Character {error.start + 1} is half of a surrogate pair, not text. Save it as UTF-8."
        ) from error
    if size > max_bytes:
        raise InvalidSubmission(f"The source has {size:,} bytes; at most {max_bytes:,} are taken.")
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise InvalidSubmission(
            f"Line {line} holds a NUL character; it is not a Python text file. Remove it and hand it in again."
        )
    if not text.strip():
        raise InvalidSubmission("The file is empty. Hand in the file with your work.")
    return text


def decode_answers(data: bytes, filename: str, parts: Iterable[str], max_bytes: int = MAX_SOURCE_BYTES) -> str:
    """The answers in a .json or .md file, as the JSON text they are kept as. Raises InvalidSubmission."""
    text = decode_source(data, max_bytes)
    if filename.lower().endswith((".md", ".markdown")):
        return answers.canonical(answers.from_markdown(text, parts))
    if filename.lower().endswith(".json"):
        return answers.canonical(answers.from_json(text, parts))
    raise InvalidSubmission(f'{filename}: answers come as .json ({{"a": "..."}}) or as .md with headings "## a".')

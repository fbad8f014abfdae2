"""From a request body to a piece of work: every field checked, nothing guessed, nothing parsed as Python."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from grader.api import body, multipart, strict_json
from grader.api.limits import ApiLimits
from grader.api.problems import Problem
from grader.errors import InvalidSubmission
from grader.intake import checked_source
from grader.ipynb import SUFFIX as NOTEBOOK
from grader.ipynb import decode_file

EXERCISE_ID = re.compile(r"[0-9]{1,2}\.[0-9]{1,2}")
FIELDS = ("exercise", "source", "answers", "filename")
SERVER_FIELDS = ("score", "points", "seed", "owner", "limits", "status", "id", "attempt", "priority")
ARCHIVES = (".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar", ".zst", ".whl", ".egg", ".jar")
PYTHON_TYPES = ("", "text/plain", "text/x-python", "text/x-python-script", "application/x-python-code")
NOTEBOOK_TYPES = ("application/json", "application/x-ipynb+json")
ANSWER_FILES = {".json": "application/json", ".md": "text/markdown"}  # by their suffix; for exercises that take answers
UNTYPED = "application/octet-stream"  # what curl and browsers send for .py
MAX_FILENAME = 200


@dataclass(frozen=True, slots=True)
class Work:
    """What somebody hands in."""

    exercise: str
    source: str
    filename: str
    answers: Any = None  # instead of a source: a JSON document, not looked at yet


async def read_work(request: Request, limits: ApiLimits, takes_answers: Callable[[str], bool]) -> Work:
    """The work in a request; `takes_answers` says so of an exercise's id. Raises Problem."""
    declared = body.content_type(request)
    data = await body.read(request, most=limits.body_bytes, seconds=limits.body_timeout_s)
    if declared.get_content_type() == body.JSON:
        return _from_json(data, limits, takes_answers)
    return _from_form(data, declared.get_boundary(), limits, takes_answers)


def checked_exercise_id(value: str, where: str) -> str:
    """The id, if it is one. Raises Problem."""
    if not EXERCISE_ID.fullmatch(value):
        raise Problem(
            "malformed-exercise-id",
            f"{value[:40]!r} is not of the form 6.7.",
            "GET /v1/exercises lists the ids.",
            where,
        )
    return value


def _from_json(data: bytes, limits: ApiLimits, takes_answers: Callable[[str], bool]) -> Work:
    try:
        document = strict_json.parse(data)
    except strict_json.NotStrictJson as error:
        raise Problem(
            "malformed-json", f"The body is not strict JSON: {error}.", "Mend it and send it again."
        ) from error
    fields = _known_fields(document)
    exercise = checked_exercise_id(_string(fields, "exercise"), "/exercise")
    with_answers = "answers" in fields
    label = _string(fields, "filename") if "filename" in fields else "answers.json" if with_answers else "submission.py"
    filename = checked_filename(label, "/filename", answers=with_answers or takes_answers(exercise))
    if with_answers:
        return _answers(fields, exercise, filename, limits)
    text = _string(fields, "source")
    notebook = filename.lower().endswith(NOTEBOOK)  # then `source` is the text of that file
    try:
        if notebook:
            source = decode_file(filename, text.encode(), limits.body_bytes, limits.source_bytes)
        else:
            source = checked_source(text, limits.source_bytes)
    except InvalidSubmission as error:
        too_large = not notebook and len(text.encode()) > limits.source_bytes
        raise _unusable(error, too_large, "/source") from error
    return Work(exercise, source, filename)


def _answers(fields: Mapping[str, Any], exercise: str, filename: str, limits: ApiLimits) -> Work:
    if "source" in fields:
        raise _fields("Both source and answers are there; send one of them.", "/answers")
    size = len(json.dumps(fields["answers"], ensure_ascii=False).encode("utf-8", "replace"))
    if size > limits.source_bytes:
        raise Problem(
            "too-large",
            f"The answers have {size:,} bytes; at most {limits.source_bytes:,} are taken.",
            "Shorten them.",
            "/answers",
        )
    return Work(exercise, "", filename, fields["answers"])


def _known_fields(document: Any) -> Mapping[str, Any]:
    if not isinstance(document, dict):
        raise _fields(f"The body is a JSON {type(document).__name__}, not an object.", "")
    for name in document:
        if name in SERVER_FIELDS:
            raise _fields(f"The field {name!r} is the server's to set.", f"/{name}")
        if name not in FIELDS:
            raise _fields(f"There is no field {name[:40]!r}.", "/" + name[:40].replace("~", "~0").replace("/", "~1"))
    return document


def _string(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str):
        found = "missing" if name not in fields else "not a string"
        raise _fields(f"The field {name!r} is {found}.", f"/{name}")
    return value


def _from_form(data: bytes, boundary: str | None, limits: ApiLimits, takes_answers: Callable[[str], bool]) -> Work:
    try:
        parts = multipart.split(data, boundary)
    except multipart.NotMultipart as error:
        raise Problem("malformed-body", f"The form cannot be read: {error}.", "Let an HTTP library make it.") from error
    by_name = {part.name: part for part in parts}
    if len(by_name) != len(parts):
        raise _fields("A form field is there twice; ONE file is taken.", "form")
    _known_fields({("filename" if name == "file" else name): None for name in by_name if name != "source"})
    upload, exercise = by_name.get("file"), by_name.get("exercise")
    if (
        upload is None
        or upload.filename is None
        or exercise is None
        or exercise.filename is not None
        or len(parts) != 2
    ):
        raise _fields(
            "The form does not have the two fields exercise (text) and file (one .py or .ipynb file).", "form"
        )
    number = checked_exercise_id(exercise.content.decode("utf-8", "replace"), "form exercise")
    filename = checked_filename(upload.filename, "form file", answers=takes_answers(number))
    notebook = filename.lower().endswith(NOTEBOOK)
    of_its_kind = NOTEBOOK_TYPES if notebook else (ANSWER_FILES.get(filename[filename.rfind(".") :].lower(), ""),)
    if upload.content_type not in (*PYTHON_TYPES, *of_its_kind, UNTYPED):
        raise unsupported(f"The file is sent as {upload.content_type[:60]}.", "form file")
    try:
        source = decode_file(filename, upload.content, limits.body_bytes, limits.source_bytes)
    except InvalidSubmission as error:
        too_large = not notebook and len(upload.content) > limits.source_bytes
        raise _unusable(error, too_large, "form file") from error
    return Work(number, source, filename)


def checked_filename(name: str, where: str, *, answers: bool) -> str:
    """The label of a file: its last part, whatever folders a browser put before it. Raises Problem.

    `answers`: whether .json and .md are taken, besides .py and .ipynb.
    """
    label = re.split(r"[\\/]", name)[-1]
    if not label or len(label) > MAX_FILENAME or any(unicodedata.category(char)[0] == "C" for char in label):
        raise _fields(f"The file name is empty, over {MAX_FILENAME} characters, or holds control characters.", where)
    lower = label.lower()
    if lower.endswith(ARCHIVES):
        raise unsupported("Archives are not taken.", where)
    if answers and lower.endswith(tuple(ANSWER_FILES)):
        return label
    if lower.endswith(tuple(ANSWER_FILES)):
        raise unsupported(f"This exercise takes a Python file or a notebook, not {label[label.rfind('.') :]}.", where)
    if not lower.endswith((".py", NOTEBOOK)):
        raise unsupported("The file name ends neither in .py nor in .ipynb.", where)
    return label


def _fields(detail: str, where: str) -> Problem:
    return Problem(
        "invalid-fields", detail, "The fields are: exercise, source or answers, and filename (optional).", where
    )


def unsupported(
    detail: str, where: str, mend: str = "Hand in one .py or .ipynb file with your implementation."
) -> Problem:
    """A kind of file that is not taken."""
    return Problem("unsupported-media-type", detail, mend, where)


def _unusable(error: InvalidSubmission, too_large: bool, where: str) -> Problem:
    kind = "too-large" if too_large else "unusable-source"
    return Problem(kind, str(error), "Save the file as UTF-8 text, with the code alone, and hand it in again.", where)

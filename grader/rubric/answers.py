"""Answers as they are handed in: JSON `{"a": "...", "b": "..."}` or Markdown with `## a` headings.

They are stored as one canonical JSON text, so that a submission of answers is a source like any other.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from grader.errors import InvalidSubmission

HEADING = re.compile(
    r"^ {0,3}#{1,6}[ \t]+(?:part|exercise|question|teil|aufgabe)?[ \t]*(?:\d+\.\d+)?[ \t]*[(]?([a-z])[).:]?[ \t]*#*$",
    re.IGNORECASE,
)
FENCE = re.compile(r"^ {0,3}(```|~~~)")


def canonical(answers: Mapping[str, str]) -> str:
    """The text under which answers are stored: the same answers give the same text."""
    return json.dumps(dict(sorted(answers.items())), ensure_ascii=False, separators=(",", ":"))


def from_json(text: str, parts: Iterable[str]) -> dict[str, str]:
    """Answers from JSON text. Raises InvalidSubmission saying what to mend."""
    try:
        document = json.loads(text, object_pairs_hook=_object, parse_constant=_constant)
    except (ValueError, RecursionError) as error:
        shown = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise InvalidSubmission(f'The file is not JSON: {shown}. Write {{"a": "...", "b": "..."}}.') from error
    return checked(document, parts)


def checked(document: Any, parts: Iterable[str]) -> dict[str, str]:
    """Answers from a JSON document: one string (or number) a part. Raises InvalidSubmission."""
    known = list(parts)
    if not isinstance(document, dict):
        raise InvalidSubmission(f'Answers are an object with one text a part: {{"{known[0]}": "..."}}.')
    answers: dict[str, str] = {}
    for name, value in document.items():
        part = name.strip().lower() if isinstance(name, str) else ""
        if part not in known:
            raise InvalidSubmission(f"There is no part {str(name)[:20]!r}; the parts are {', '.join(known)}.")
        if part in answers:
            raise InvalidSubmission(f"Part {part!r} is there twice.")
        if isinstance(value, bool) or not isinstance(value, (str, int, float, type(None))):
            raise InvalidSubmission(f"The answer to part {part!r} is not text; put it in quotes.")
        answers[part] = _text(value)
        if re.search("[\ud800-\udfff]", answers[part]):
            raise InvalidSubmission(f"The answer to part {part!r} holds half a surrogate pair. Save it as UTF-8.")
    if not any(answer.strip() for answer in answers.values()):
        raise InvalidSubmission("No part has an answer. Write at least one.")
    return answers


def from_markdown(text: str, parts: Iterable[str]) -> dict[str, str]:
    """Answers from Markdown: what stands below each heading `## a`. Raises InvalidSubmission."""
    known = list(parts)
    answers: dict[str, list[str]] = {}
    current: list[str] | None = None
    fenced = False
    for line in text.splitlines():
        if FENCE.match(line):
            fenced = not fenced
        heading = None if fenced else HEADING.match(line)
        if heading is None:
            if current is not None:
                current.append(line)
            continue
        part = heading[1].lower()
        if part not in known:
            raise InvalidSubmission(f"There is no part {part!r}; the parts are {', '.join(known)}.")
        if part in answers:
            raise InvalidSubmission(f"The heading of part {part!r} is there twice.")
        answers[part] = current = []
    if not answers:
        raise InvalidSubmission(f"There is no heading of a part. Write `## {known[0]}`, and the answer below it.")
    return checked({part: "\n".join(lines).strip() for part, lines in answers.items()}, known)


def _text(value: str | float | None) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name is there twice")
    return found


def _constant(name: str) -> float:
    raise ValueError(f"{name} is no JSON number")

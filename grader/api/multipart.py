"""Splits a multipart/form-data body (RFC 7578) that is already in memory, and bounded, into its parts.

Only what browsers, curl and HTTP libraries send is taken. The usual parsers work on streams and write files; here the
body is small and whole, and a strict reading of it is shorter than their configuration.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

MAX_PARTS = 8
MAX_HEAD_BYTES = 4096
BOUNDARY = re.compile(r"[0-9A-Za-z'()+_,./:=? -]{1,70}")
PARAMETER = re.compile(r';[ \t]*([a-z]{1,20}\*?)=(?:"([^"\r\n]*)"|([^ \t;"\r\n]+))[ \t]*', re.IGNORECASE)


class NotMultipart(ValueError):
    """The body is not what its boundary promises; says why."""


@dataclass(frozen=True, slots=True)
class Part:
    """One field of a form. `filename` is None for a plain field; it is a label, never a path."""

    name: str
    filename: str | None
    content_type: str  # lower case, without parameters; "" if there is none
    content: bytes


def split(body: bytes, boundary: str | None) -> list[Part]:
    """The parts in their order. Raises NotMultipart."""
    if boundary is None or not BOUNDARY.fullmatch(boundary):
        raise NotMultipart("Content-Type names no usable boundary")
    sections = (b"\r\n" + body).split(b"\r\n--" + boundary.encode("ascii"))
    if len(sections) < 3 or not sections[-1].startswith(b"--"):
        raise NotMultipart("the closing boundary is missing")
    if len(sections) - 2 > MAX_PARTS:
        raise NotMultipart(f"there are more than {MAX_PARTS} parts")
    return [_part(section) for section in sections[1:-1]]


def _part(section: bytes) -> Part:
    head, blank_line, content = section.removeprefix(b"\r\n").partition(b"\r\n\r\n")
    if not blank_line or len(head) > MAX_HEAD_BYTES:
        raise NotMultipart("a part has no head, or too long a one")
    headers = _headers(head)
    kind, parameters = _disposition(headers.get("content-disposition", ""))
    if kind != "form-data" or "name" not in parameters:
        raise NotMultipart("a part has no Content-Disposition: form-data with a name")
    if headers.get("content-transfer-encoding", "binary").lower() not in ("7bit", "8bit", "binary"):
        raise NotMultipart("a part has a Content-Transfer-Encoding")
    content_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    return Part(parameters["name"], parameters.get("filename"), content_type, content)


def _headers(head: bytes) -> dict[str, str]:
    try:
        lines = head.decode("utf-8").split("\r\n")
    except UnicodeDecodeError as error:
        raise NotMultipart("the head of a part is not UTF-8") from error
    headers: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon or name.lower() in headers:
            raise NotMultipart("the head of a part has a line that is no header, or one twice")
        headers[name.lower()] = value.strip()
    return headers


def _disposition(value: str) -> tuple[str, dict[str, str]]:
    kind, semicolon, rest = value.partition(";")
    parameters: dict[str, str] = {}
    rest, position = semicolon + rest, 0
    while position < len(rest):
        found = PARAMETER.match(rest, position)
        if not found:
            raise NotMultipart("a Content-Disposition cannot be read")
        name, text = found[1].lower(), found[2] if found[2] is not None else found[3]
        if name.endswith("*"):  # RFC 8187: utf-8''percent-encoded, which some libraries send for umlauts
            name, text = name[:-1], unquote(text.rpartition("'")[2], errors="replace")
        parameters[name] = text
        position = found.end()
    return kind.strip().lower(), parameters

"""Text of students, made harmless for each kind of document. All of it is told as text, never as markup."""

from __future__ import annotations

import html
import re
import unicodedata

KEPT = "\n\t"
MARKDOWN = re.compile(r"([\\`*_\[\]|~$#])")
NO_MENTION = "@\N{ZERO WIDTH SPACE}"  # a name after it is not told that it was mentioned


def visible(text: str) -> str:
    """Without control, bidirectional and surrogate characters: each becomes U+FFFD. New lines and tabs stay."""
    return "".join(map(_shown, text.replace("\r\n", "\n").replace("\r", "\n")))


def _shown(char: str) -> str:
    if char in KEPT or char.isprintable():
        return char
    return " " if unicodedata.category(char) == "Zs" else "\N{REPLACEMENT CHARACTER}"  # all kinds of space are one


def markdown(text: str) -> str:
    """As running text: no markup, no HTML, no link, no mention; lines become one."""
    flat = " ".join(visible(text).split())
    escaped = MARKDOWN.sub(r"\\\1", flat).replace("://", ":\\//").replace("www.", "www\\.")
    return html.escape(escaped, quote=False).replace("@", NO_MENTION)


def fenced(text: str) -> str:
    """As a block of code, behind a fence that is longer than any in it."""
    shown = visible(text)
    longest = max((len(run) for run in re.findall("`+", shown)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{shown.rstrip()}\n{fence}"


def clipped(text: str, most: int, ending: str = "\n… (cut)") -> str:
    """At most `most` bytes of UTF-8."""
    data = text.encode("utf-8", "replace")
    if len(data) <= most:
        return text
    return data[: most - len(ending.encode())].decode("utf-8", "ignore") + ending

"""Independent readers of our formats: schemas, parsers of others, and GitHub's rules for what is a command."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jsonschema
import xmlschema
from junitparser import JUnitXml
from markdown_it import MarkdownIt

SCHEMAS = Path(__file__).parents[2] / "schemas"
JUNIT = xmlschema.XMLSchema(str(SCHEMAS / "junit-10.xsd"))
MIB = 1 << 20


def by_schema(name: str, document: Any) -> Any:
    schema = json.loads((SCHEMAS / name).read_text())
    jsonschema.validators.validator_for(schema)(schema).validate(document)
    return document


def junit(text: str) -> JUnitXml:
    JUNIT.validate(io.StringIO(text))
    return JUnitXml.fromstring(text.encode())


@dataclass(frozen=True)
class Command:
    name: str
    properties: dict[str, str]
    message: str


def commands(lines: Iterable[str]) -> list[Command]:
    """What GitHub's runner takes for commands in a log: `::name ...::text` at the start of a line, and the older
    `##[name ...]text` anywhere in it; nothing between `::stop-commands::TOKEN` and `::TOKEN::`."""
    found, stopped = [], None
    for line in lines:
        text = line.strip()
        if stopped is not None:
            if text == f"::{stopped}::":
                stopped = None
            continue
        match = re.match(r"::([a-zA-Z-]+)(?: ([^\n]*?))?::(.*)", text)
        if match and match[1] == "stop-commands":
            stopped = match[3]
        elif match:
            pairs = (pair.partition("=") for pair in (match[2] or "").split(","))
            properties = {key: _unescape(value).replace("%3A", ":").replace("%2C", ",") for key, _, value in pairs}
            found.append(Command(match[1], properties, _unescape(match[3])))
        elif older := re.search(r"##\[([a-zA-Z-]+)[^\]]*\](.*)", text):
            found.append(Command(older[1], {}, older[2]))
    assert stopped is None, "commands are still stopped at the end"
    return found


def _unescape(text: str) -> str:
    return text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")


class Tags(HTMLParser):
    """The tags, attributes and text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


def markdown(text: str) -> Tags:
    """As GitHub's dialect is shown: tables, addresses that become links by themselves, and HTML let through."""
    reader = MarkdownIt("gfm-like", {"html": True, "linkify": True})
    assert reader.linkify is not None
    reader.linkify.set({"fuzzy_link": False})  # GitHub makes no link of `grade.py`
    return Tags(reader.render(text))

"""Whatever a student writes is told as text: it forges no command, no markup, no link, no document."""

from __future__ import annotations

import json

import pytest

from grader.formats import classroom50
from grader.formats.escaping import clipped, fenced, markdown, visible
from grader.formats.graded import Context, Graded
from grader.formats.html import POLICY
from grader.formats.table import FORMATS
from tests.unit.formats import judges
from tests.unit.formats.reports import HOSTILE, hostile, real


def written(format_: str) -> str:
    return FORMATS[format_].render([Graded(f"a{HOSTILE}.py", hostile())], Context())


def test_a_workflow_command_cannot_be_forged() -> None:
    found = judges.commands(written("github").splitlines())
    assert [(command.name, command.properties["line"]) for command in found] == [("error", "3")]
    assert set(found[0].properties) == {"file", "line", "title"}
    assert "::set-output name=score::1" in found[0].message  # all of it is told, inside the one message


def test_an_error_message_of_a_submission_cannot_forge_one_either() -> None:
    source = 'raise ValueError("x\\n::error file=a.py::forged\\r\\n##[error]forged")\n'
    text = FORMATS["github"].render([Graded("a.py", real(source))], Context())
    assert [command.properties.get("file") for command in judges.commands(text.splitlines())] == ["a.py"]


def test_markdown_holds_no_markup_of_a_student() -> None:
    page = judges.markdown(written("markdown"))
    assert page.tags <= {
        *("table", "thead", "tbody", "tr", "th", "td", "h3", "p", "strong", "em", "br", "ul", "li", "blockquote"),
        *("details", "summary", "pre", "code"),
    }
    assert page.attributes <= {"style", "class"}  # of tables and of code blocks, by the reader
    assert "<script>alert(1)</script>" in page.text
    assert "@\N{ZERO WIDTH SPACE}everyone" in page.text


def test_nobody_is_mentioned() -> None:
    assert markdown("@everyone a@b.example") == "@\N{ZERO WIDTH SPACE}everyone a@\N{ZERO WIDTH SPACE}b.example"


def test_an_address_without_a_scheme_becomes_no_link() -> None:
    assert markdown("see www.evil.example") == "see www\\.evil.example"  # what GitHub makes a link of begins with www.


def test_a_fence_cannot_be_left() -> None:
    page = judges.markdown(fenced("```\n# out\n`````\n<b>out</b>"))
    assert page.tags == {"pre", "code"}


def test_a_page_holds_no_tag_of_a_student_and_runs_nothing() -> None:
    page = judges.Tags(written("html"))
    assert not page.tags & {"script", "img", "a", "iframe", "link", "form", "object", "base"}
    assert not any(name.startswith("on") or name in ("src", "href") for name in page.attributes)
    assert POLICY.startswith("default-src 'none'")
    assert "<script>alert(1)</script>" in page.text


def test_xml_stays_xml() -> None:
    suite = next(iter(judges.junit(written("junit"))))
    assert suite.tests == 1 and suite.failures == 1


# JSON is the report as it is: its makers cleaned it, and JSON escapes what is left.
@pytest.mark.parametrize("format_", [name for name in FORMATS if name != "json"])
def test_no_control_or_direction_character_gets_out(format_: str) -> None:
    identity = {name: "x" for names in classroom50.IDENTITY.values() for name in names}
    text = FORMATS[format_].render([Graded(f"a{HOSTILE}.py", hostile())], Context(variables=identity))
    told = str(json.loads(text)) if text.startswith(("{", "[")) else text
    assert [char for char in "\x00\x08\x1b\r\N{RIGHT-TO-LEFT OVERRIDE}\ud800" if char in told] == []


def test_text_is_cut_between_characters() -> None:
    assert clipped("ä" * 100, 51, "…").encode().decode() == "ä" * 24 + "…"
    assert clipped("short", 5) == "short"


def test_scripts_of_the_world_are_shown_as_they_are() -> None:
    text = "σ² = Σ(x−μ)²/N · 残差 · خطأ · 🙂"
    assert visible(text) == text
    assert visible("a\N{NO-BREAK SPACE}b\N{IDEOGRAPHIC SPACE}c") == "a b c"


@pytest.mark.parametrize("text", ["a\r\nb", "a\rb"])
def test_line_ends_are_newlines(text: str) -> None:
    assert visible(text) == "a\nb"
    assert markdown(text) == "a b"

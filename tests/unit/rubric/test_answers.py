"""Answers as JSON and Markdown: one canonical text, and an error that says what to mend."""

from __future__ import annotations

import json

import pytest

from grader.errors import InvalidSubmission
from grader.rubric.answers import canonical, from_json, from_markdown

PARTS = ("a", "b", "c")


def test_json_and_markdown_give_the_same_canonical_text() -> None:
    markdown = "# Exercise\n\n## a\nfirst\nline\n\n## b)\n42\n"
    assert canonical(from_markdown(markdown, PARTS)) == canonical(from_json('{"B": 42, "a": "first\\nline"}', PARTS))


@pytest.mark.parametrize(
    "heading", ["## a", "# a)", "### (a)", "## Part a", "## A:", "## 6.1 a", "## a ##", "## Exercise 6.1a"]
)
def test_a_part_is_found_by_every_usual_heading(heading: str) -> None:
    assert from_markdown(f"{heading}\nyes\n", PARTS) == {"a": "yes"}


def test_a_heading_inside_a_code_block_is_text() -> None:
    assert from_markdown("## a\n```\n## b\n```\n", PARTS) == {"a": "```\n## b\n```"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "not JSON"),
        ("[]", "object"),
        ('{"z": "x"}', "no part 'z'"),
        ('{"a": "x", "A": "y"}', "twice"),
        ('{"a": "x", "a": "y"}', "twice"),
        ('{"a": ["x"]}', "not text"),
        ('{"a": true}', "not text"),
        ('{"a": NaN}', "not JSON"),
        ('{"a": ""}', "No part has an answer"),
        ('{"a": "\\ud800"}', "surrogate"),
        ("[" * 100_000, "not JSON"),
        ('{"a": ' + "9" * 100_000 + "}", "not JSON"),
    ],
)
def test_json_that_holds_no_answers_is_refused_with_a_reason(text: str, says: str) -> None:
    with pytest.raises(InvalidSubmission, match=says):
        from_json(text, PARTS)


@pytest.mark.parametrize(
    ("text", "says"), [("just text", "heading"), ("## z\nx", "no part 'z'"), ("## a\nx\n## a\ny", "twice")]
)
def test_markdown_that_holds_no_answers_is_refused_with_a_reason(text: str, says: str) -> None:
    with pytest.raises(InvalidSubmission, match=says):
        from_markdown(text, PARTS)


def test_the_canonical_text_does_not_depend_on_the_order() -> None:
    assert (
        canonical({"b": "1", "a": "ü"})
        == canonical({"a": "ü", "b": "1"})
        == json.dumps({"a": "ü", "b": "1"}, ensure_ascii=False, separators=(",", ":"))
    )

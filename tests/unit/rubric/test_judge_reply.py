"""What is made of a language model's words before anyone believes them."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.rubric.decision import Verdict
from grader.rubric.judge.examples import Graded, nearest
from grader.rubric.judge.prompt import as_data
from grader.rubric.judge.reply import InvalidReply, find, parse


@given(st.text() | st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists).map(json.dumps))
def test_whatever_is_written_is_a_reply_or_refused(text: str) -> None:
    try:
        found = parse(text)
    except InvalidReply:
        return
    assert 0.0 <= found.confidence <= 1.0


@given(st.text(max_size=80), st.integers(0, 79), st.integers(1, 80))
def test_a_quote_is_found_only_where_it_stands(text: str, start: int, length: int) -> None:
    quote = text[start : start + length]
    if found := find(quote, text):
        assert text[found.start : found.end] == found.text
        assert "".join(found.text.split()).casefold() in "".join(text.split()).casefold()


@pytest.mark.parametrize(
    ("quote", "answer", "found"),
    [
        ("0.9^100", "so 0.9^100 is tiny", "0.9^100"),
        ("f'(x) + 1", "it is f'(x)  +\n1.", "f'(x)  +\n1"),
        ("vanish now", "they van\u200bish now", "van\u200bish now"),
        ("vanish", "they evanish", None),
        ("vanish", "they Vanish", None),
        ("of the", "most of the time", None),
        (".", "a.", None),
        ("x" * 100_000, "x", None),
    ],
)
def test_a_quote_is_whole_words_that_say_something(quote: str, answer: str, found: str | None) -> None:
    quoted = find(quote, answer)
    assert (quoted.text if quoted else None) == found


@given(st.text())
def test_data_is_one_line_of_json_without_anything_invisible_or_a_template_token(text: str) -> None:
    sent = as_data(text)
    assert isinstance(json.loads(sent), str)
    assert all(c.isprintable() or c.isspace() for c in sent) and "\n" not in sent
    assert "<|" not in sent and "[/" not in sent and "</" not in sent


def test_looking_for_a_quote_takes_no_longer_than_it_may() -> None:
    started = time.perf_counter()
    assert find("a b " * 4000 + "c", "a b " * 1000) is None
    assert time.perf_counter() - started < 1.0


def test_examples_are_the_nearest_of_each_verdict() -> None:
    graded = [Graded(f"gradients shrink {n}", verdict) for verdict in Verdict for n in range(5)]
    shown = nearest([*graded, Graded("layers vanish", Verdict.MET)], "the layers vanish", "What happens?")
    assert shown[0].text == "layers vanish"
    assert [each.verdict for each in shown[:4]] == [Verdict.MET] * 2 + [Verdict.PARTLY] * 2

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.api.strict_json import MAX_DEPTH, NotStrictJson, parse

texts = st.text(st.characters(codec="utf-8"))
numbers = st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
documents = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=20,
)


@given(documents)
def test_what_is_plain_json_comes_back_as_it_was(document: Any) -> None:
    assert parse(json.dumps(document).encode()) == document
    assert parse(json.dumps(document, ensure_ascii=False).encode()) == document


@given(st.binary(max_size=200) | st.text(alphabet='{}[]",:0123456789eE+-.\\untrflasI ', max_size=200).map(str.encode))
def test_any_bytes_are_parsed_or_refused(data: bytes) -> None:
    try:
        document = parse(data)
    except NotStrictJson:
        return
    json.dumps(document, allow_nan=False, ensure_ascii=False).encode()  # what is taken can be stored and sent


@given(st.dictionaries(texts, numbers, min_size=1, max_size=5), st.data())
def test_a_key_twice_is_refused(document: dict[str, Any], data: st.DataObject) -> None:
    key = data.draw(st.sampled_from(sorted(document)))
    twice = json.dumps(document)[:-1] + f", {json.dumps(key)}: 1}}"

    with pytest.raises(NotStrictJson, match="twice"):
        parse(twice.encode())


@given(st.integers(min_value=2**63) | st.integers(max_value=-(2**63) - 1))
def test_integers_over_64_bits_are_refused(number: int) -> None:
    with pytest.raises(NotStrictJson, match="64 bits"):
        parse(str(number).encode())


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e309", "-1e400", "1" + "0" * 400 + ".0"])
def test_what_is_not_a_finite_number_is_refused(number: str) -> None:
    with pytest.raises(NotStrictJson):
        parse(f"[{number}]".encode())


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_the_deepest_nesting_is_taken_and_one_more_is_not(opening: str) -> None:
    closing = {"[": "]", '{"a":': "}"}[opening]

    def nested(depth: int) -> bytes:
        return (opening * depth + "1" + closing * depth).encode()

    parse(nested(MAX_DEPTH))
    with pytest.raises(NotStrictJson, match="deeper"):
        parse(nested(MAX_DEPTH + 1))
    with pytest.raises(NotStrictJson):
        parse(nested(200_000))

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.api.multipart import NotMultipart, Part, split

HEAD = b'Content-Disposition: form-data; name="file"; filename="a.py"'


def form(*sections: bytes, end: bytes = b"--\r\n") -> bytes:
    return b"".join(b"--XX\r\n" + section + b"\r\n" for section in sections) + b"--XX" + end


def test_a_part_is_taken_byte_for_byte() -> None:
    content = b"\r\n--X\r\n\r\nx = 1\r\n--\x00\xff\r\n"

    assert split(form(HEAD + b"\r\nContent-Type: Text/X-Python; charset=utf-8\r\n\r\n" + content), "XX") == [
        Part("file", "a.py", "text/x-python", content)
    ]


def test_what_stands_before_the_first_and_after_the_last_boundary_is_no_part() -> None:
    body = b"preamble\r\n" + form(b'Content-Disposition: form-data; name="exercise"\r\n\r\n6.7') + b"epilogue"

    assert split(body, "XX") == [Part("exercise", None, "", b"6.7")]


def test_a_name_that_is_percent_encoded_is_decoded() -> None:
    head = b"Content-Disposition: form-data; name=file; filename*=utf-8''l%C3%A4yer.py"

    assert split(form(head + b"\r\n\r\nx"), "XX")[0].filename == "läyer.py"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"--XX--\r\n",
        form(HEAD + b"\r\n\r\nx", end=b""),
        form(HEAD + b"\r\n\r\nx")[:-6],
        form(HEAD),
        form(b"\r\n\r\nx"),
        form(b"no header\r\n\r\nx"),
        form(b'Content-Disposition: attachment; name="file"\r\n\r\nx'),
        form(b"Content-Disposition: form-data\r\n\r\nx"),
        form(b'Content-Disposition: form-data; name="a\r\n\r\nx'),
        form(HEAD + b"\r\n" + HEAD + b"\r\n\r\nx"),
        form(HEAD + b"\r\nContent-Transfer-Encoding: base64\r\n\r\neA=="),
        form(HEAD + b"\r\nX: \xff\r\n\r\nx"),
        form(HEAD + b"\r\nX: " + b"y" * 5000 + b"\r\n\r\nx"),
        form(*[HEAD + b"\r\n\r\nx"] * 9),
    ],
)
def test_what_is_no_form_is_refused(body: bytes) -> None:
    with pytest.raises(NotMultipart):
        split(body, "XX")


@pytest.mark.parametrize("boundary", [None, "", "a\r\nb", "é", "x" * 71])
def test_a_boundary_that_is_none_is_refused(boundary: str | None) -> None:
    with pytest.raises(NotMultipart, match="boundary"):
        split(form(HEAD + b"\r\n\r\nx"), boundary)


@given(
    st.lists(
        st.sampled_from(
            [b"--XX", b"\r\n", b"\r\n\r\n", HEAD, b"--", b";", b'"', b"name", b"=", b"*", b"''", b"\0", b"\xff", b"x"]
        )
    )
)
def test_any_bytes_are_split_or_refused(pieces: list[bytes]) -> None:
    try:
        split(b"".join(pieces), "XX")
    except NotMultipart:
        return

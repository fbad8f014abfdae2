"""Everything that is refused at the door: with a problem document, without grading anything, and never with a 5xx."""

from __future__ import annotations

import json
import zipfile
from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any

import pytest
import structlog

from tests.unit.api.conftest import GOOD, Api, Started

pytestmark = pytest.mark.anyio
JSON = {"content-type": "application/json"}


def zipped() -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("a.py", "x = 1")
    return target.getvalue()


def is_problem(answer: Any, status: int, kind: str) -> None:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body["type"] == f"urn:grader:problem:{kind}"
    assert body["status"] == status
    assert body["detail"]
    assert body["mend"]
    assert "Traceback" not in answer.text


BAD_JSON = {
    "empty": b"",
    "cut short": b'{"exercise": "6.7", "source": "x',
    "not UTF-8": b'{"exercise": "6.7", "source": "\xff"}',
    "UTF-16": json.dumps(GOOD).encode("utf-16"),
    "byte-order mark": b"\xef\xbb\xbf" + json.dumps(GOOD).encode(),
    "NaN": b'{"exercise": "6.7", "source": NaN}',
    "Infinity": b'{"exercise": "6.7", "source": -Infinity}',
    "float overflow": b'{"exercise": "6.7", "source": 1e999}',
    "integer over 64 bits": b'{"exercise": "6.7", "source": 9223372036854775808}',
    "very long integer": b'{"exercise": "6.7", "source": ' + b"9" * 100_000 + b"}",
    "duplicate keys": b'{"exercise": "6.7", "exercise": "6.10", "source": "x=1"}',
    "too deep": b'{"exercise": ' + b"[" * 40 + b"]" * 40 + b', "source": "x=1"}',
    "much too deep": b"[" * 100_000,
    "half a surrogate pair": b'{"exercise": "6.7", "source": "x = 1 # \\ud800"}',
    "half a pair in a key": b'{"exercise": "6.7", "source": "x", "\\udfff": 1}',
    "raw NUL": b'{"exercise": "6.7", "source": "a\x00b"}',
    "comment": b'{"exercise": "6.7", /* */ "source": "x"}',
    "single quotes": b"{'exercise': '6.7'}",
    "trailing garbage": json.dumps(GOOD).encode() + b"{}",
}


@pytest.mark.parametrize("body", BAD_JSON.values(), ids=BAD_JSON.keys())
async def test_what_is_not_strict_json_is_400(api: Api, body: bytes) -> None:
    is_problem(await api.http.post("/v1/submissions", content=body, headers=JSON), 400, "malformed-json")
    assert api.grader.started.empty()


BAD_FIELDS: dict[str, Any] = {
    "a list": [],
    "a string": "6.7",
    "null": None,
    "nothing": {},
    "no source": {"exercise": "6.7"},
    "no exercise": {"source": "x=1"},
    "source is a number": {"exercise": "6.7", "source": 5},
    "source is null": {"exercise": "6.7", "source": None},
    "source is a list": {"exercise": "6.7", "source": ["x=1"]},
    "exercise is a number": {"exercise": 6.7, "source": "x=1"},
    "filename is a number": {**GOOD, "filename": 5},
    "filename is empty": {**GOOD, "filename": ""},
    "filename is a folder": {**GOOD, "filename": "a/"},
    "filename has a newline": {**GOOD, "filename": "a\n.py"},
    "filename has a bidi override": {**GOOD, "filename": "a\u202eyp.py"},
    "filename is long": {**GOOD, "filename": "a" * 300 + ".py"},
    "unknown field": {**GOOD, "sourse": "x"},
    **{
        f"the server's {name}": {**GOOD, name: 1}
        for name in ("score", "points", "seed", "owner", "limits", "status", "id")
    },
}


@pytest.mark.parametrize("document", BAD_FIELDS.values(), ids=BAD_FIELDS.keys())
async def test_other_fields_than_those_documented_are_422(api: Api, document: Any) -> None:
    answer = await api.http.post("/v1/submissions", content=json.dumps(document), headers=JSON)

    is_problem(answer, 422, "invalid-fields")
    assert api.grader.started.empty()


@pytest.mark.parametrize("source", ["", " \n\t\r\n", "\ufeff", "a\0b"], ids=["empty", "blank", "only a mark", "NUL"])
async def test_source_that_is_no_text_to_run_is_422(api: Api, source: str) -> None:
    answer = await api.http.post("/v1/submissions", json={**GOOD, "source": source})

    is_problem(answer, 422, "unusable-source")
    assert answer.json()["where"] == "/source"


@pytest.mark.parametrize("data", [b"", b"\xff\xfex\x00", b"a\x00b", b"\xc3(", "x = 'é'".encode("latin-1")], ids=repr)
async def test_a_file_that_is_no_text_to_run_is_422(api: Api, data: bytes) -> None:
    answer = await api.http.post("/v1/submissions", data={"exercise": "6.7"}, files={"file": ("a.py", data)})

    is_problem(answer, 422, "unusable-source")
    assert answer.json()["where"] == "form file"


async def test_the_largest_source_is_taken_and_one_byte_more_is_413(api: Api) -> None:
    largest = "é" * (128 * 1024)

    taken = await api.http.post("/v1/submissions", json={**GOOD, "source": largest})
    refused = await api.http.post("/v1/submissions", json={**GOOD, "source": largest + "x"})
    as_file = await api.http.post(
        "/v1/submissions", data={"exercise": "6.7"}, files={"file": ("a.py", largest.encode() + b"x")}
    )

    assert taken.status_code == 202
    is_problem(refused, 413, "too-large")
    is_problem(as_file, 413, "too-large")


async def test_a_body_that_says_it_is_too_large_is_not_read(api: Api) -> None:
    async def never() -> AsyncIterator[bytes]:
        raise AssertionError("the body was read")
        yield b""

    headers = {**JSON, "content-length": str(1024 * 1024 + 1)}
    is_problem(await api.http.post("/v1/submissions", content=never(), headers=headers), 413, "too-large")


async def test_a_chunked_body_is_cut_off_at_the_limit(started: Started) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while True:
            sent += 1
            yield b" " * 1024

    async with started(body_bytes=64 * 1024) as api:
        answer = await api.http.post("/v1/submissions", content=endless(), headers=JSON)

    is_problem(answer, 413, "too-large")
    assert sent <= 66


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "identity"])
async def test_a_compressed_body_is_not_unpacked(api: Api, encoding: str) -> None:
    answer = await api.http.post("/v1/submissions", content=b"{}", headers={**JSON, "content-encoding": encoding})

    is_problem(answer, 415, "unsupported-media-type")


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "text/plain",
        "text/x-python",
        "application/xml",
        "application/zip",
        "application/octet-stream",
        "application/x-www-form-urlencoded",
        "application/json; charset=utf-16",
        "application/jsonp",
        "nonsense",
    ],
)
async def test_only_listed_types_are_taken_whatever_the_body_looks_like(api: Api, content_type: str) -> None:
    headers = {"content-type": content_type} if content_type else {}
    answer = await api.http.post("/v1/submissions", content=json.dumps(GOOD).encode(), headers=headers)

    is_problem(answer, 415, "unsupported-media-type")


@pytest.mark.parametrize(
    "kind", ["application/json", "Application/JSON; charset=UTF-8", "application/json;charset=utf8"]
)
async def test_json_in_utf_8_is_taken_however_it_is_spelt(api: Api, kind: str) -> None:
    answer = await api.http.post("/v1/submissions", content=json.dumps(GOOD).encode(), headers={"content-type": kind})

    assert answer.status_code == 202


@pytest.mark.parametrize(
    "name", ["work.zip", "work.tar.gz", "WORK.ZIP", "work.py.zip", "a.json", "a.md", "a.exe", "py"]
)
@pytest.mark.parametrize("way", ["json", "form"])
async def test_archives_and_other_files_are_415(api: Api, name: str, way: str) -> None:
    if way == "json":
        answer = await api.http.post("/v1/submissions", json={**GOOD, "filename": name})
    else:
        answer = await api.http.post("/v1/submissions", data={"exercise": "6.7"}, files={"file": (name, zipped())})

    is_problem(answer, 415, "unsupported-media-type")


async def test_an_archive_named_like_python_is_refused_as_it_is_no_text(api: Api) -> None:
    answer = await api.http.post("/v1/submissions", data={"exercise": "6.7"}, files={"file": ("a.py", zipped())})

    is_problem(answer, 422, "unusable-source")


async def test_a_file_sent_as_an_archive_is_415(api: Api) -> None:
    file = ("a.py", b"x = 1\n", "application/zip")
    answer = await api.http.post("/v1/submissions", data={"exercise": "6.7"}, files={"file": file})

    is_problem(answer, 415, "unsupported-media-type")


FORMS: dict[str, Any] = {
    "two files": {"data": {"exercise": "6.7"}, "files": [("file", ("a.py", b"x=1")), ("file", ("b.py", b"y=1"))]},
    "another file": {"data": {"exercise": "6.7"}, "files": {"file": ("a.py", b"x=1"), "more": ("b.py", b"y=1")}},
    "no file": {"data": {"exercise": "6.7"}, "files": {"upload": ("a.py", b"x=1")}},
    "no exercise": {"files": {"file": ("a.py", b"x=1")}},
    "a score": {"data": {"exercise": "6.7", "score": "1"}, "files": {"file": ("a.py", b"x=1")}},
    "file without a name": {"data": {"exercise": "6.7"}, "files": {"file": (None, b"x=1")}},
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
async def test_other_form_fields_than_those_documented_are_422(api: Api, form: dict[str, Any]) -> None:
    is_problem(await api.http.post("/v1/submissions", **form), 422, "invalid-fields")


@pytest.mark.parametrize("exercise", ["", "6", "6.", "6.7.1", "006.7", "6.7\n", "../6.7", "６.７", "6.7 ", "a" * 1000])
async def test_an_exercise_id_of_another_form_is_400(api: Api, exercise: str) -> None:
    answer = await api.http.post("/v1/submissions", json={**GOOD, "exercise": exercise})

    is_problem(answer, 400, "malformed-exercise-id")


async def test_an_unknown_exercise_is_404(api: Api) -> None:
    answer = await api.http.post("/v1/submissions", json={**GOOD, "exercise": "6.99"})

    is_problem(answer, 404, "unknown-exercise")


@pytest.mark.parametrize("key", ["", " ", "a b", "é".encode(), "x" * 256])
async def test_an_idempotency_key_that_is_none_is_400(api: Api, key: str | bytes) -> None:
    answer = await api.http.post("/v1/submissions", json=GOOD, headers={"idempotency-key": key})  # type: ignore[dict-item]

    is_problem(answer, 400, "malformed-header")


@pytest.mark.parametrize(
    ("method", "path", "status", "kind"),
    [
        ("GET", "/", 404, "not-found"),
        ("GET", "/docs", 404, "not-found"),
        ("GET", "/v1", 404, "not-found"),
        ("GET", "/v1/submissions", 405, "method-not-allowed"),
        ("DELETE", "/v1/submissions/" + "0" * 32, 405, "method-not-allowed"),
        ("PUT", "/v1/exercises/6.7", 405, "method-not-allowed"),
        ("OPTIONS", "/v1/submissions", 405, "method-not-allowed"),
        ("TRACE", "/v1/submissions", 405, "method-not-allowed"),
    ],
)
async def test_what_is_not_served_is_a_problem_too(api: Api, method: str, path: str, status: int, kind: str) -> None:
    answer = await api.http.request(method, path)

    is_problem(answer, status, kind)
    assert (status == 405) == ("allow" in answer.headers)


async def test_an_unexpected_error_is_a_500_that_tells_nothing(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object) -> None:
        raise ZeroDivisionError("the secret seed is 42")

    monkeypatch.setattr(type(api.services.store), "save", broken)

    with structlog.testing.capture_logs() as lines:
        answer = await api.http.post("/v1/submissions", json=GOOD)

    is_problem(answer, 500, "internal-error")
    assert "42" not in answer.text
    assert "Zero" not in answer.text
    assert [line["event"] for line in lines] == ["http.unexpected", "http.request"]
    assert lines[0]["exc_info"]  # the log has the traceback that the client does not get

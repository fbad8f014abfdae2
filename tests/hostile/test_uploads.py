"""Hostile uploads and texts over the real HTTP API: refused at the door or graded, and never a fault of the service."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.end_to_end.test_service import Service, real, started
from tests.hostile.cases import CANARY, CASES, Seen, misses, shown_cleanly, words
from tests.hostile.conftest import right_answers

pytestmark = pytest.mark.gate("3 uploads and texts over HTTP")
HERE = Path(__file__).parent
RIGHT = right_answers()["6.7"]
REFUSED = (400, 413, 415, 422)
WAIT = {"prefer": "wait=30"}


@dataclass(frozen=True, slots=True)
class Upload:
    """One request, and what may come of it."""

    send: Callable[[httpx2.Client], httpx2.Response]
    statuses: tuple[int, ...] = REFUSED
    max_score: float = 0.3
    min_score: float = 0.0


def file(data: bytes | str, name: str = "work.py", kind: str = "text/x-python") -> Callable[[httpx2.Client], Any]:
    content = data.encode() if isinstance(data, str) else data
    return lambda http: http.post(
        "/v1/submissions", data={"exercise": "6.7"}, files={"file": (name, content, kind)}, headers=WAIT
    )


def body(data: bytes, **headers: str) -> Callable[[httpx2.Client], Any]:
    sent = {"content-type": "application/json", **WAIT, **{k.replace("_", "-"): v for k, v in headers.items()}}
    return lambda http: http.post("/v1/submissions", content=data, headers=sent)


def text(source: str, **fields: Any) -> Callable[[httpx2.Client], Any]:
    return lambda http: http.post("/v1/submissions", json={"exercise": "6.7", "source": source, **fields}, headers=WAIT)


def form(*parts: tuple[str, bytes]) -> Callable[[httpx2.Client], Any]:
    lines = b"".join(
        b"--x\r\nContent-Disposition: form-data; " + d.encode() + b"\r\n\r\n" + c + b"\r\n" for d, c in parts
    )
    sent = {"content-type": "multipart/form-data; boundary=x", **WAIT}
    return lambda http: http.post("/v1/submissions", content=lines + b"--x--\r\n", headers=sent)


ZIP = (HERE / "uploads" / "e12_zip_middle.zip").read_bytes()
GRADED = {"statuses": (200,)}
UPLOADS = {
    "zip with dot-dot in a path": Upload(file(ZIP, "work.zip", "application/zip")),
    "zip called .py": Upload(file(ZIP)),
    "gzip called .py": Upload(file(b"\x1f\x8b\x08\x00" + bytes(50))),
    "tar": Upload(file(bytes(1024), "work.tar.gz", "application/gzip")),
    "NUL": Upload(file(b"x = 1\n\0\n")),
    "NUL in JSON": Upload(text("x = 1\0")),
    "UTF-16": Upload(file(RIGHT.encode("utf-16"))),
    "UTF-7 by cookie": Upload(file("# coding: utf-7\n+AHAAcgBpAG4AdA-(1)"), (200,)),
    "Latin-1 by cookie": Upload(file(b"# coding: latin-1\nx = '\xe9'\n")),
    "unknown coding": Upload(file("# coding: rot13\n" + RIGHT), (200,), 1.0),
    "half a surrogate pair": Upload(body(b'{"exercise": "6.7", "source": "\\ud800"}')),
    "empty": Upload(file(b"")),
    "only spaces": Upload(file(b" \n\t\n")),
    "source of 300 KiB": Upload(file("# " + "x" * (300 << 10))),
    "body of 3 MiB": Upload(file("# " + "x" * (3 << 20))),
    "chunks without end": Upload(
        lambda http: http.post(
            "/v1/submissions", content=(b" " * 65536 for _ in range(200)), headers={"content-type": "application/json"}
        )
    ),
    "compressed body": Upload(body(b"\x1f\x8b", content_encoding="gzip")),
    "JSON of great depth": Upload(body(b"[" * 200_000)),
    "JSON with a key twice": Upload(body(b'{"exercise": "6.7", "source": "x", "source": "y"}')),
    "NaN": Upload(body(b'{"exercise": "6.7", "source": NaN}')),
    "sets its own score": Upload(text("x = 1", score=1.0)),
    "sets its own seed": Upload(text("x = 1", seed=1)),
    "sets its own limits": Upload(text("x = 1", limits={"wall_s": 1e9})),
    "exercise as a path": Upload(
        lambda http: http.post("/v1/submissions", json={"exercise": "../../6.7", "source": "x = 1"})
    ),
    "exercise in other digits": Upload(
        lambda http: http.post("/v1/submissions", json={"exercise": "６.７", "source": "x = 1"})
    ),
    "file name as a path": Upload(file(RIGHT, "../../../../tmp/escape_marker.py"), (200,), 1.0),
    "file name with markup": Upload(file(RIGHT, "<img src=x onerror=alert(1)>.py"), (200, 422), 1.0),
    "file name with line ends": Upload(
        form(('name="exercise"', b"6.7"), ('name="file"; filename="a\r\nX-Evil: 1.py"', b"x = 1"))
    ),
    "a thousand parts": Upload(form(*[(f'name="f{i}"', b"x") for i in range(1000)])),
    "two files": Upload(
        form(('name="exercise"', b"6.7"), *[('name="file"; filename="a.py"', b"x = 1")] * 2)
    ),
    "XML": Upload(body(b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", content_type="application/xml")),
    "notebook": Upload(file(json.dumps({"cells": [], "nbformat": 4}), "work.ipynb", "application/json")),
    "nested brackets": Upload(file("x = " + "(" * 100_000), **GRADED),
    "nested blocks": Upload(file("".join(" " * i + "if 1:\n" for i in range(400))), **GRADED),
    "a name of 200 KiB": Upload(file("x" * (200 << 10) + " = 1"), **GRADED),
    "a number of 200,000 digits": Upload(file("x = " + "9" * 200_000), **GRADED),
    "fifty thousand operators": Upload(file("x = " + "-" * 50_000 + "1"), **GRADED),
    "nested f-strings": Upload(file("x = " + 'f"{' * 2000 + "1" + '}"' * 2000), **GRADED),
    "backslashes": Upload(file("x = \\\n" * 20_000), **GRADED),
    "multiplied tuples": Upload(file("x = " + "((1,)*1000," * 50 + "1" + ")*1000" * 50), **GRADED),
    "right-to-left source": Upload(file("x = '\u202e' # \u2066 } \u2069\n" + RIGHT), (200,), 1.0, 1.0),
    "byte-order mark and CRLF": Upload(file(b"\xef\xbb\xbf" + RIGHT.replace("\n", "\r\n").encode()), (200,), 1.0, 1.0),
    "form feeds and tabs": Upload(file("\f\n\t\n" + RIGHT), (200,), 1.0),
}  # fmt: skip


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with started(real(tmp_path_factory.mktemp("service"))) as running:
        yield running


def stands(service: Service) -> bool:
    """It answers, and grades a right answer as right."""
    healthy = service.http.get("/healthz").json()["status"] == "ok"
    return healthy and bool(text(RIGHT)(service.http).json()["report"]["score"] == 1.0)


@pytest.mark.parametrize("upload", UPLOADS.values(), ids=UPLOADS)
def test_a_hostile_upload_is_refused_or_graded(service: Service, upload: Upload) -> None:
    answer = upload.send(service.http)
    assert answer.status_code in upload.statuses, answer.text
    assert answer.headers["content-type"] in ("application/json", "application/problem+json")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "Traceback" not in answer.text
    assert CANARY not in answer.text
    assert "x-evil" not in answer.headers
    if answer.status_code == 200:
        report = answer.json()["report"]
        assert report["status"] != "grader_error"
        assert upload.min_score <= report["score"] <= upload.max_score
    assert not list(Path("/tmp").glob("escape_marker*"))
    assert stands(service)


TEXTS = [case for case in CASES.values() if case.category == "text"]


@pytest.mark.parametrize("case", TEXTS, ids=[case.name for case in TEXTS])
def test_a_hostile_text_comes_out_as_data(service: Service, case: Any) -> None:
    answer = text(case.source)(service.http)
    assert answer.headers["content-type"] == "application/json"
    report = answer.json()["report"]
    ending = report["stopped"]["reason"] if report["stopped"] else "ok"
    assert misses(case, Seen(ending=ending, stdout=report["stdout"], score=report["score"], told=report)) == []
    assert all(shown_cleanly(word) for word in words(report))
    events = service.http.get(f"/v1/submissions/{answer.json()['id']}/events").text
    assert [line.split(":")[0] for line in events.splitlines() if line] == ["event", "data"] * 2


def test_every_line_of_the_log_is_one_document_whatever_was_sent(tmp_path: Path) -> None:
    with started(real(tmp_path)) as service:
        for case in TEXTS:
            text(case.source)(service.http)
        for name in ("file name with markup", "exercise as a path", "JSON of great depth"):
            UPLOADS[name].send(service.http)
        service.http.get("/v1/%1b[31m%0a%7B%22event%22%3A%22forged%22%7D")
        _, logged = service.end(signal.SIGTERM)
    lines = [json.loads(line) for line in logged.splitlines()]
    assert lines
    assert not [line for line in lines if line["event"] == "forged" or line.get("level") == "error"]
    assert logged.replace("\n", "").isprintable()

"""The door for GitHub: who is let in, what is read, and what an event is taken for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx2
import pytest

from grader.app import Grading, running
from grader.github.client import Denied, GitHub, Later, Place
from grader.github.events import MalformedEvent, wanted
from grader.github.inbox import Forged, verify
from grader.settings import InvalidSettings, Settings, read_settings
from grader.store.github import HEAD
from grader.testing import FakeSandbox, RecordingGrader, sample_catalog
from tests.github.conftest import Hook, Hooked, event, settings_for, signed
from tests.github.published import WEBHOOKS, webhook
from tests.github.standin import INSTALLATION, PRIVATE_KEY, Repository, StandIn

pytestmark = pytest.mark.anyio
HEAD_SHA = "ec26c3e57ca3a959ca5aad62de7213c562f8c821"
BASE_SHA = "f95f852bd8fca8fcc58a9a2d6c842781e32a215e"


def test_the_signature_is_the_one_that_github_documents() -> None:
    body = b"Hello, World!"
    secret = "It's a Secret to Everybody"  # GitHub's published test values
    signature = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"

    verify(secret, body, signature)
    for forged in (None, "", "sha256=", signature[:-1], signature.upper(), signature.replace("sha256", "sha1"), "é"):
        with pytest.raises(Forged):
            verify(secret, body, forged)
    with pytest.raises(Forged):
        verify(secret, body + b" ", signature)


FORGED = {
    "no signature": {"x-hub-signature-256": ""},
    "of another secret": {"x-hub-signature-256": signed(b"{}", "another secret, also long")},
    "the old kind": {"x-hub-signature-256": "sha1=" + "0" * 40},
}


@pytest.mark.parametrize("headers", FORGED.values(), ids=FORGED.keys())
async def test_without_the_right_signature_nothing_is_read(
    github: StandIn, course: Repository, hooked: Hook, headers: dict[str, str]
) -> None:
    async with hooked() as service:
        answer = await service.deliver("push", event("push", course, course.branches["main"]), **headers)
        unread = await service.http.post(
            "/v1/github/webhook", content=b"{not json", headers={"content-type": "application/json", **headers}
        )

    assert answer.status_code == unread.status_code == 401
    assert answer.json()["type"] == "urn:grader:problem:unauthorized"
    assert github.seen == []


async def test_a_signed_body_that_was_changed_is_refused(course: Repository, hooked: Hook) -> None:
    payload = event("push", course, course.branches["main"])
    async with hooked() as service:
        old = signed(json.dumps(payload).encode())
        answer = await service.deliver("push", payload | {"after": "0" * 39 + "1"}, **{"x-hub-signature-256": old})

    assert answer.status_code == 401


async def raw(service: Hooked, body: bytes, **headers: str) -> httpx2.Response:
    sent = {
        "content-type": "application/json",
        "x-github-event": "push",
        "x-github-delivery": "d" * 32,
        "x-hub-signature-256": signed(body),
    }
    return await service.http.post("/v1/github/webhook", content=body, headers={**sent, **headers})


async def test_a_signed_delivery_that_says_too_little_is_400(course: Repository, hooked: Hook) -> None:
    whole = event("push", course, course.branches["main"])
    async with hooked() as service:
        for body in (b"", b"{", b"[]", b'{"a": 1, "a": 2}', b"\xff", b"null"):
            assert (await raw(service, body)).status_code == 400
        for name in ("repository", "installation", "after"):
            partial = {key: value for key, value in whole.items() if key != name}
            answer = await raw(service, json.dumps(partial).encode())
            assert answer.status_code == 400
            assert name in answer.json()["detail"]
        assert (await raw(service, json.dumps(whole).encode(), **{"x-github-delivery": "a b"})).status_code == 400


async def test_a_body_is_bounded_plain_and_json(course: Repository, hooked: Hook) -> None:
    async with hooked(github_event_kib=64) as service:
        assert (await raw(service, b"[" + b" " * 65 * 1024 + b"]")).status_code == 413
        assert (await raw(service, b"{}", **{"content-encoding": "gzip"})).status_code == 415
        form = {"content-type": "multipart/form-data; boundary=x"}
        assert (await raw(service, b"{}", **form)).status_code == 415
        assert (await raw(service, b"{}", **{"content-type": "text/plain"})).status_code == 415
        assert (await service.http.get("/v1/github/webhook")).status_code == 405


async def test_a_ping_is_answered_and_what_is_not_ours_ignored(course: Repository, hooked: Hook) -> None:
    head = course.branches["main"]
    async with hooked() as service:
        assert (await service.deliver("ping", webhook("ping"))).json() == {"status": "pong"}
        ignored: list[tuple[str, dict[str, Any]]] = [
            ("pull_request.closed", event("pull_request.closed", course, head)),
            ("push", event("push", course, head, ref="refs/tags/v1")),
            ("push", event("push", course, head, deleted=True, after="0" * 40)),
            ("issues", {"action": "opened"}),
            ("check_run", event("check_run.rerequested", course, head) | {"action": "completed"}),
        ]
        foreign = event("check_run.rerequested", course, head)
        foreign["check_run"]["app"]["id"] = 1
        for name, payload in [*ignored, ("check_run.rerequested", foreign)]:
            answer = await service.deliver(name, payload)
            assert (answer.status_code, answer.json()) == (202, {"status": "ignored"}), name

    assert course.check_runs == {}


@pytest.mark.parametrize("name", [name for name in WEBHOOKS if name not in ("x-source", "ping")])
def test_every_published_example_is_understood(name: str) -> None:
    payload = webhook(name)
    payload["repository"]["default_branch"] = "master"
    payload.setdefault("installation", {"id": 1})

    asked = wanted(name.partition(".")[0], payload)

    assert (asked is None) == (name == "pull_request.closed")
    if asked is not None:
        assert asked.repository == payload["repository"]["full_name"]
        assert asked.again == name.endswith("rerequested")


def test_of_a_pull_request_head_and_base_are_taken_and_elsewhere_the_default_branch() -> None:
    opened = wanted("pull_request", webhook("pull_request.opened"))
    pushed = wanted("push", webhook("push"))
    branch = wanted("push", webhook("push") | {"ref": "refs/heads/work"})

    assert opened is not None
    assert (opened.head_sha, opened.against) == (HEAD_SHA, BASE_SHA)
    assert pushed is not None
    assert branch is not None
    assert (pushed.against, branch.against) == ("", HEAD)


def test_the_suite_of_a_fork_waits_for_its_pull_request_unless_it_is_asked_for_again() -> None:
    suite = webhook("check_suite.requested")
    suite["check_suite"]["head_branch"] = None

    assert wanted("check_suite", suite) is None
    asked = wanted("check_suite", suite | {"action": "rerequested"})
    assert asked is not None
    assert (asked.against, asked.again) == (HEAD, True)


HARMFUL: list[tuple[str, Any]] = [
    ("full_name", "../../app"),
    ("full_name", "course/../x"),
    ("full_name", "course/.."),
    ("full_name", "course/a/b"),
    ("full_name", "course/a?x=1"),
    ("full_name", "http://elsewhere/x"),
    ("full_name", 5),
    ("default_branch", "../../../app"),
    ("default_branch", "a b"),
    ("default_branch", "x?y"),
    ("default_branch", ""),
    ("id", "7"),
    ("id", True),
    ("id", -1),
]


@pytest.mark.parametrize(("field", "value"), HARMFUL)
def test_a_name_that_could_lead_elsewhere_is_no_name(field: str, value: Any) -> None:
    payload = webhook("push")
    payload["repository"][field] = value

    with pytest.raises(MalformedEvent):
        wanted("push", payload)


@pytest.mark.parametrize("sha", ["", "main", "../x", "1" * 39, "g" * 40, None, "A" * 40])
def test_what_is_no_commit_is_not_asked_for(sha: Any) -> None:
    with pytest.raises(MalformedEvent):
        wanted("push", webhook("push") | {"after": sha})


async def test_without_an_app_there_is_no_webhook(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, cells=1)
    async with running(
        settings,
        load=lambda _folder: sample_catalog("6.7"),
        grading_in=lambda _settings, _catalog: Grading(RecordingGrader(), FakeSandbox()),
    ) as service:
        transport = httpx2.ASGITransport(app=service.app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://grader.test") as http:
            answer = await http.post("/v1/github/webhook", json={})

    assert answer.status_code == 404


async def test_readiness_tells_of_the_app(course: Repository, hooked: Hook) -> None:
    async with hooked() as service:
        assert (await service.http.get("/readyz")).json()["checks"]["github"] == "ok"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"github_app_id": None}, "GRADER_GITHUB_APP_ID"),
        ({"github_private_key_file": None}, "GRADER_GITHUB_PRIVATE_KEY_FILE"),
        ({"github_webhook_secret": None}, "GRADER_GITHUB_WEBHOOK_SECRET"),
        ({"github_repositories": ""}, "GRADER_GITHUB_REPOSITORIES"),
        ({"github_webhook_secret": "short"}, "at least 16"),
        ({"github_repositories": "course"}, "owner/name"),
        ({"github_repositories": "*/x"}, "owner/name"),
        ({"github_api_url": "http://github.example"}, "https"),
        ({"github_api_url": "https://user:pass@github.example"}, "https"),
        ({"github_api_url": "https://github.example?x=1"}, "https"),
        ({"github_api_url": "ftp://127.0.0.1"}, "https"),
    ],
)
def test_settings_of_the_app_are_whole_and_safe_or_refused(
    github: StandIn, tmp_path: Path, changes: dict[str, Any], said: str
) -> None:
    with pytest.raises(InvalidSettings, match=said):
        read_settings(**settings_for(github, tmp_path, **changes))


def test_repositories_are_listed_with_commas(github: StandIn, tmp_path: Path) -> None:
    settings = read_settings(**settings_for(github, tmp_path, github_repositories="course/*, course-2/ada"))

    assert settings.github_repositories == ("course/*", "course-2/ada")


@pytest.mark.parametrize("text", ["", "no key", PRIVATE_KEY[:200], "-----BEGIN EC PRIVATE KEY-----\n"])
async def test_a_key_that_is_none_is_refused_before_anything_is_served(
    github: StandIn, tmp_path: Path, text: str
) -> None:
    settings = settings_for(github, tmp_path)
    (tmp_path / "app.pem").write_text(text)
    with pytest.raises(InvalidSettings, match=r"app\.pem"):
        async with running(
            Settings(**settings),
            load=lambda _folder: sample_catalog("6.7"),
            grading_in=lambda _settings, _catalog: Grading(RecordingGrader(), FakeSandbox()),
        ):
            pass


LIMITS: list[tuple[int, dict[str, str], str, float | None]] = [
    (403, {"retry-after": "7"}, "", 7),
    (429, {"retry-after": "7", "x-ratelimit-remaining": "0", "x-ratelimit-reset": "5000"}, "", 7),
    (403, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1100"}, "", 100),
    (429, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "900"}, "", 1),
    (403, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "999999999"}, "", 7200),
    (403, {}, "You have exceeded a secondary rate limit", 60),
    (429, {}, "", 60),
    (429, {"retry-after": "soon"}, "", 60),
    (403, {"x-ratelimit-remaining": "4000"}, "Resource not accessible by integration", None),
]


@pytest.mark.parametrize(("status", "headers", "message", "seconds"), LIMITS)
async def test_patience_is_as_long_as_github_asks(
    status: int, headers: dict[str, str], message: str, seconds: float | None
) -> None:
    asked = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append(request.url.path)
        if request.url.path.endswith("/access_tokens"):
            return httpx2.Response(201, json={"token": "t", "expires_at": "2030-01-01T00:00:00Z"})
        return httpx2.Response(status, headers=headers, json={"message": message})

    place = Place(INSTALLATION, 7, "course/ada")
    transport = httpx2.MockTransport(answer)
    async with httpx2.AsyncClient(transport=transport, base_url="https://api.github.com") as http:
        github = GitHub(http, app_id=1, private_key=PRIVATE_KEY, clock=lambda: 1000.0)
        with pytest.raises(Denied if seconds is None else Later) as told:
            await github.get(place, "/git/ref/heads/main")
        if seconds is not None:
            assert told.value.seconds == seconds  # type: ignore[union-attr]
            with pytest.raises(Later):
                await github.get(place, "/git/ref/heads/main")
            assert len(asked) == 2  # nothing more was asked

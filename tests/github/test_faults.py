"""What GitHub may do to us: be down, be slow, ask for patience, lose its answers, say nonsense, say no."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import Any

import pytest

from grader.model import Item, Outcome, Report, Submission
from grader.testing import RecordingGrader, full_marks
from tests.github import standin as standins
from tests.github.conftest import Hook, event
from tests.github.standin import Fault, Repository, StandIn

pytestmark = pytest.mark.anyio
RIGHT = b"class LayerNorm:\n    right = True\n"
STEPS = {
    "token": ("POST", "/access_tokens"),
    "branch": ("GET", "/git/ref/"),
    "tree": ("GET", "/git/trees/"),
    "blob": ("GET", "/git/blobs/"),
    "merge base": ("GET", "/compare/"),
    "create": ("POST", "/check-runs"),
    "update": ("PATCH", "/check-runs/"),
}
ANSWERS: dict[str, dict[str, Any]] = {
    "500": {"status": 500},
    "502 with a page": {"status": 502, "body": b"<html>Bad Gateway</html>"},
    "no answer": {"status": 0},
    "not JSON": {"status": 200, "body": b"<html>"},
    "not an object": {"status": 200, "body": b"[1]"},
    "cut off": {"status": 200, "headers": {"Content-Length": "4000"}, "body": b"{"},
    "nested": {"status": 200, "body": b"[" * 100_000},
}


@pytest.fixture
def head(course: Repository) -> str:
    return course.commit({"layernorm.py": RIGHT}, parent=course.branches["main"])


async def completed(github: StandIn, repository: Repository, count: int = 1) -> list[dict[str, Any]]:
    return await asyncio.to_thread(github.completed_runs, repository, count)


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS.keys())
async def test_a_step_that_fails_is_repeated_until_the_check_is_whole(
    github: StandIn, course: Repository, hooked: Hook, head: str, answer: dict[str, Any]
) -> None:
    github.faults.extend(Fault(method, path, **answer) for method, path in STEPS.values())

    async with hooked() as service:
        await service.deliver("push", event("push", course, head))
        (run,) = await completed(github, course)

    assert [fault.times for fault in github.faults] == [0] * len(STEPS)
    assert run["conclusion"] == "success"
    assert len(course.check_runs) == 1
    assert len(service.grader.graded) == 1


MISSHAPEN = {
    "token": b'{"token": "ghs_x"}',
    "branch": b'{"object": {}}',
    "tree": b'{"tree": {}}',
    "blob": b'{"encoding": "base64", "content": "?"}',
    "merge base": b'{"merge_base_commit": null}',
    "create": b'{"id": "one"}',
}


async def test_an_answer_of_another_shape_is_not_believed(
    github: StandIn, course: Repository, hooked: Hook, head: str
) -> None:
    github.faults.extend(Fault(*STEPS[step], 200, body=body) for step, body in MISSHAPEN.items())

    async with hooked() as service:
        await service.deliver("push", event("push", course, head))
        (run,) = await completed(github, course)

    assert [fault.times for fault in github.faults] == [0] * len(MISSHAPEN)
    assert run["conclusion"] == "success"


async def test_a_check_run_whose_answer_was_lost_is_found_again(
    github: StandIn, course: Repository, hooked: Hook, head: str
) -> None:
    github.faults.append(Fault("POST", "/check-runs", 0, after=True))

    async with hooked() as service:
        await service.deliver("push", event("push", course, head))
        await completed(github, course)

    assert len(course.check_runs) == 1


class Verbose(RecordingGrader):
    """Finds 120 things to say."""

    async def grade(self, submission: Submission) -> Report:
        await super().grade(submission)
        items = tuple(
            Item(
                id=f"c{n}", kind="shape", title=f"Check {n}", outcome=Outcome.FAIL, points=0, max_points=1, message="x"
            )
            for n in range(120)
        )
        report = full_marks(submission)
        values = {name: getattr(report, name) for name in Report.__dataclass_fields__}
        return Report(**{**values, "score": 0.0, "points": 0.0, "items": items})


async def test_annotations_come_in_batches_of_fifty(
    github: StandIn, course: Repository, hooked: Hook, head: str
) -> None:
    async with hooked(Verbose()) as service:
        await service.deliver("push", event("push", course, head))
        (run,) = await completed(github, course)

    sizes = [len(seen.body["output"]["annotations"]) for seen in github.requests("PATCH", "/check-runs/")]
    assert sizes == [50, 50, 20]
    assert run["history"] == ["in_progress", "in_progress", "in_progress", "completed"]
    assert len({note["title"] for note in run["output"]["annotations"]}) == 120
    assert {note["path"] for note in run["output"]["annotations"]} == {"layernorm.py"}


@pytest.mark.parametrize("batch", [0, 1, 2])
@pytest.mark.parametrize("after", [True, False], ids=["answer lost", "request lost"])
async def test_no_annotation_comes_twice_or_never_when_a_batch_is_repeated(
    github: StandIn, course: Repository, hooked: Hook, head: str, batch: int, after: bool
) -> None:
    fault = Fault("PATCH", "/check-runs/", 0, after=after, skip=batch)
    github.faults.append(fault)

    async with hooked(Verbose()) as service:
        await service.deliver("push", event("push", course, head))
        await service.logged("github.later")
        await service.logged("github.checked")

    (run,) = course.check_runs.values()
    assert run["status"] == "completed"
    titles = [note["title"] for note in run["output"]["annotations"]]
    assert len(titles) == len(set(titles)) == 120


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        (403, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "in 2 s"}),
        (429, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "in 2 s"}),
        (403, {"retry-after": "1"}),
        (429, {"retry-after": "1"}),
    ],
)
async def test_for_as_long_as_a_rate_limit_says_nothing_is_asked(
    github: StandIn, course: Repository, hooked: Hook, head: str, status: int, headers: dict[str, str]
) -> None:
    reset = {"x-ratelimit-reset": str(int(time.time()) + 2)} if "x-ratelimit-reset" in headers else {}
    github.faults.append(Fault("GET", "/git/trees/", status, {**headers, **reset}, b'{"message": "no more"}'))
    other = course.commit({"layernorm.py": RIGHT + b"#"}, parent=course.branches["main"])

    async with hooked() as service:
        await service.deliver("push", event("push", course, head))
        await service.logged("github.later")
        at = time.monotonic()
        await service.deliver("push", event("push", course, other))  # of the same installation
        await completed(github, course, 2)

    after = [seen.at - at for seen in github.seen if seen.at > at]
    assert min(after) >= 0.8  # the clock of the header counts whole seconds


async def test_a_token_is_made_once_for_this_repository_with_the_least_rights(
    github: StandIn, course: Repository, hooked: Hook, head: str
) -> None:
    second = course.commit({"layernorm.py": RIGHT + b"#"}, parent=head)

    async with hooked() as service:
        await service.deliver("push", event("push", course, head))
        await completed(github, course)
        await service.deliver("push", event("push", course, second))
        await completed(github, course, 2)

    (made,) = github.requests("POST", "/access_tokens")
    assert made.body == {"repository_ids": [course.id], "permissions": {"checks": "write", "contents": "read"}}


async def test_a_token_about_to_expire_is_made_anew(
    github: StandIn, course: Repository, hooked: Hook, head: str
) -> None:
    github.token_lasts = standins.timedelta(minutes=4)

    async with hooked() as service:
        await service.deliver("push", event("push", course, head))
        await completed(github, course)

    assert len(github.requests("POST", "/access_tokens")) > 1


async def test_a_token_that_is_refused_is_made_anew(
    github: StandIn, course: Repository, hooked: Hook, head: str
) -> None:
    fault = Fault("GET", "/git/blobs/", 401, body=b'{"message": "Bad credentials"}')
    fault.before = github.tokens.clear
    github.faults.append(fault)

    async with hooked() as service:
        await service.deliver("push", event("push", course, head))
        await completed(github, course)

    assert len(github.requests("POST", "/access_tokens")) == 2


async def test_a_check_that_is_too_old_is_completed_without_a_verdict(
    github: StandIn, course: Repository, hooked: Hook, head: str
) -> None:
    github.faults.append(Fault("GET", "/compare/", 500))

    async with hooked(github_give_up_h=1e-9) as service:
        await service.deliver("push", event("push", course, head))
        (run,) = await completed(github, course)

    assert (run["conclusion"], run["output"]["title"]) == ("cancelled", "Not graded")
    assert service.grader.graded == []


async def test_a_no_is_taken_for_an_answer(github: StandIn, course: Repository, hooked: Hook, head: str) -> None:
    github.faults.append(Fault("GET", "/git/blobs/", 403, body=b'{"message": "Resource not accessible"}', times=99))

    async with hooked() as service:
        await service.deliver("push", event("push", course, head))
        (run,) = await completed(github, course)

    assert run["conclusion"] == "cancelled"
    assert len(github.requests("GET", "/git/blobs/")) == 0  # the stand-in counts what it answered itself


async def test_a_redirect_is_not_followed(github: StandIn, course: Repository, hooked: Hook, head: str) -> None:
    with standins.running() as elsewhere:
        moved = {"Location": f"{elsewhere.url}/repos/course/ada/git/blobs/{'0' * 40}"}
        github.faults.append(Fault("GET", "/git/blobs/", 302, moved))
        async with hooked() as service:
            await service.deliver("push", event("push", course, head))
            (run,) = await completed(github, course)
        assert elsewhere.seen == []

    assert run["conclusion"] == "cancelled"


async def test_a_slow_answer_is_given_up_and_asked_for_again(
    github: StandIn, course: Repository, hooked: Hook, head: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grader.github.client.REQUEST_S", 0.3)
    release = threading.Event()
    github.faults.append(Fault("GET", "/git/blobs/", 500, before=lambda: bool(release.wait(30)) and None))

    async with hooked() as service:
        await service.deliver("push", event("push", course, head))
        (run,) = await completed(github, course)
        release.set()

    assert run["conclusion"] == "success"


async def test_an_answer_without_end_is_not_read(
    github: StandIn, course: Repository, hooked: Hook, head: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grader.github.client.ANSWER_BYTES", 50_000)
    github.faults.append(Fault("GET", f"/git/trees/{head}", 200, body=b'{"tree": [' + b" " * 200_000))

    async with hooked() as service:
        await service.deliver("push", event("push", course, head))
        (run,) = await completed(github, course)

    assert (run["conclusion"], run["output"]["title"]) == ("action_required", "Too many files")


async def test_of_an_app_that_was_uninstalled_nothing_is_left(
    github: StandIn, course: Repository, hooked: Hook, head: str
) -> None:
    gone = event("push", course, head, installation={"id": 1})
    asked = threading.Event()
    github.faults.append(Fault("POST", "/installations/1/", 404, before=asked.set, times=99))

    async with hooked(github_checks=1) as service:
        await service.deliver("push", gone)
        await asyncio.to_thread(asked.wait, 10)
        second = course.commit({"layernorm.py": RIGHT + b"#"}, parent=head)
        await service.deliver("push", event("push", course, second))
        await completed(github, course)

    assert len(course.check_runs) == 1

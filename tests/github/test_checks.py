"""The GitHub App from a delivery to the completed check run, against the stand-in."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from nbformat import writes
from nbformat.v4 import new_code_cell, new_notebook

from grader.model import Report, Submission
from grader.testing import RecordingGrader, full_marks
from tests.github.conftest import Hook, event
from tests.github.standin import Fault, File, Repository, StandIn

pytestmark = pytest.mark.anyio
RIGHT = b"class LayerNorm:\n    right = True\n"


class Reading(RecordingGrader):
    """Full marks for what says that it is right, nothing for the rest."""

    async def grade(self, submission: Submission) -> Report:
        report = await super().grade(submission)
        right = "right = True" in submission.source
        return report if right else Report(**{**fields(full_marks(submission)), "score": 0.0, "points": 0.0})


def fields(report: Report) -> dict[str, Any]:
    return {name: getattr(report, name) for name in Report.__dataclass_fields__}


async def completed(github: StandIn, repository: Repository, count: int = 1) -> list[dict[str, Any]]:
    return await asyncio.to_thread(github.completed_runs, repository, count)


async def test_what_a_pull_request_changed_is_graded_and_nothing_else(
    github: StandIn, course: Repository, hooked: Hook
) -> None:
    head = course.commit({"layernorm.py": RIGHT, "other.py": b"x = 1"}, parent=course.branches["main"])

    async with hooked() as service:
        answer = await service.deliver("pull_request.opened", event("pull_request.opened", course, head))
        (run,) = await completed(github, course)

    assert (answer.status_code, answer.json()) == (202, {"status": "stored"})
    assert run["history"] == ["in_progress", "completed"]
    assert (run["name"], run["head_sha"], run["conclusion"]) == ("Grader", head, "success")
    assert run["output"]["title"] == "10 of 10 points"
    assert [(one.exercise, one.filename, one.source.encode()) for one in service.grader.graded] == [
        ("6.7", "layernorm.py", RIGHT)
    ]


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("pull_request.synchronize", {}),
        ("pull_request.reopened", {}),
        ("push", {}),
        ("check_suite.requested", {}),
        ("check_suite.rerequested", {}),
        ("check_run.rerequested", {}),
    ],
)
async def test_every_event_that_stands_for_new_work_is_followed(
    github: StandIn, course: Repository, hooked: Hook, name: str, changes: dict[str, Any]
) -> None:
    head = course.commit({"layernorm.py": RIGHT}, parent=course.branches["main"])

    async with hooked() as service:
        answer = await service.deliver(name, event(name, course, head, **changes))
        (run,) = await completed(github, course)

    assert answer.json() == {"status": "stored"}
    assert run["head_sha"] == head
    assert len(service.grader.graded) == 1


async def test_on_the_default_branch_every_file_of_the_rules_is_graded(
    github: StandIn, course: Repository, hooked: Hook
) -> None:
    head = course.commit({"layernorm.py": RIGHT}, parent=course.branches["main"], branch="main")

    async with hooked(Reading()) as service:
        await service.deliver("push", event("push", course, head, ref="refs/heads/main"))
        (run,) = await completed(github, course)

    assert run["conclusion"] == "failure"
    assert run["output"]["title"] == "10 of 30 points"
    assert sorted(one.exercise for one in service.grader.graded) == ["6.10", "6.7"]
    assert "notebook.ipynb is not in the repository" in run["output"]["text"].replace("\\", "")


async def test_a_file_that_a_pull_request_removes_has_no_points(
    github: StandIn, course: Repository, hooked: Hook
) -> None:
    head = course.commit({"README.md": b"x"}, parent=course.branches["main"])
    del course.commits[head]["layernorm.py"]

    async with hooked() as service:
        await service.deliver("pull_request.opened", event("pull_request.opened", course, head))
        (run,) = await completed(github, course)

    assert (run["conclusion"], run["output"]["title"]) == ("failure", "0 of 10 points")


async def test_events_for_one_commit_make_one_check(github: StandIn, course: Repository, hooked: Hook) -> None:
    head = course.commit({"layernorm.py": RIGHT}, parent=course.branches["main"])

    async with hooked() as service:
        for name in ("push", "check_suite.requested", "pull_request.opened"):
            assert (await service.deliver(name, event(name, course, head))).status_code == 202
        await completed(github, course)
        last = course.commit({"layernorm.py": RIGHT + b"# 2\n"}, parent=head)
        await service.deliver("push", event("push", course, last))
        await completed(github, course, 2)

    assert len(course.check_runs) == 2
    assert len(service.grader.graded) == 2


async def test_a_delivery_is_taken_once_however_often_and_under_whatever_id_it_comes(
    github: StandIn, course: Repository, hooked: Hook
) -> None:
    head = course.commit({"layernorm.py": RIGHT}, parent=course.branches["main"])
    again = event("check_run.rerequested", course, head)
    other = event("check_run.rerequested", course, head, sender=None)

    async with hooked() as service:
        first = await service.deliver("check_run.rerequested", again, delivery="delivery-1")
        same_id = await service.deliver("check_run.rerequested", other, delivery="delivery-1")
        same_body = await service.deliver("check_run.rerequested", again, delivery="delivery-2")
        await completed(github, course)

    assert [answer.json()["status"] for answer in (first, same_id, same_body)] == ["stored", "known", "known"]
    assert len(course.check_runs) == 1


async def test_a_check_that_is_asked_for_again_is_done_again_with_fresh_cases(
    github: StandIn, course: Repository, hooked: Hook
) -> None:
    head = course.commit({"layernorm.py": RIGHT}, parent=course.branches["main"])

    async with hooked() as service:
        await service.deliver("push", event("push", course, head))
        await completed(github, course)
        await service.deliver("check_run.rerequested", event("check_run.rerequested", course, head))
        first, second = await completed(github, course, 2)

    assert first["external_id"] != second["external_id"]
    assert len({one.seed for one in service.grader.graded}) == 2


async def test_only_what_the_pull_request_itself_changed_counts_when_the_base_has_gone_on(
    github: StandIn, course: Repository, hooked: Hook
) -> None:
    start = course.branches["main"]
    head = course.commit({"layernorm.py": RIGHT}, parent=start)
    course.commit({"deep/rope.py": b"# a better starter\n"}, parent=start, branch="main")

    async with hooked() as service:
        await service.deliver("pull_request.opened", event("pull_request.opened", course, head))
        await completed(github, course)

    assert [one.exercise for one in service.grader.graded] == ["6.7"]


async def test_the_rules_are_those_of_the_default_branch(github: StandIn, course: Repository, hooked: Hook) -> None:
    rules = b'[files]\n"easy.py" = "6.7"\n'
    files: dict[str, bytes | File] = {"grader.toml": rules, "easy.py": RIGHT, "layernorm.py": b"wrong = 1\n"}
    head = course.commit(files, parent=course.branches["main"])

    async with hooked(Reading()) as service:
        await service.deliver("pull_request.opened", event("pull_request.opened", course, head))
        (run,) = await completed(github, course)

    assert [one.filename for one in service.grader.graded] == ["layernorm.py"]
    assert run["conclusion"] == "failure"


async def test_where_nothing_that_is_graded_changed_the_check_says_so(
    github: StandIn, course: Repository, hooked: Hook
) -> None:
    head = course.commit({"README.md": b"changed"}, parent=course.branches["main"])

    async with hooked() as service:
        await service.deliver("pull_request.opened", event("pull_request.opened", course, head))
        (run,) = await completed(github, course)

    assert (run["conclusion"], run["output"]["title"]) == ("neutral", "Nothing to grade")


async def test_a_repository_without_rules_is_left_alone(github: StandIn, course: Repository, hooked: Hook) -> None:
    plain = github.repository("course/plain", 5)
    head = plain.commit({"layernorm.py": RIGHT}, branch="main")
    graded = course.commit({"layernorm.py": RIGHT}, parent=course.branches["main"])

    async with hooked(github_checks=1) as service:
        await service.deliver("push", event("push", plain, head))
        await service.deliver("push", event("push", course, graded))
        await completed(github, course)

    assert plain.check_runs == {}


@pytest.mark.parametrize(
    "rules",
    [b"[files]\n'../x.py' = '6.7'\n", b"not toml", b"[files]\n'a.py' = '9.99'\n", b"#" * 70_000],
    ids=["outside", "no TOML", "unknown exercise", "large"],
)
async def test_rules_that_cannot_be_used_are_told_by_field(
    github: StandIn, course: Repository, hooked: Hook, rules: bytes
) -> None:
    head = course.commit({"grader.toml": rules}, parent=course.branches["main"], branch="main")

    async with hooked() as service:
        await service.deliver("push", event("push", course, head, ref="refs/heads/main"))
        (run,) = await completed(github, course)

    assert run["conclusion"] == "action_required"
    assert "grader.toml" in run["output"]["title"]
    assert run["output"]["summary"]


async def test_of_a_notebook_the_cells_are_graded(github: StandIn, course: Repository, hooked: Hook) -> None:
    notebook = writes(new_notebook(cells=[new_code_cell("right = True")])).encode()
    head = course.commit({"notebook.ipynb": notebook}, parent=course.branches["main"])

    async with hooked() as service:
        await service.deliver("push", event("push", course, head))
        (run,) = await completed(github, course)

    assert run["conclusion"] == "success"
    assert "right = True" in service.grader.graded[0].source


HOSTILE: dict[str, File] = {
    "a link": File(b"/etc/passwd", "120000"),
    "a submodule": File(b"x", "160000"),
    "a huge file": File(b"#" * 2_000_000),
    "no text": File(b"\xff\xfe\x00"),
    "empty": File(b"\n"),
}


@pytest.mark.parametrize("file", HOSTILE.values(), ids=HOSTILE.keys())
async def test_what_is_no_usable_file_earns_nothing_and_is_never_run(
    github: StandIn, course: Repository, hooked: Hook, file: File
) -> None:
    head = course.commit({"layernorm.py": file}, parent=course.branches["main"])

    async with hooked() as service:
        await service.deliver("pull_request.opened", event("pull_request.opened", course, head))
        (run,) = await completed(github, course)

    assert (run["conclusion"], run["output"]["title"]) == ("failure", "0 of 10 points")
    assert service.grader.graded == []
    if len(file.data) > 10_000 or file.mode != "100644":
        assert github.requests("GET", f"/git/blobs/{file.sha}") == []


async def test_ten_thousand_files_more_change_nothing(github: StandIn, course: Repository, hooked: Hook) -> None:
    many: dict[str, bytes | File] = {f"spam/{n}.py": b"x" for n in range(10_000)}
    head = course.commit({**many, "layernorm.py": RIGHT}, parent=course.branches["main"])

    async with hooked() as service:
        await service.deliver("pull_request.opened", event("pull_request.opened", course, head))
        (run,) = await completed(github, course)

    assert run["conclusion"] == "success"
    assert len(github.requests("GET", "/git/blobs/")) == 2  # the rules and the file


async def test_more_files_than_github_lists_are_refused(github: StandIn, course: Repository, hooked: Hook) -> None:
    head = course.commit({"layernorm.py": RIGHT}, parent=course.branches["main"])
    lists = b'{"sha": "x", "tree": [], "truncated": true}'
    github.faults.append(Fault("GET", f"/git/trees/{head}", 200, body=lists))

    async with hooked() as service:
        await service.deliver("pull_request.opened", event("pull_request.opened", course, head))
        (run,) = await completed(github, course)

    assert (run["conclusion"], run["output"]["title"]) == ("action_required", "Too many files")


async def test_a_default_branch_that_github_cannot_list_is_left_alone(
    github: StandIn, course: Repository, hooked: Hook
) -> None:
    head = course.commit({"layernorm.py": RIGHT}, parent=course.branches["main"])
    lists = b'{"sha": "x", "tree": [], "truncated": true}'
    github.faults.append(Fault("GET", f"/git/trees/{course.branches['main']}", 200, body=lists))

    async with hooked() as service:
        await service.deliver("push", event("push", course, head))
        await service.logged("github.no_rules")

    assert course.check_runs == {}


async def test_a_fault_of_ours_is_no_failure_of_the_student(github: StandIn, course: Repository, hooked: Hook) -> None:
    head = course.commit({"layernorm.py": RIGHT}, parent=course.branches["main"])

    async with hooked(RecordingGrader(faults=[RuntimeError("ours")] * 3)) as service:
        await service.deliver("push", event("push", course, head))
        (run,) = await completed(github, course)

    assert run["conclusion"] == "cancelled"


async def test_events_of_repositories_that_are_not_listed_are_ignored(
    github: StandIn, course: Repository, hooked: Hook
) -> None:
    stranger = github.repository("elsewhere/ada", 9)
    head = stranger.commit({"grader.toml": b"", "layernorm.py": RIGHT}, branch="main")

    async with hooked() as service:
        answer = await service.deliver("push", event("push", stranger, head))

    assert (answer.status_code, answer.json()) == (202, {"status": "ignored"})
    assert github.seen == []


async def test_what_was_stored_is_done_after_a_restart_and_only_once(
    github: StandIn, course: Repository, hooked: Hook, tmp_path: Path
) -> None:
    head = course.commit({"layernorm.py": RIGHT}, parent=course.branches["main"])
    held = RecordingGrader()
    held.gate.clear()

    async with hooked(held, stop_grace_s=0) as service:
        await service.deliver("push", event("push", course, head))
        await held.started.get()
    assert [run["status"] for run in course.check_runs.values()] == ["in_progress"]

    async with hooked() as service:
        (run,) = await completed(github, course)

    assert run["conclusion"] == "success"
    assert len(service.grader.graded) == 1
    assert len(course.check_runs) == 1

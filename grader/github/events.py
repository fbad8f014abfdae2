"""What an event of GitHub asks for. Pure; payloads are signed, and still every field is looked at before it is used."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeAlias

from grader.store.github import HEAD, Wanted

Payload: TypeAlias = Mapping[str, Any]

REPOSITORY = re.compile(r"[A-Za-z0-9_.-]{1,100}/[A-Za-z0-9_.-]{1,100}")
COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
BRANCH = re.compile(r"[^\x00-\x20\x7f~^:?*\[\\]{1,255}")  # what git allows, and no more
NO_COMMIT = re.compile(r"0+")  # `after` of a branch that was deleted
PULL_REQUEST_ACTIONS = ("opened", "synchronize", "reopened")


class MalformedEvent(ValueError):
    """A field that must be there is not, or is of another kind; says which."""


def wanted(event: str, payload: Payload) -> Wanted | None:
    """The check that an event asks for, or None. Raises MalformedEvent."""
    action = payload.get("action")
    if event == "pull_request" and action in PULL_REQUEST_ACTIONS:
        pull = _object(payload, "pull_request")
        return _wanted(payload, _commit(_object(pull, "head"), "sha"), _commit(_object(pull, "base"), "sha"))
    if event == "push":
        return _pushed(payload)
    if event == "check_suite" and action in ("requested", "rerequested"):
        suite = _object(payload, "check_suite")
        return _of_suite(payload, suite, again=action == "rerequested")
    if event == "check_run" and action == "rerequested":
        run = _object(payload, "check_run")
        return _of_suite(payload, {**_object(run, "check_suite"), "head_sha": run.get("head_sha")}, again=True)
    return None


def app_of(event: str, payload: Payload) -> int | None:
    """The id of the app that a check event is about: it may be another one's."""
    about = payload.get(event) if event in ("check_suite", "check_run") else None
    app = about.get("app") if isinstance(about, Mapping) else None
    found = app.get("id") if isinstance(app, Mapping) else None
    return found if isinstance(found, int) else None


def _pushed(payload: Payload) -> Wanted | None:
    ref = payload.get("ref")
    if not isinstance(ref, str) or not ref.startswith("refs/heads/") or payload.get("deleted") is True:
        return None  # a tag, or a branch that is no more
    sha = payload.get("after")
    if isinstance(sha, str) and NO_COMMIT.fullmatch(sha):
        return None
    return _wanted(payload, _commit(payload, "after"), _against(payload, ref.removeprefix("refs/heads/")))


def _of_suite(payload: Payload, suite: Payload, *, again: bool) -> Wanted | None:
    branch = suite.get("head_branch")
    if branch is None and not again:
        return None  # of a fork: its pull request says more
    against = _against(payload, branch) if isinstance(branch, str) else HEAD
    return _wanted(payload, _commit(suite, "head_sha"), against, again=again)


def _against(payload: Payload, branch: str) -> str:
    """On the default branch everything is graded, elsewhere what differs from it."""
    return "" if branch == _object(payload, "repository").get("default_branch") else HEAD


def _wanted(payload: Payload, head_sha: str, against: str, *, again: bool = False) -> Wanted:
    repository = _object(payload, "repository")
    name, branch = repository.get("full_name"), repository.get("default_branch")
    if not isinstance(name, str) or not REPOSITORY.fullmatch(name) or {".", ".."} & set(name.split("/")):
        raise MalformedEvent("repository.full_name")
    if not isinstance(branch, str) or not BRANCH.fullmatch(branch) or ".." in branch:
        raise MalformedEvent("repository.default_branch")
    return Wanted(
        installation=_number(_object(payload, "installation"), "id"),
        repository_id=_number(repository, "id"),
        repository=name,
        default_branch=branch,
        head_sha=head_sha,
        against=against,
        again=again,
    )


def _object(payload: Payload, name: str) -> Payload:
    value = payload.get(name)
    if not isinstance(value, Mapping):
        raise MalformedEvent(name)
    return value


def _number(payload: Payload, name: str) -> int:
    value = payload.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value <= 0:
        raise MalformedEvent(name)
    return value


def _commit(payload: Payload, name: str) -> str:
    value = payload.get(name)
    if not isinstance(value, str) or not COMMIT.fullmatch(value):
        raise MalformedEvent(name)
    return value

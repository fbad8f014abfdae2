"""Which CI this is, and what its environment says of the change that is looked at. Pure: an environment goes in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Host:
    """What is known about where we run."""

    name: str  # github | gitlab | classroom50 | shell
    base: str | None = None  # ref or commit that a pull request wants to be merged into; None: no pull request
    summary: str | None = None  # file that Markdown is appended to
    outputs: str | None = None  # file that name=value lines are appended to
    root: str | None = None  # of the whole repository: what the host's paths are relative to


def detect(environment: Mapping[str, str]) -> Host:
    """The host, by the variables that it documents."""
    if environment.get("GITHUB_ACTIONS") == "true":
        files = environment.get("GITHUB_STEP_SUMMARY"), environment.get("GITHUB_OUTPUT")
        name = "classroom50" if environment.get("SUBMISSION_TAG") else "github"
        branch = environment.get("GITHUB_BASE_REF")  # only for pull requests; a branch of the repository they go to
        base = f"refs/remotes/origin/{branch}" if branch else None
        return Host(name, base, *files, environment.get("GITHUB_WORKSPACE"))
    if environment.get("GITLAB_CI") == "true":
        base = environment.get("CI_MERGE_REQUEST_DIFF_BASE_SHA") or None
        return Host("gitlab", base, root=environment.get("CI_PROJECT_DIR"))
    return Host("shell")

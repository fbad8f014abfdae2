"""A repository on disk is hostile: nothing outside of it is read or written, and git runs nothing of it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from grader.ci import checkout
from grader.ci.checkout import GitFailed, Missing, NotAFile
from grader.errors import InvalidSubmission


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main")
    done = subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "-q")
    (folder / "a.py").write_text("1\n")
    (folder / "b.py").write_text("1\n")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "base")
    git(folder, "checkout", "-qb", "pr")
    return folder


def test_a_regular_file_is_read_and_no_more_of_it_than_is_taken(repository: Path) -> None:
    (repository / "deep" / "er").mkdir(parents=True)
    (repository / "deep" / "er" / "c.py").write_bytes(b"x" * 100)
    assert checkout.read_file(repository, "deep/er/c.py", 10) == b"x" * 11
    with (repository / "huge.py").open("wb") as file:
        file.truncate(8 << 30)  # sparse
    with pytest.raises(InvalidSubmission, match="more than"):
        checkout.read_submission(repository, "huge.py")


def test_what_is_not_there_is_missing(repository: Path) -> None:
    for path in ("no.py", "no/where.py"):
        with pytest.raises(Missing):
            checkout.read_file(repository, path, 10)


def test_links_pipes_sockets_devices_and_folders_are_no_files(repository: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "s.py").write_text("secret")
    (repository / "link.py").symlink_to(tmp_path / "secret" / "s.py")
    (repository / "inside.py").symlink_to("a.py")
    (repository / "loop.py").symlink_to("loop.py")
    (repository / "folder").symlink_to(tmp_path / "secret")
    (repository / "zero.py").symlink_to("/dev/zero")
    os.mkfifo(repository / "pipe.py")
    (repository / "dir.py").mkdir()
    for path in ("link.py", "inside.py", "loop.py", "folder/s.py", "zero.py", "pipe.py", "dir.py", "a.py/b.py"):
        with pytest.raises(NotAFile):
            checkout.read_file(repository, path, 100)


def test_results_are_written_through_no_link(repository: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "precious").write_text("precious")
    (repository / "results").symlink_to(outside)
    with pytest.raises(NotAFile, match="--output"):
        checkout.write_files(repository, Path("results"), {"a": "1"})
    (repository / "good").mkdir()
    (repository / "good" / "a").symlink_to(outside / "precious")
    checkout.write_files(repository, Path("good"), {"a": "1"})
    assert (repository / "good" / "a").read_text() == "1"
    assert [path.name for path in outside.iterdir()] == ["precious"]
    assert (outside / "precious").read_text() == "precious"


def test_results_may_lie_in_a_folder_elsewhere(repository: Path, tmp_path: Path) -> None:
    checkout.write_files(repository, tmp_path / "new" / "results", {"a": "1"})
    checkout.write_files(repository, tmp_path / "new" / "results", {"a": "2"})
    assert (tmp_path / "new" / "results" / "a").read_text() == "2"


def test_only_what_a_branch_itself_changed_is_changed(repository: Path) -> None:
    (repository / "a.py").write_text("2\n")
    git(repository, "commit", "-qam", "mine")
    git(repository, "checkout", "-q", "main")
    (repository / "b.py").write_text("2\n")
    git(repository, "commit", "-qam", "theirs")
    git(repository, "checkout", "-q", "pr")
    main = checkout.commit_of(repository, "main")
    assert checkout.changed_since(repository, main, ["a.py", "b.py", "c.py"]) == {"a.py"}


def test_a_deleted_file_is_changed(repository: Path) -> None:
    git(repository, "rm", "-q", "a.py")
    git(repository, "commit", "-qm", "gone")
    assert checkout.changed_since(repository, checkout.commit_of(repository, "main"), ["a.py"]) == {"a.py"}


def test_a_file_of_another_commit_is_read_if_it_is_small_and_regular(repository: Path) -> None:
    (repository / "a.py").unlink()
    (repository / "a.py").symlink_to("/etc/passwd")
    git(repository, "commit", "-qam", "a link")
    assert checkout.file_at(repository, checkout.commit_of(repository, "main"), "a.py", 10) == b"1\n"
    head = checkout.commit_of(repository, "HEAD")
    for path, most in (("a.py", 100), ("b.py", 1), ("no.py", 100), (".", 100)):
        with pytest.raises(Missing):
            checkout.file_at(repository, head, path, most)


def test_in_a_folder_of_a_larger_repository_paths_are_from_that_folder(repository: Path) -> None:
    (repository / "week").mkdir()
    (repository / "week" / "a.py").write_text("2\n")
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "week")
    week = repository / "week"
    assert checkout.changed_since(week, checkout.commit_of(week, "main"), ["a.py", "b.py"]) == {"a.py"}
    assert checkout.file_at(week, checkout.commit_of(week, "HEAD"), "a.py", 10) == b"2\n"


@pytest.mark.parametrize("ref", ["--output=/tmp/x", "-h", "nope", "main..pr", "HEAD:a.py", "", "@{upstream}"])
def test_a_ref_is_a_commit_and_never_an_option(repository: Path, ref: str) -> None:
    with pytest.raises(GitFailed, match="fetch-depth"):
        checkout.commit_of(repository, ref)


def test_git_runs_nothing_that_the_repository_configures(repository: Path, tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {marker}\n")
    trap.chmod(0o755)
    (repository / ".gitattributes").write_text("*.py diff=trap filter=trap\n")
    (repository / "a.py").write_text("2\n")
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "trap")
    for key in (
        *("core.fsmonitor", "core.pager", "core.sshCommand", "core.editor", "core.askPass", "core.gitProxy"),
        *("diff.external", "diff.trap.command", "diff.trap.textconv", "filter.trap.clean", "filter.trap.smudge"),
        *(
            "gpg.program",
            "core.alternateRefsCommand",
            "credential.helper",
            "uploadpack.packObjectsHook",
            "pager.diff-tree",
        ),
        *("alias.merge-base", "alias.diff-tree", "alias.rev-parse", "remote.origin.uploadpack"),
    ):
        git(repository, "config", key, f"!{trap}" if key.startswith("alias") else str(trap))
    git(repository, "config", "log.showSignature", "true")
    git(repository, "config", "extensions.partialClone", "origin")
    git(repository, "config", "remote.origin.url", f"ext::{trap}")
    git(repository, "config", "remote.origin.promisor", "true")
    for hook in ("post-checkout", "post-index-change", "reference-transaction", "pre-auto-gc"):
        (repository / ".git" / "hooks" / hook).symlink_to(trap)
    git(repository, "status")
    assert marker.exists()  # the trap is one: git as people call it springs it
    marker.unlink()

    main = checkout.commit_of(repository, "main")
    assert checkout.changed_since(repository, main, ["a.py"]) == {"a.py"}
    assert checkout.file_at(repository, main, "a.py", 10) == b"1\n"
    assert checkout.commit_date(repository).endswith("Z")
    with pytest.raises(GitFailed):
        checkout.commit_of(repository, "0" * 39 + "1")  # not in this clone: a partial clone would fetch it

    assert not marker.exists()


def test_a_folder_that_is_no_repository_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(GitFailed, match="git repository"):
        checkout.commit_of(tmp_path, "main")

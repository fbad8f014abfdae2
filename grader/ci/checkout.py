"""The student's repository on disk: every name and every byte of it may be hostile.

Files are opened one path component after another, never through a symbolic link, and only if they are regular and
small. Git is asked for trees and blobs alone; nothing that the repository configures is run.
"""

from __future__ import annotations

import os
import stat
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from grader.errors import GraderError, InvalidSubmission

MAX_FILE_BYTES = 1000 * 1024  # of one file handed in; each kind of file is held to its own limit after that
GIT_S = 60.0  # seconds for one question to git
MAX_ANSWER = 1 << 20  # bytes of one answer of git
FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
# What could make git run a program or reach out: none of it, whatever .git/config and .gitattributes say.
SAFE = ("core.hooksPath=/dev/null", "core.fsmonitor=false", "core.alternateRefsCommand=", "safe.directory=*")
ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "LC_ALL": "C",
}


class NotAFile(GraderError):
    """What the repository has under a name is not a small regular file; says what it is."""


class GitFailed(GraderError):
    """Git could not answer; says what was asked and what to do."""


class Missing(GraderError):
    """The repository has nothing under that name."""


def read_submission(root: Path, path: str) -> bytes:
    """A file that was handed in. Raises Missing, NotAFile, InvalidSubmission."""
    data = read_file(root, path, MAX_FILE_BYTES)
    if len(data) > MAX_FILE_BYTES:
        raise InvalidSubmission(f"{path} has more than {MAX_FILE_BYTES:,} bytes. Hand in text alone, without data.")
    return data


def read_file(root: Path, path: str, most: int) -> bytes:
    """At most `most` + 1 bytes of a regular file under `root`. Raises Missing, NotAFile."""
    *folders, name = path.split("/")
    try:
        with _folder(root, folders) as folder:
            opened = os.open(name, FILE, dir_fd=folder)
    except FileNotFoundError as error:
        raise Missing(f"{path} is not in the repository") from error
    except OSError as error:  # a link (ELOOP), a file where a folder should be, a device, no right to read
        raise NotAFile(f"{path} is not a regular file of the repository: {error.strerror}") from error
    try:
        status = os.fstat(opened)
        if not stat.S_ISREG(status.st_mode):
            raise NotAFile(f"{path} is not a regular file")
        with open(opened, "rb", closefd=False) as file:
            return file.read(most + 1)
    finally:
        os.close(opened)


@contextmanager
def _folder(root: Path, parts: Iterable[str], make: bool = False) -> Iterator[int]:
    """A descriptor of a folder below `root`, which is trusted; what is below it is not."""
    opened = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for part in parts:
            if make:
                with suppress(FileExistsError):
                    os.mkdir(part, dir_fd=opened)
            inner = os.open(part, FOLDER, dir_fd=opened)
            os.close(opened)
            opened = inner
        yield opened
    finally:
        os.close(opened)


def write_files(root: Path, folder: Path, files: Mapping[str, str]) -> None:
    """Write `files` into `folder`, made if need be; a relative one is below `root`, and may hold traps.

    An old file of the same name is replaced, not written into: it may be a link to elsewhere. Raises NotAFile.
    """
    base, parts = (folder.parent, (folder.name,)) if folder.is_absolute() else (root, folder.parts)
    try:
        base.mkdir(parents=True, exist_ok=True)
        with _folder(base, parts, make=True) as opened:
            for name, text in files.items():
                with suppress(FileNotFoundError):
                    os.unlink(name, dir_fd=opened)
                flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
                with open(os.open(name, flags, 0o644, dir_fd=opened), "w", encoding="utf-8") as file:
                    file.write(text)
    except OSError as error:
        raise NotAFile(f"the results cannot be written to {folder}: {error.strerror}; use --output") from error


def commit_of(root: Path, ref: str) -> str:
    """The id of the commit that `ref` names. Raises GitFailed."""
    asked = f"{ref}^{{commit}}"
    return _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", asked, mend=_fetch(ref)).strip().decode()


def changed_since(root: Path, commit: str, paths: Iterable[str]) -> set[str]:
    """Those of `paths` that differ between HEAD and where it left the history of `commit`. Raises GitFailed."""
    base = _git(root, "merge-base", commit, "HEAD", mend=_fetch(commit)).strip().decode()
    tree = ("diff-tree", "-r", "-z", "--relative", "--name-only", "--no-renames", "--no-ext-diff", "--no-textconv")
    answer = _git(root, *tree, base, "HEAD", "--", *paths, mend=_fetch(commit))
    return {name.decode("utf-8", "surrogateescape") for name in answer.split(b"\0") if name}


def file_at(root: Path, commit: str, path: str, most: int) -> bytes:
    """A file of a commit, at most `most` + 1 bytes. Raises Missing, GitFailed."""
    listed = _git(root, "ls-tree", "-z", "-l", commit, "--", path, mend="")
    if not listed:
        raise Missing(f"there is no {path} at {commit[:12]}")
    mode, kind, blob, size = listed.split(b"\t", 1)[0].split()
    if kind != b"blob" or mode == b"120000" or int(size) > most:
        raise Missing(f"{path} at {commit[:12]} is not a regular file of at most {most:,} bytes")
    return _git(root, "cat-file", "blob", blob.decode(), mend="")


def commit_date(root: Path) -> str:
    """When HEAD was committed, ISO 8601 in UTC. Raises GitFailed."""
    seconds = _git(root, "rev-list", "--max-count=1", "--timestamp", "HEAD", mend="").split()[0]
    return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _git(root: Path, *question: str, mend: str) -> bytes:
    """What git answers. Raises GitFailed."""
    options = [part for option in SAFE for part in ("-c", option)]
    command = ["git", "--no-pager", "--no-optional-locks", *options, *question]
    environment = {"PATH": os.environ.get("PATH", os.defpath), "HOME": os.devnull, **ENVIRONMENT}
    try:
        done = subprocess.run(  # noqa: S603 - fixed options; refs and paths are checked, and cannot be options
            command,
            cwd=root,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=GIT_S,
            check=False,
        )
    except FileNotFoundError as error:
        raise GitFailed("git is not installed, and it is asked what a pull request changed") from error
    except subprocess.TimeoutExpired as error:
        raise GitFailed(f"git {question[0]} took longer than {GIT_S:g} s") from error
    if done.returncode or len(done.stdout) > MAX_ANSWER:
        said = done.stderr.decode("utf-8", "replace").strip()[:300]
        raise GitFailed(f"git {question[0]} failed: {said or 'it said nothing'}{mend and f'. {mend}'}")
    return done.stdout


def _fetch(ref: str) -> str:
    return (
        f"Is {ref} in this clone, and this a git repository? On GitHub set `fetch-depth: 0` at actions/checkout,"
        " on GitLab `GIT_DEPTH: 0`"
    )

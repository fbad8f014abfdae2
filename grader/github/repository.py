"""One repository at GitHub, as far as a check needs it: trees, blobs and check runs. Shapes of answers are checked."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from grader.github.client import Denied, Document, GitHub, Later, Place, quoted

REGULAR = ("100644", "100755")  # modes of files; links and submodules have others
CHECK_NAME = "Grader"


class TooManyFiles(Exception):
    """GitHub gives only a part of the list of files."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of a commit."""

    mode: str
    sha: str
    size: int


@dataclass(frozen=True, slots=True)
class Repository:
    """`owner/name`, reached with a token for this repository alone."""

    github: GitHub
    place: Place

    async def branch(self, name: str) -> str | None:
        """The commit that a branch is at; None if there is none."""
        found = await self._found(f"/git/ref/heads/{quoted(name, slashes=True)}")
        return _text(_object(found, "object"), "sha") if found else None

    async def merge_base(self, base: str, head: str) -> str | None:
        """Where `head` left the history of `base`; None if they share none."""
        # Only page 1 lists files and patches, and there is no need for them.
        found = await self._found(f"/compare/{quoted(base)}...{quoted(head)}", per_page=1, page=2)
        return _text(_object(found, "merge_base_commit"), "sha") if found else None

    async def files(self, commit: str) -> Mapping[str, Entry] | None:
        """Path -> file, of all that a commit holds; None if there is no such commit. Raises TooManyFiles."""
        try:
            found = await self._found(f"/git/trees/{quoted(commit)}", recursive=1)
        except Denied as denied:
            if denied.status == 413:
                raise TooManyFiles from denied
            raise
        if found is None:
            return None
        listed = found.get("tree")
        if not isinstance(listed, list):
            raise Later("a tree without a list")
        if found.get("truncated"):
            raise TooManyFiles
        entries = (entry for entry in listed if isinstance(entry, dict) and entry.get("type") != "tree")
        return {_text(e, "path"): Entry(_text(e, "mode"), _text(e, "sha"), int(e.get("size") or 0)) for e in entries}

    async def blob(self, sha: str) -> bytes:
        """The content of a file. Raises Later, Denied."""
        found = await self.github.get(self.place, f"/git/blobs/{quoted(sha)}")
        if found.get("encoding") != "base64":
            raise Later(f"a blob in the encoding {str(found.get('encoding'))[:20]}")
        try:
            return base64.b64decode("".join(_text(found, "content").split()), validate=True)
        except (ValueError, binascii.Error) as error:
            raise Later("a blob that is not base64") from error

    async def check_run(self, head_sha: str, external_id: str) -> int | None:
        """The check run that an earlier try of ours made, if its answer was lost."""
        query: dict[str, str | int] = {
            "check_name": CHECK_NAME,
            "app_id": self.github.app_id,
            "filter": "all",
            "per_page": 100,
        }
        found = await self.github.get(self.place, f"/commits/{quoted(head_sha)}/check-runs", **query)
        runs = found.get("check_runs")
        mine = (run for run in runs if run.get("external_id") == external_id) if isinstance(runs, list) else ()
        return next((int(run["id"]) for run in mine), None)

    async def annotations(self, check_run: int) -> int:
        """How many a check run holds: what an earlier try of ours brought there."""
        found = await self.github.get(self.place, f"/check-runs/{check_run}")
        count = _object(found, "output").get("annotations_count")
        return count if isinstance(count, int) else 0

    async def create(self, body: Document) -> int:
        """Make a check run; its id."""
        made = (await self.github.post(self.place, "/check-runs", body)).get("id")
        if not isinstance(made, int):
            raise Later("a check run without an id")
        return made

    async def update(self, check_run: int, body: Document) -> None:
        """Change a check run; annotations are added to those it has."""
        await self.github.patch(self.place, f"/check-runs/{check_run}", body)

    async def _found(self, path: str, **query: str | int) -> Document | None:
        try:
            return await self.github.get(self.place, path, **query)
        except Denied as denied:
            if denied.status in (404, 409):  # 409: an empty repository
                return None
            raise


def _object(document: Document, name: str) -> Document:
    value = document.get(name)
    if not isinstance(value, dict):
        raise Later(f"an answer without {name}")
    return value


def _text(document: Mapping[str, Any], name: str) -> str:
    value = document.get(name)
    if not isinstance(value, str):
        raise Later(f"an answer without {name}")
    return value

"""Answers over HTTP: as a field, as a file, refused with what to mend, and stored in one form."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from grader.catalog.folder import Catalog
from grader.catalog.rubric_folder import load_rubric
from grader.testing import sample_catalog
from tests.unit.api.conftest import Api, Started

pytestmark = pytest.mark.anyio
WAIT = {"prefer": "wait=20"}
STAGE = Path(__file__).parents[3] / "problems" / "stage-06"
ANSWERS = {"b": "2^(1/α)", "a": "2^-alpha"}
KEPT = '{"a":"2^-alpha","b":"2^(1/α)"}'


@pytest.fixture
async def rubrics(started: Started) -> AsyncIterator[Api]:
    """A service with one exercise that takes code, 6.7, and one that takes answers, 6.4."""
    catalog = Catalog({**sample_catalog("6.7").exercises, "6.4": load_rubric(STAGE / "6.4")})
    async with started() as api:
        object.__setattr__(api.services, "catalog", catalog)
        yield api


@pytest.mark.parametrize(
    "request_of",
    [
        {"json": {"exercise": "6.4", "answers": ANSWERS}},
        {"json": {"exercise": "6.4", "source": json.dumps(ANSWERS), "filename": "mine.json"}},
        {"json": {"exercise": "6.4", "source": "## b\n2^(1/α)\n## a\n2^-alpha\n", "filename": "mine.md"}},
        {"data": {"exercise": "6.4"}, "files": {"file": ("a.json", json.dumps(ANSWERS), "application/json")}},
        {"data": {"exercise": "6.4"}, "files": {"file": ("a.md", "# a\n2^-alpha\n# b\n2^(1/α)", "text/markdown")}},
    ],
    ids=["answers", "json as source", "markdown as source", "json file", "markdown file"],
)
async def test_every_way_in_gives_the_same_work(rubrics: Api, request_of: dict[str, Any]) -> None:
    answer = await rubrics.http.post("/v1/submissions", headers=WAIT, **request_of)
    assert answer.status_code == 200, answer.text
    assert rubrics.grader.graded[-1].source == KEPT


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        ({"exercise": "6.4", "answers": {"z": "x"}}, 422, "unusable-source"),
        ({"exercise": "6.4", "answers": {"a": ["x"]}}, 422, "unusable-source"),
        ({"exercise": "6.4", "answers": {}}, 422, "unusable-source"),
        ({"exercise": "6.4", "answers": None}, 422, "unusable-source"),
        ({"exercise": "6.4", "answers": {"a": "x" * 300_000}}, 413, "too-large"),
        ({"exercise": "6.4", "answers": {"a": "x"}, "source": "x"}, 422, "invalid-fields"),
        ({"exercise": "6.4", "source": "class LayerNorm: ..."}, 415, "unsupported-media-type"),
        ({"exercise": "6.7", "answers": {"a": "x"}}, 422, "invalid-fields"),
        ({"exercise": "6.7", "source": '{"a": "x"}', "filename": "a.json"}, 415, "unsupported-media-type"),
        ({"exercise": "6.99", "answers": {"a": "x"}}, 404, "unknown-exercise"),
    ],
)
async def test_what_does_not_fit_the_exercise_is_refused(rubrics: Api, body: Any, status: int, kind: str) -> None:
    answer = await rubrics.http.post("/v1/submissions", json=body)
    assert (answer.status_code, answer.json()["type"]) == (status, f"urn:grader:problem:{kind}"), answer.text
    assert rubrics.grader.started.empty()


async def test_the_exercise_tells_its_questions_and_never_what_is_accepted(rubrics: Api) -> None:
    listed = (await rubrics.http.get("/v1/exercises")).json()["exercises"]
    assert {line["id"]: line["kind"] for line in listed} == {"6.7": "code", "6.4": "answers"}
    shown = (await rubrics.http.get("/v1/exercises/6.4")).json()
    assert [part["id"] for part in shown["parts"]] == ["a", "b", "c"]
    assert shown["parts"][0]["criteria"][0] == {
        "id": "factor", "title": "The factor 2^-alpha", "kind": "formula", "points": 2.0,
    }  # fmt: skip
    assert "accept" not in json.dumps(shown["parts"])
    assert "irreducible loss" not in json.dumps(shown)

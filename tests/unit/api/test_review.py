from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from grader.catalog.folder import Catalog
from grader.catalog.rubric_folder import load_rubric
from grader.grading import Grader
from grader.testing import FakeSandbox
from tests.unit.api.conftest import PEER, Api, Started

pytestmark = pytest.mark.anyio
PROBLEMS = Path(__file__).parents[3] / "problems" / "stage-06"
CATALOG = Catalog({name: load_rubric(PROBLEMS / name) for name in ("6.1", "6.9")})
VAGUE = "Something with the depth goes somehow wrong on the way."
OPEN = {"a/vanish", "a/mechanism", "a/consequence"}


@pytest.fixture
async def desk(started: Started) -> AsyncIterator[Api]:
    async with started(catalog=CATALOG, grader=Grader(CATALOG, FakeSandbox()), submissions_per_minute=100) as api:
        yield api


async def handed_in(api: Api, text: str = VAGUE, exercise: str = "6.1", part: str = "a") -> dict[str, Any]:
    """An answer of a student, graded; the document of the submission."""
    body = {"exercise": exercise, "answers": {part: text}}
    answer = await api.speaking_as(PEER).post("/v1/submissions", json=body, headers={"prefer": "wait=60"})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def report_of(api: Api, submission: str) -> dict[str, Any]:
    found: dict[str, Any] = (await api.speaking_as(PEER).get(f"/v1/submissions/{submission}")).json()["report"]
    return found


async def groups(api: Api, **query: Any) -> dict[str, dict[str, Any]]:
    """The groups that wait, by criterion."""
    answer = await api.http.get("/v1/review", params=query)
    assert answer.status_code == 200, answer.text
    return {group["criterion"]: group for group in answer.json()["groups"]}


async def decide(api: Api, group: dict[str, Any], verdict: str = "met", **fields: Any) -> Any:
    body = {"criterion": group["criterion"], "verdict": verdict, "reason": "Read.", "answers": group["answers"]}
    return await api.http.post("/v1/review/decisions", json=body | fields)


async def test_what_the_engine_leaves_open_waits_with_question_evidence_and_suggestion(desk: Api) -> None:
    submission = await handed_in(desk)

    found = await groups(desk)

    assert submission["report"]["status"] == "needs_review"
    assert set(found) == OPEN
    vanish = found["a/vanish"]
    assert vanish["answer"] == VAGUE
    assert vanish["answers"] == [{"submission": submission["id"], "revision": 0}]
    assert vanish["question"].startswith("For a 100-layer network")
    assert vanish["suggestion"]["from"] == "rubric"
    assert vanish["suggestion"]["verdict"] in ("met", "partly", "not_met")
    assert not vanish["blind"]


async def test_the_last_decision_turns_needs_review_into_graded_and_the_first_report_stays(desk: Api) -> None:
    submission = (await handed_in(desk))["id"]
    found = await groups(desk)
    statuses = []
    for item, verdict in (("a/vanish", "met"), ("a/mechanism", "partly"), ("a/consequence", "not_met")):
        answer = await decide(desk, found[item], verdict)
        assert answer.status_code == 200, answer.text
        statuses.append(answer.json()["submissions"][0]["status"])

    report = await report_of(desk, submission)

    assert statuses == ["needs_review", "needs_review", "graded"]
    points = {item["id"]: item["points"] for item in report["items"]}
    assert (points["a/vanish"], points["a/mechanism"], points["a/consequence"]) == (2.0, 0.5, 0.0)
    assert report["points"] == 2.5
    assert report["score"] == round(2.5 / 9, 4)
    assert not [note for note in report["notes"] if note.startswith("Provisional")]
    vanish = next(item for item in report["items"] if item["id"] == "a/vanish")
    assert (vanish["outcome"], vanish["message"], vanish["detail"]["layer"]) == ("pass", "Read.", "staff")
    history = (await desk.speaking_as(PEER).get(f"/v1/submissions/{submission}/reports")).json()["reports"]
    assert [each["report"]["status"] for each in history] == ["needs_review", "needs_review", "needs_review", "graded"]
    assert history[-1]["report"] == report
    assert (await groups(desk)) == {}


async def test_like_answers_are_one_group_and_one_decision_settles_all(desk: Api) -> None:
    same = [await handed_in(desk, text) for text in (VAGUE, VAGUE.upper(), f"  {VAGUE[:-1]} ")]
    other = await handed_in(desk, VAGUE.replace("somehow", "really"))
    listed = (await desk.http.get("/v1/review", params={"criterion": "a/vanish"})).json()["groups"]

    assert [len(group["answers"]) for group in listed] == [3, 1]  # the largest first
    assert [near["group"] for near in listed[0]["similar"]] == [listed[1]["group"]]
    answer = await decide(desk, listed[0])

    assert answer.json()["decided"] == 3
    for one in same:
        report = await report_of(desk, one["id"])
        assert next(i for i in report["items"] if i["id"] == "a/vanish")["outcome"] == "pass"
    untouched = await report_of(desk, other["id"])
    assert next(i for i in untouched["items"] if i["id"] == "a/vanish")["outcome"] == "unsure"


async def test_the_second_of_two_people_gets_409_with_what_was_decided(desk: Api) -> None:
    await handed_in(desk)
    group = (await groups(desk))["a/vanish"]

    answers = await asyncio.gather(decide(desk, group, "met"), decide(desk, group, "not_met"))

    assert sorted(answer.status_code for answer in answers) == [200, 409]
    refused = next(answer for answer in answers if answer.status_code == 409)
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["standing"][0]["staff"]["verdict"] in ("met", "not_met")
    assert refused.json()["standing"][0]["revision"] == 1


async def test_the_same_request_twice_is_one_decision(desk: Api) -> None:
    submission = (await handed_in(desk))["id"]
    group = (await groups(desk))["a/vanish"]

    first, second = await decide(desk, group), await decide(desk, group)

    assert (first.json()["decided"], second.json()["decided"], second.json()["already"]) == (1, 0, 1)
    history = (await desk.http.get(f"/v1/review/submissions/{submission}")).json()
    vanish = next(each for each in history["criteria"] if each["criterion"] == "a/vanish")
    assert len(vanish["history"]) == 1


async def test_a_decision_is_undone_by_handing_it_back(desk: Api) -> None:
    submission = (await handed_in(desk))["id"]
    before = await report_of(desk, submission)
    group = (await groups(desk))["a/vanish"]
    await decide(desk, group)

    undone = await decide(desk, {**group, "answers": [{"submission": submission, "revision": 1}]}, "unsure")

    assert undone.status_code == 200
    report = await report_of(desk, submission)
    assert (report["status"], report["score"], report["notes"]) == (before["status"], before["score"], before["notes"])
    assert (await groups(desk))["a/vanish"]["answers"] == [{"submission": submission, "revision": 2}]
    trail = (await desk.http.get("/v1/review/audit", params={"submission": submission})).json()["entries"]
    assert [line["action"] for line in trail] == [
        "criterion.decided", "report.revised", "criterion.reopened", "report.revised",
    ]  # fmt: skip
    assert {line["label"] for line in trail} == {"owner"}


async def test_an_automatic_verdict_can_be_overruled(desk: Api) -> None:
    submission = await handed_in(desk, "38,400,000", "6.9")
    assert submission["report"]["status"] == "graded"
    item = submission["report"]["items"][0]
    assert item["outcome"] == "pass"

    group = {"criterion": item["id"], "answers": [{"submission": submission["id"], "revision": 0}]}
    assert (await decide(desk, group, "not_met")).status_code == 200

    report = await report_of(desk, submission["id"])
    assert report["status"] == "graded"
    assert report["points"] == submission["report"]["points"] - item["max_points"]


async def test_blind_grading_shows_nothing_of_what_the_machine_found(started: Started) -> None:
    async with started(catalog=CATALOG, grader=Grader(CATALOG, FakeSandbox()), blind_share=1.0) as api:
        submission = await handed_in(api, "38,400,000", "6.9")
        found = await groups(api, exercise="6.9")
        drawn = submission["report"]["items"][0]["id"]

        assert submission["report"]["status"] == "graded"  # the student does not wait for it
        assert found[drawn]["blind"]
        assert found[drawn]["suggestion"] is None
        assert found[drawn]["evidence"] == []
        assert drawn not in await groups(api, exercise="6.9", least=0.0)  # a bound on the confidence would tell it
        await decide(api, found[drawn], "not_met")
        figures = (await api.http.get("/v1/review/agreement")).json()

        assert figures["layers"]["typed"]["blind"] == {
            "count": 1, "exact": 0.0, "kappa": 0.0, "wrong": 1, "bound": 1.0,
        }  # fmt: skip
        assert figures["criteria"][f"6.9/{drawn}"]["blind"]["count"] == 1
        assert (await report_of(api, submission["id"]))["items"][0]["outcome"] == "fail"  # the person's word counts


async def test_the_same_words_get_the_same_suggestion_and_are_decided_only_if_policy_says(started: Started) -> None:
    async with started(catalog=CATALOG, grader=Grader(CATALOG, FakeSandbox())) as api:
        await handed_in(api)
        await decide(api, (await groups(api))["a/vanish"], "partly", fraction=0.25)
        again = await handed_in(api)
        suggested = (await groups(api))["a/vanish"]["suggestion"]

        assert "a/vanish" in again["report"]["provenance"]["unsure"]
        assert (suggested["from"], suggested["verdict"], suggested["fraction"]) == ("same_answer", "partly", 0.25)
    async with started(catalog=CATALOG, grader=Grader(CATALOG, FakeSandbox()), reuse=True) as api:
        third = await handed_in(api)
        item = next(each for each in third["report"]["items"] if each["id"] == "a/vanish")

        assert (item["outcome"], item["points"]) == ("partial", 0.5)
        assert (item["detail"]["layer"], item["detail"]["reason"]) == ("staff", "same_answer")
        assert "a/vanish" not in third["report"]["provenance"]["unsure"]


async def test_from_20_labels_on_suggestions_learn_from_them(desk: Api) -> None:
    pairs = itertools.combinations(["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta"], 2)
    texts = [f"It goes wrong in depth for {one} and {other}." for one, other in pairs]
    for index, text in enumerate(texts[:20]):
        await handed_in(desk, text)
        group = (await groups(desk, criterion="a/vanish"))["a/vanish"]
        assert group["suggestion"]["from"] == "rubric", index
        await decide(desk, group)
    await handed_in(desk, "It goes wrong in depth many times.")

    suggested = (await groups(desk, criterion="a/vanish"))["a/vanish"]["suggestion"]

    assert (suggested["from"], suggested["labels"]) == ("labels", 20)
    assert (suggested["verdict"], suggested["reason"]) == ("met", "labels")


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"verdict": "good"}, "/verdict"),
        ({"fraction": 0.5}, "/fraction"),
        ({"verdict": "partly", "fraction": 1.5}, "/fraction"),
        ({"verdict": "partly", "fraction": True}, "/fraction"),
        ({"reason": " "}, "/reason"),
        ({"reason": "x" * 2001}, "/reason"),
        ({"reason": None}, "/reason"),
        ({"criterion": "vanish"}, "/criterion"),
        ({"criterion": 7}, "/criterion"),
        ({"answers": []}, "/answers"),
        ({"answers": [{"submission": "0" * 32, "revision": 0}] * 2}, "/answers"),
        ({"answers": [{"submission": "0" * 32}]}, "/answers/0"),
        ({"answers": [{"submission": "x", "revision": 0}]}, "/answers/0/submission"),
        ({"answers": [{"submission": "0" * 32, "revision": -1}]}, "/answers/0/revision"),
        ({"answers": [{"submission": "0" * 32, "revision": True}]}, "/answers/0/revision"),
        ({"who": "me"}, None),
    ],
)
async def test_a_field_that_cannot_be_used_is_named(desk: Api, change: dict[str, Any], where: str | None) -> None:
    group = {"criterion": "a/vanish", "answers": [{"submission": "0" * 32, "revision": 0}]}

    answer = await decide(desk, group, **change)

    assert answer.status_code == 422
    assert answer.json().get("where") == where
    assert answer.json()["mend"]


async def test_an_unknown_criterion_is_404_and_nothing_is_written(desk: Api) -> None:
    submission = (await handed_in(desk))["id"]

    answer = await decide(desk, {"criterion": "a/nothing", "answers": [{"submission": submission, "revision": 0}]})

    assert answer.status_code == 404
    assert answer.json()["type"] == "urn:grader:problem:unknown-decision"
    assert (await desk.http.get("/v1/review/audit")).json() == {"entries": [], "next": None}


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"exercise": "x"}, 400), ({"criterion": "x"}, 422), ({"least": 2}, 422), ({"limit": 0}, 422),
        ({"limit": 101}, 422), ({"skip": -1}, 422), ({"exercise": "6.99"}, 200),
    ],
)  # fmt: skip
async def test_a_filter_that_cannot_be_used_is_refused(desk: Api, query: dict[str, Any], status: int) -> None:
    assert (await desk.http.get("/v1/review", params=query)).status_code == status


async def test_the_queue_is_read_page_by_page(desk: Api) -> None:
    await handed_in(desk)

    pages = [(await desk.http.get("/v1/review", params={"limit": 2, "skip": skip})).json() for skip in (0, 2)]

    assert [page["groups_found"] for page in pages] == [3, 3]
    assert {group["criterion"] for page in pages for group in page["groups"]} == OPEN


async def test_a_body_that_is_not_json_is_refused(desk: Api) -> None:
    for content, kind, status in ((b"{", "application/json", 400), (b"x", "text/plain", 415)):
        answer = await desk.http.post("/v1/review/decisions", content=content, headers={"content-type": kind})
        assert answer.status_code == status

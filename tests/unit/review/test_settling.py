from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import pytest

from grader.catalog.folder import Catalog
from grader.catalog.rubric_folder import load_rubric
from grader.formats.report_json import to_json
from grader.grading import fault_report, report_on_answers
from grader.model import Submission
from grader.review.settling import Settling
from grader.rubric import reporting
from grader.rubric.prepared import prepare
from grader.store.reviews import NewDecision
from grader.testing import sample_catalog

pytestmark = pytest.mark.anyio
EXERCISE = load_rubric(Path(__file__).parents[3] / "problems" / "stage-06" / "6.1")
CATALOG = Catalog({"6.1": EXERCISE, **sample_catalog("6.7").exercises})
VAGUE = "Something with the depth goes somehow wrong on the way."


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


class Known:
    """What people gave for the same words, by item."""

    def __init__(self, **known: set[float]) -> None:
        self.known = known

    async def same(self, made: NewDecision) -> set[float]:
        return self.known.get(made.criterion, set())


def settling(reviews: Any = None, **options: Any) -> Settling:
    return Settling(CATALOG, reviews or Known(), **options)


def submission(**answers: str) -> Submission:
    return Submission(id="s", exercise="6.1", source=json.dumps(answers))


def report_of(work: Submission) -> dict[str, Any]:
    return to_json(report_on_answers(EXERCISE, prepare(EXERCISE.spec), work.source))


async def test_every_criterion_of_a_report_becomes_a_decision() -> None:
    work = submission(a=VAGUE)
    report = report_of(work)

    same_report, made = await settling(blind_share=0.0).settle(work, report)

    assert same_report is report
    assert [each.item for each in made] == [item["id"] for item in report["items"]]
    assert {each.rubric_version for each in made} == {EXERCISE.version}
    assert len({each.answer_hash for each in made if each.part == "a"}) == 1
    assert [each.verdict for each in made] == [item["detail"]["verdict"] for item in report["items"]]


async def test_only_automatic_verdicts_are_drawn_and_about_the_share_that_is_asked_for() -> None:
    work = submission(a=VAGUE)
    report = report_of(work)
    draws = itertools.cycle(index / 100 for index in range(100))
    drawn = total = 0
    for _ in range(200):
        _, made = await settling(blind_share=0.05, chance=lambda: next(draws)).settle(work, report)
        assert not [each for each in made if each.blind and each.verdict == "unsure"]
        drawn += sum(each.blind for each in made)
        total += sum(each.verdict != "unsure" for each in made)

    assert drawn / total == pytest.approx(0.05, abs=0.005)


async def test_nobody_is_drawn_at_0_and_everybody_at_1() -> None:
    work = submission(a=VAGUE)
    for share, expected in ((0.0, {False}), (1.0, {True})):
        _, made = await settling(blind_share=share).settle(work, report_of(work))
        assert {each.blind for each in made if each.verdict != "unsure"} == expected


async def test_two_verdicts_for_the_same_words_decide_nothing() -> None:
    work = submission(a=VAGUE)

    report, made = await settling(Known(vanish={0.0, 1.0}, mechanism={1.0}), reuse=True).settle(work, report_of(work))

    verdicts = {each.item: (each.verdict, each.layer) for each in made}
    assert verdicts["a/vanish"][0] == "unsure"
    assert verdicts["a/mechanism"] == ("met", "staff")
    assert report["provenance"]["decided_by_staff"] == ["a/mechanism"]


@pytest.mark.parametrize("source", ["not JSON", '{"z": "x"}', '{"a": ""}'])
async def test_answers_that_cannot_be_read_have_no_decisions(source: str) -> None:
    work = Submission(id="s", exercise="6.1", source=source)
    refused = to_json(reporting.refused(EXERCISE, "no"))

    assert await settling().settle(work, refused) == (refused, ())


async def test_code_and_our_own_faults_have_no_decisions() -> None:
    code = Submission(id="s", exercise="6.7", source="x = 1")
    for work in (code, submission(a=VAGUE)):
        fault = to_json(fault_report(None, work))
        assert await settling().settle(work, fault) == (fault, ())

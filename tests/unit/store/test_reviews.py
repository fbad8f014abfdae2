from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from grader.store.base import NewSubmission
from grader.store.review_sql import SqlReviews
from grader.store.reviews import Choice, Conflict, Decided, Filter, NewDecision, Standing, Target, Unknown
from grader.store.sql import SqlStore
from grader.store.sqlite import open_sqlite
from grader.testing import Clock

pytestmark = pytest.mark.anyio
New = Callable[..., NewSubmission]
FIRST = '{"status":"needs_review","score":0.0}'


def made(criterion: str = "vanish", verdict: str = "unsure", **fields: Any) -> NewDecision:
    plain = {
        "exercise": "6.1", "part": "a", "rubric_version": "v1", "kind": "text", "layer": "text", "fraction": 0.0,
        "confidence": 0.5, "reason": "text.likeness", "answer_hash": "h1", "evidence": ({"start": 0, "end": 1},),
    }  # fmt: skip
    return NewDecision(**{**plain, "criterion": criterion, "verdict": verdict, **fields})


async def graded(store: SqlStore, new: New, *decisions: NewDecision) -> str:
    """A submission that was graded with these decisions."""
    work = new()
    await store.save(work, lambda *_: None)
    claimed = await store.claim_next()
    assert claimed is not None
    assert await store.finish(work.submission.id, claimed[1], FIRST, decisions or (made(),))
    return work.submission.id


@pytest.fixture
def reviews(store: SqlStore) -> SqlReviews:
    return SqlReviews(store.database)


def remade(first: str, standing: Sequence[Standing]) -> str:
    """Says what stands, and that it was made from the first report."""
    done = not any(each.open for each in standing)
    found = {each.made.item: each.verdict for each in standing}
    return json.dumps({"status": "graded" if done else "needs_review", "score": 1.0, "from": first, "found": found})


def choice(verdict: str = "met", fraction: float = 1.0, who: str = "ada", reason: str = "said") -> Choice:
    return Choice(who, verdict, fraction, reason)


async def test_decisions_are_written_with_the_report_or_not_at_all(
    store: SqlStore, reviews: SqlReviews, new: New
) -> None:
    work = new()
    await store.save(work, lambda *_: None)
    await store.claim_next()

    assert not await store.finish(work.submission.id, 7, FIRST, [made()])  # another attempt
    assert await reviews.standing(work.submission.id) == []
    with pytest.raises(IntegrityError):
        await store.finish(work.submission.id, 1, FIRST, [made(), made()])  # the second cannot be written
    unfinished = await store.get(work.submission.id)
    assert unfinished is not None
    assert unfinished.report is None
    assert await store.finish(work.submission.id, 1, FIRST, [made(), made("mechanism", "met", fraction=1.0)])

    found = await reviews.standing(work.submission.id)
    assert [(each.made.item, each.verdict, each.open) for each in found] == [
        ("a/mechanism", "met", False),
        ("a/vanish", "unsure", True),
    ]
    assert found[1].made == made()


async def test_a_decision_moves_the_report_and_the_first_one_stays(
    store: SqlStore, reviews: SqlReviews, new: New
) -> None:
    submission = await graded(store, new, made(), made("mechanism"))

    assert await reviews.decide(choice(), [Target(submission, "a", "vanish", 0)], remade) == Decided(1, 0)
    between = await store.get(submission)
    assert await reviews.decide(choice("not_met", 0.0), [Target(submission, "a", "mechanism", 0)], remade)
    after = await store.get(submission)

    assert between is not None and after is not None
    assert json.loads(between.report or "")["status"] == "needs_review"
    assert json.loads(after.report or "") == {
        "status": "graded",
        "score": 1.0,
        "from": FIRST,
        "found": {"a/vanish": "met", "a/mechanism": "not_met"},
    }
    assert [(each.revision, each.report) for each in await reviews.reports(submission)] == [
        (0, FIRST),
        (1, between.report),
        (2, after.report),
    ]
    assert await reviews.count_waiting() == 0


async def test_two_people_at_once_and_the_second_is_told_what_was_decided(
    store: SqlStore, reviews: SqlReviews, new: New
) -> None:
    submission = await graded(store, new)
    target = [Target(submission, "a", "vanish", 0)]

    one, other = await asyncio.gather(
        reviews.decide(choice("met", 1.0, "ada"), target, remade),
        reviews.decide(choice("not_met", 0.0, "bob"), target, remade),
    )

    assert one == Decided(1, 0)
    assert isinstance(other, Conflict)
    assert other.standing[0].staff is not None
    assert (other.standing[0].staff.who, other.standing[0].verdict) == ("ada", "met")
    assert len(await reviews.history(submission)) == 1


async def test_the_same_request_again_writes_nothing(store: SqlStore, reviews: SqlReviews, new: New) -> None:
    submission = await graded(store, new)
    target = [Target(submission, "a", "vanish", 0)]
    await reviews.decide(choice(), target, remade)

    assert await reviews.decide(choice(), target, remade) == Decided(0, 1)
    assert len(await reviews.reports(submission)) == 2
    assert isinstance(await reviews.decide(choice(reason="other"), target, remade), Conflict)


async def test_a_group_is_decided_as_a_whole_or_not_at_all(store: SqlStore, reviews: SqlReviews, new: New) -> None:
    submissions = [await graded(store, new) for _ in range(3)]
    targets = [Target(each, "a", "vanish", 0) for each in submissions]
    await reviews.decide(choice(who="bob"), targets[1:2], remade)

    assert isinstance(await reviews.decide(choice("not_met", 0.0), targets, remade), Conflict)
    assert await reviews.count_waiting() == 2
    assert isinstance(await reviews.decide(choice(), [*targets[:1], Target("0" * 32, "a", "x", 0)], remade), Unknown)
    assert await reviews.count_waiting() == 2

    assert await reviews.decide(choice("not_met", 0.0), [targets[0], targets[2]], remade) == Decided(2, 0)
    assert await reviews.count_waiting() == 0


async def test_a_report_that_cannot_be_made_leaves_the_decision_unwritten(
    store: SqlStore, reviews: SqlReviews, new: New
) -> None:
    submission = await graded(store, new)

    def fails(_first: str, _standing: Sequence[Standing]) -> str:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await reviews.decide(choice(), [Target(submission, "a", "vanish", 0)], fails)

    assert [each.revision for each in await reviews.standing(submission)] == [0]
    assert await reviews.audit(None, 0, 10) == []


async def test_undoing_is_a_new_decision_and_it_waits_again(store: SqlStore, reviews: SqlReviews, new: New) -> None:
    submission = await graded(store, new)
    await reviews.decide(choice(), [Target(submission, "a", "vanish", 0)], remade)
    await reviews.decide(choice("unsure", 0.0), [Target(submission, "a", "vanish", 1)], remade)

    (group,) = await reviews.groups(Filter(), limit=10, skip=0)
    (found,) = await reviews.members(group, limit=10)

    assert (found.revision, found.verdict, found.fraction) == (2, "unsure", found.made.fraction)
    assert [(s.verdict, s.replaced_verdict) for _, s in await reviews.history(submission)] == [
        ("met", "unsure"),
        ("unsure", "met"),
    ]
    assert await reviews.labels(limit=10) == []  # what was taken back teaches nothing


async def test_the_audit_log_says_who_did_what_and_cannot_be_changed(
    store: SqlStore, reviews: SqlReviews, new: New, tmp_path: Path
) -> None:
    submission = await graded(store, new)
    await reviews.decide(choice(), [Target(submission, "a", "vanish", 0)], remade)

    entries = await reviews.audit(submission, 0, 10)

    assert [(each.who, each.action) for each in entries] == [("ada", "criterion.decided"), ("ada", "report.revised")]
    assert json.loads(entries[0].detail)["replaced_verdict"] == "unsure"
    assert json.loads(entries[1].detail)["from"] == {"status": "needs_review", "score": 0.0}
    with sqlite3.connect(tmp_path / "grader.db") as connection:
        for statement in ("UPDATE audit SET who = 'bob'", "DELETE FROM audit"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                connection.execute(statement)


async def test_the_queue_is_filtered_and_a_bound_on_the_confidence_hides_what_is_graded_blind(
    store: SqlStore, reviews: SqlReviews, new: New
) -> None:
    await graded(
        store, new,
        made("one", confidence=0.3), made("two", confidence=0.6), made("three", "met", confidence=0.9, blind=True),
        made("four", "met", confidence=0.9), made("five", exercise="6.2", confidence=0.6),
    )  # fmt: skip

    async def found(**wanted: Any) -> set[str]:
        return {each.criterion for each in await reviews.groups(Filter(**wanted), limit=10, skip=0)}

    assert await found() == {"one", "two", "three", "five"}
    assert await found(exercise="6.1") == {"one", "two", "three"}
    assert await found(exercise="6.1", part="a", criterion="two") == {"two"}
    assert await found(least=0.5) == {"two", "five"}
    assert await found(most=0.95) == {"one", "two", "five"}
    assert len(await reviews.groups(Filter(), limit=2, skip=3)) == 1
    assert await reviews.count_groups(Filter(least=0.5)) == 2


async def test_like_answers_are_one_group_the_largest_first_and_blind_ones_apart(
    store: SqlStore, reviews: SqlReviews, new: New, clock: Clock
) -> None:
    for fields in ({}, {"answer_hash": "h2"}, {"answer_hash": "h2"}, {"rubric_version": "v2"}):
        await graded(store, new, made(**fields))
        clock.advance(1)
    await graded(store, new, made(verdict="met", answer_hash="h2", blind=True))

    groups = await reviews.groups(Filter(), limit=10, skip=0)
    members = await reviews.members(groups[0], limit=10)

    assert [(g.answer_hash, g.count, g.blind) for g in groups] == [
        ("h2", 2, False), ("h1", 1, False), ("h1", 1, False), ("h2", 1, True),
    ]  # fmt: skip
    assert [each.made.blind for each in members] == [False, False]
    assert members[0].created_at < members[1].created_at
    assert len(await reviews.members(groups[0], limit=1)) == 1


async def test_the_same_words_are_known_for_this_criterion_and_this_version_only(
    store: SqlStore, reviews: SqlReviews, new: New
) -> None:
    submission = await graded(store, new)
    await reviews.decide(choice("partly", 0.5), [Target(submission, "a", "vanish", 0)], remade)

    assert await reviews.same(made()) == {0.5}
    for other in ({"answer_hash": "h2"}, {"rubric_version": "v2"}, {"criterion": "x"}, {"exercise": "6.2"}):
        assert await reviews.same(made(**other)) == set()


async def test_a_second_process_on_the_same_file_sees_and_respects_the_first(
    store: SqlStore, reviews: SqlReviews, new: New, tmp_path: Path
) -> None:
    submission = await graded(store, new)
    other_store = await open_sqlite(tmp_path / "grader.db")
    other = SqlReviews(other_store.database)
    target = [Target(submission, "a", "vanish", 0)]

    assert await other.decide(choice(), target, remade) == Decided(1, 0)
    assert isinstance(await reviews.decide(choice("not_met", 0.0), target, remade), Conflict)

    await other_store.close()


async def test_looking_at_the_queue_uses_the_index_of_what_waits(store: SqlStore, reviews: SqlReviews) -> None:
    asked = "EXPLAIN QUERY PLAN SELECT count(*) FROM decision WHERE decision.open IS 1"
    plan = await store.database.read(lambda c: c.execute(text(asked)).all())

    assert [row.detail for row in plan] == ["SCAN decision USING INDEX decision_open"]

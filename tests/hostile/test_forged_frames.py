"""A submission can write any frame to its results. Whatever it says, judging never fails, and words earn nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.catalog.folder import load_catalog
from grader.catalog.plan import Plan, make_plan
from grader.formats.report_json import to_json
from grader.grading import report_on
from grader.model import Ending, Frame, Observation, Report
from grader.sandbox import trusted
from grader.sandbox.cell.wire import DTYPES
from grader.sandbox.endings import decide
from grader.settings import Settings

EXAMPLES = 12  # a wrong answer is compared with every known mistake, so each takes up to half a second
pytestmark = pytest.mark.gate("3 frames forged")
NEGLIGIBLE = 0.3  # what shapes and finite numbers may earn together: security.md, G-20
CORPUS = Path(__file__).parents[1] / "corpus"
CATALOG = load_catalog(Settings().problems)
EXERCISES = {id_: exercise for id_, exercise in CATALOG.exercises.items() if (CORPUS / id_).is_dir()}
PLANS = {id_: make_plan(exercise.spec, 11, exercise.supplied) for id_, exercise in EXERCISES.items()}
RIGHT = {
    id_: trusted.observe(min((CORPUS / id_).glob("pub_c1_*.py")).read_text(), plan.program)
    for id_, plan in PLANS.items()
}
FUZZ = settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)

WORDS = st.sampled_from(
    ["ok", "same", "absent", "missing", "shape", "exception", "bad_return", "tuple", "none", "class", "function",
     "name", "smaller", "MemoryError", "x", "LayerNorm",
     "\x1b[2J", "\u202e", "\x9b31m", "<script>", "magic:1", "fence", ""]
)  # fmt: skip
NUMBERS = st.sampled_from([0, 1, -1, 2, 8, 10**19, -(10**19), 0.5, 1e308, True, False])
JSON = st.recursive(
    st.none() | WORDS | NUMBERS | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=8,
)
KEYS = st.sampled_from(
    ["frame", "rig", "id", "status", "error", "type", "message", "line", "slots", "shape", "missing", "found", "path",
     "how", "shared", "own", "defined", "notes", "target", "kind", "by", "aliases", "names", "defaults"]
)  # fmt: skip


def report(id_: str, frames: tuple[Frame, ...], ending: Ending = Ending.OK) -> Report:
    return report_on(EXERCISES[id_], PLANS[id_], Observation(frames, ending))


def retold(data: st.DataObject, head: Mapping[str, Any]) -> dict[str, Any]:
    """The head with a few of its fields, at any depth, saying something else."""
    changed: dict[str, Any] = json.loads(json.dumps(head))
    for _ in range(data.draw(st.integers(1, 3))):
        place: Any = changed
        while data.draw(st.booleans()):
            inner = [
                v for v in (place.values() if isinstance(place, dict) else place) if isinstance(v, (dict, list)) and v
            ]
            if not inner:
                break
            place = data.draw(st.sampled_from(inner))
        if isinstance(place, dict):
            place[data.draw(st.sampled_from(sorted(place)) | KEYS if place else KEYS)] = data.draw(JSON)
        elif place:
            place[data.draw(st.integers(0, len(place) - 1))] = data.draw(JSON)
    return changed


def recast(data: st.DataObject, array: Any) -> Any:
    """Another array in place of this one: other dtype, other shape, other numbers."""
    dtype = np.dtype(data.draw(st.sampled_from(DTYPES)))
    shape = data.draw(st.sampled_from([array.shape, (), (0,), (1,), (1, *array.shape)[:8], array.shape[::-1], (3, 2)]))
    filling = data.draw(st.sampled_from([0, 1, np.nan, np.inf, -np.inf, 5e-324, 1.7e308, -1.7e308]))
    with np.errstate(all="ignore"):
        return np.full(shape, filling).astype(dtype) if dtype.kind == "f" else np.ones(shape).astype(dtype)


@pytest.mark.parametrize("id_", EXERCISES)
@given(data=st.data())
@FUZZ
def test_judging_never_fails_whatever_the_frames_say(id_: str, data: st.DataObject) -> None:
    frames = list(RIGHT[id_].frames)
    for at in data.draw(st.sets(st.integers(0, len(frames) - 1), min_size=1, max_size=6)):
        head = retold(data, frames[at].head) if data.draw(st.booleans()) else frames[at].head
        tensors = tuple(recast(data, t) for t in frames[at].tensors) if data.draw(st.booleans()) else frames[at].tensors
        frames[at] = Frame(head, tensors)
    if data.draw(st.booleans()):
        frames = data.draw(st.permutations(frames))
    ending = data.draw(st.sampled_from([Ending.OK, Ending.OK, Ending.CRASH, Ending.TIME_LIMIT]))
    found = report(id_, tuple(frames), ending)
    assert found.score is not None
    assert 0 <= found.score <= 1
    told = json.dumps(to_json(found), allow_nan=False, ensure_ascii=False)
    assert not {"\x1b", "\u202e", "\x9b"} & set(told)


@pytest.mark.parametrize("id_", EXERCISES)
@given(data=st.data())
@FUZZ
def test_words_earn_nothing_where_the_numbers_are_wrong(id_: str, data: st.DataObject) -> None:
    wrong = tuple(Frame(frame.head, tuple(np.zeros_like(t) for t in frame.tensors)) for frame in RIGHT[id_].frames)
    frames = [Frame(retold(data, f.head), f.tensors) if data.draw(st.booleans()) else f for f in wrong]
    found = report(id_, tuple(frames))
    assert found.score is not None
    assert found.score <= NEGLIGIBLE


def known_by_heart(plan: Plan, observation: Observation) -> tuple[Frame, ...]:
    """Right only where everybody gets the same numbers: what a list of answers can be."""
    public = {name for name, case in plan.cases.items() if case.public}
    return tuple(
        frame
        if frame.head.get("id") in public
        else replace(frame, tensors=tuple(np.zeros_like(t) for t in frame.tensors))
        for frame in observation.frames
    )


def of_size_one(head: Mapping[str, Any]) -> dict[str, Any]:
    """A `bound` frame that claims every parameter to have one entry."""
    if head.get("frame") != "bound":
        return dict(head)
    slots = {name: {**said, "shape": [1] * len(said.get("shape", ()))} for name, said in head["slots"].items()}
    return {**head, "slots": slots}


@pytest.mark.parametrize("id_", EXERCISES)
@pytest.mark.parametrize("status", ["same", "missing", "exception", 1])
def test_a_case_is_not_left_out_because_the_submission_says_so(id_: str, status: Any) -> None:
    """All rigs but the public ones are "the same as another"."""
    plan = PLANS[id_]
    hidden = {name for name, rig in plan.rigs.items() if rig.spec.fresh}
    frames = tuple(
        replace(frame, head={**frame.head, "status": status})
        if frame.head.get("frame") == "built" and frame.head.get("rig") in hidden
        else frame
        for frame in known_by_heart(plan, RIGHT[id_])
    )
    found = report(id_, frames)
    assert found.score is not None
    assert found.score <= 0.5


@pytest.mark.parametrize("id_", EXERCISES)
def test_a_size_that_no_parameter_may_have_is_not_believed(id_: str) -> None:
    frames = tuple(replace(frame, head=of_size_one(frame.head)) for frame in RIGHT[id_].frames)
    assert report(id_, frames).status in ("graded", "not_gradable")


@pytest.mark.parametrize("id_", EXERCISES)
def test_nothing_but_a_whole_run_is_marked(id_: str) -> None:
    frames = RIGHT[id_].frames
    assert report(id_, frames).score == 1.0
    for ending in set(Ending) - {Ending.OK, Ending.SANDBOX_FAULT}:
        assert report(id_, frames, ending).score == 0.0
    assert report(id_, frames[: len(frames) // 2]).score != 1.0
    assert report(id_, ()).score == 0.0


@pytest.mark.parametrize("number", [1, 34, 35, 40, 63, 64, 255])
def test_an_end_by_any_signal_can_be_told(number: int) -> None:
    limits = EXERCISES["6.7"].limits
    ending, message, _ = decide([], {"why": "exited", "signal": number}, limits, broken="", killed_for_memory=False)
    assert ending is Ending.CRASH
    assert "SIG" in message or str(number) in message

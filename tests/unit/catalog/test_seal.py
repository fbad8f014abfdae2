"""The names of an exercise's objects and calls stay outside, and what comes back has them again."""

from __future__ import annotations

import json

from grader.catalog.seal import seal
from grader.model import Frame, Observation, Program

STEPS = [
    {"do": "build", "rig": "large_eps", "arguments": [4]},
    {"do": "bind", "rig": "large_eps", "slots": []},
    {"do": "call", "rig": "large_eps", "id": "tiny_variance", "inputs": [0]},
    {"do": "call", "rig": "large_eps", "id": "tiny_variance.repeat", "inputs": [0]},
]
SEALED = seal(Program({"target": {"name": "LayerNorm"}, "steps": STEPS}, ()))


def named(**head: object) -> object:
    return SEALED.opened(Observation((Frame(head),))).frames[0].head


def test_no_name_goes_in_and_nothing_else_is_lost() -> None:
    told = json.dumps(SEALED.program.head)
    assert not [name for name in ("large_eps", "tiny_variance", "repeat") if name in told]
    assert [{**step, "rig": "", "id": ""} for step in SEALED.program.head["steps"]] == [
        {**step, "rig": "", "id": ""} for step in STEPS
    ]


def test_what_comes_back_has_its_names() -> None:
    assert named(frame="called", id="1", status="ok") == {
        "frame": "called",
        "id": "tiny_variance.repeat",
        "status": "ok",
    }
    assert named(frame="built", rig="0") == {"frame": "built", "rig": "large_eps"}
    assert named(frame="done") == {"frame": "done"}


def test_a_name_that_was_never_given_is_nobodys() -> None:
    for forged in ("tiny_variance", "9", 0.5, None, ["0"], {"0": 1}):
        assert named(frame="called", id=forged) == {"frame": "called", "id": ""}

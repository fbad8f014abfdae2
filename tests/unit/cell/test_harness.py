"""The program language, run on small implementations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from grader.model import Program
from grader.sandbox import trusted

DOUBLE = """class Twice:
    def __init__(self, n):
        self.w = np.full(n, 2.0)
    def forward(self, x):
        return self.w * x
"""
X = np.array([1.0, 2.0, 3.0])


def head(*steps: dict[str, Any], name: str = "Twice", kind: str = "class", **more: Any) -> dict[str, Any]:
    build = {"do": "build", "rig": "r", "arguments": [3] if kind == "class" else []}
    target = {"name": name, "kind": kind, "method": "forward"}
    return {"target": target, "steps": [build, *steps], "aliases": [["w"]], **more}


def frames(source: str, program: dict[str, Any], tensors: Sequence[np.ndarray] = (X,)) -> list[Any]:
    return list(trusted.observe(source, Program(program, tuple(tensors))).frames)


CALL = {"do": "call", "id": "c", "rig": "r", "inputs": [0]}


def called(source: str, program: dict[str, Any], tensors: Sequence[np.ndarray] = (X,)) -> Any:
    return next(f for f in frames(source, program, tensors) if f.head["frame"] == "called")


def test_a_class_is_built_called_and_reported() -> None:
    seen = frames(DOUBLE, head(CALL))
    assert [f.head["frame"] for f in seen] == ["loaded", "built", "called", "done"]
    np.testing.assert_array_equal(seen[2].tensors[0], 2 * X)


def test_np_is_there_without_an_import_and_the_demo_does_not_run() -> None:
    source = DOUBLE + "if __name__ == '__main__':\n    raise SystemExit('demo')\n"
    assert called(source, head(CALL)).head["status"] == "ok"


def test_a_dataclass_with_postponed_annotations_loads() -> None:
    source = (
        "from __future__ import annotations\nfrom dataclasses import dataclass\nimport numpy as np\n"
        "@dataclass\nclass Twice:\n    n: int\n    def forward(self, x):\n        return 2 * x\n"
    )
    assert called(source, head(CALL)).head["status"] == "ok"


def test_call_is_used_where_forward_is_missing() -> None:
    assert called(DOUBLE.replace("forward", "__call__"), head(CALL)).head["by"] == "call"


@pytest.mark.parametrize("error", ["ValueError('no')", "SystemExit(0)", "KeyboardInterrupt()", "MemoryError()"])
def test_whatever_is_raised_becomes_data_with_its_line(error: str) -> None:
    frame = called(DOUBLE.replace("return self.w * x", f"raise {error}"), head(CALL))
    assert frame.head["status"] == "exception"
    assert frame.head["error"]["line"] == 5


def test_a_failing_constructor_is_reported_and_its_calls_are_left_out() -> None:
    seen = frames(DOUBLE.replace("np.full(n, 2.0)", "missing"), head(CALL))
    assert [f.head["frame"] for f in seen] == ["loaded", "built", "done"]
    assert seen[1].head["error"]["type"] == "NameError"


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("class Twice(:\n", "syntax_error"),
        ("\x00", "syntax_error"),
        ("-" * 200_000 + "1", "syntax_error"),
        ("import surely_absent\n", "exception"),
        ("raise ValueError('mine')\n", "exception"),
        ("exec('class (:')\n", "exception"),
    ],
)
def test_a_file_that_does_not_load_stops_the_run(source: str, reason: str) -> None:
    (frame,) = frames(source, head(CALL))
    assert (frame.head["frame"], frame.head["reason"]) == ("stopped", reason)


def test_a_fence_and_magics_are_forgiven_and_noted() -> None:
    seen = frames(f"```python\n%matplotlib inline\n{DOUBLE}```\n", head(CALL))
    assert seen[0].head["notes"] == ["fence", "magic:2"]
    assert seen[2].head["status"] == "ok"


def test_plotting_packages_that_are_absent_import_as_inert() -> None:
    source = "import matplotlib.pyplot as plt\nplt.figure(figsize=(2, 2)).show()\n" + DOUBLE
    program = head(CALL, ignored_imports=["matplotlib", "matplotlib.pyplot"])
    assert called(source, program).head["status"] == "ok"


def test_a_refused_package_is_missing_and_scipy_does_not_stumble_over_it() -> None:
    program = head(CALL, refused_imports=["torch"])
    source = "from scipy.stats import norm\nassert norm.cdf(0.0) == 0.5\n"
    assert called(source + DOUBLE, program).head["status"] == "ok"
    stopped = frames("import torch.nn\n" + DOUBLE, program)[-1].head
    assert (stopped["frame"], stopped["type"]) == ("stopped", "ModuleNotFoundError")
    assert "torch" in stopped["message"]


def test_parameters_are_changed_for_one_call_only() -> None:
    bind = {"do": "bind", "rig": "r", "slots": [{"name": "w", "paths": [0], "shape": [3], "tensor": 1}]}
    moved = {**CALL, "id": "moved", "parameters": {"w": 2}}
    base, other = np.array([1.0, 1.0, 1.0]), np.array([5.0, 5.0, 5.0])
    seen = frames(DOUBLE, head(bind, moved, CALL), (X, base, other))
    values = {f.head["id"]: f.tensors[0] for f in seen if f.head["frame"] == "called"}
    np.testing.assert_array_equal(values["moved"], 5 * X)
    np.testing.assert_array_equal(values["c"], X)


def test_every_call_gets_a_copy_of_its_own_and_echo_shows_what_became_of_it() -> None:
    source = DOUBLE.replace("return self.w * x", "x *= 2\n        return x")
    seen = [f for f in frames(source, head({**CALL, "echo": True}, {**CALL, "id": "d"})) if f.head["frame"] == "called"]
    np.testing.assert_array_equal(seen[0].tensors[1], 2 * X)
    np.testing.assert_array_equal(seen[1].tensors[0], 2 * X)
    assert seen[0].head["aliases"] == [True]


def test_helpers_are_supplied_where_missing_and_may_replace_the_students_own() -> None:
    source = """class Helper:
    def __call__(self, x):
        return -x
class Twice:
    def __init__(self, n):
        self.h = Helper()
    def forward(self, x):
        return self.h(x)
"""
    supplied = {"source": "class Helper:\n    def __call__(self, x):\n        return 2 * x\n", "names": ["Helper"]}
    replaced = {"do": "build", "rig": "s", "arguments": [3], "supply": "all"}
    seen = frames(source, head(CALL, replaced, {**CALL, "id": "s", "rig": "s"}, supplied=supplied))
    values = {f.head["id"]: f.tensors[0] for f in seen if f.head["frame"] == "called"}
    np.testing.assert_array_equal(values["c"], -X)
    np.testing.assert_array_equal(values["s"], 2 * X)
    without_own = source[source.index("class Twice") :]
    seen = frames(without_own, head(CALL, replaced, supplied=supplied))
    assert [f.head.get("status") for f in seen if f.head["frame"] == "built"] == ["ok", "same"]


@pytest.mark.parametrize(
    ("body", "unfinished"),
    [
        ("pass", True),
        ("...", True),
        ("'FFN(x)'", True),
        ("raise NotImplementedError('later')", True),
        ("return -x", False),
        ("return None if x is None else -x", False),
    ],
)
def test_a_helper_left_as_the_sheet_has_it_is_supplied_and_noted(body: str, unfinished: bool) -> None:
    source = f"class Helper:\n    def forward(self, x):\n        {body}\n" + DOUBLE
    source = source.replace("self.w * x", "Helper().forward(x)")
    supplied = {"source": "class Helper:\n    def forward(self, x):\n        return 2 * x\n", "names": ["Helper"]}
    loaded, *_ = seen = frames(source, head(CALL, supplied=supplied))
    assert loaded.head["notes"] == (["unfinished:Helper"] if unfinished else [])
    assert loaded.head["own"] == ([] if unfinished else ["Helper"])
    np.testing.assert_array_equal(seen[2].tensors[0], 2 * X if unfinished else -X)


@pytest.mark.parametrize(
    "body",
    [
        "return dy * self.w, dy * self.x",
        "self.grads = {'w': dy * self.x}\n        return dy * self.w",
        "self.grads = {'dw': dy * self.x}\n        return dy * self.w",
        "self.dw = dy * self.x\n        return dy * self.w",
        "self.grad_w = dy * self.x\n        return dy * self.w",
        "self.w_grad = dy * self.x\n        return dy * self.w",
        "return dy * self.w, {'w': dy * self.x}",
        "return dy * self.w, (dy * self.x,)",
        "return {'dx': dy * self.w, 'dw': dy * self.x}",
    ],
)
def test_an_own_backward_is_read_in_every_usual_convention(body: str) -> None:
    source = DOUBLE.replace("return self.w * x", "self.x = x\n        return self.w * x")
    source += f"    def backward(self, dy):\n        {body}\n"
    step = {"do": "backward", "id": "b", "rig": "r", "inputs": [0], "dout": 0}
    program = head({**step, "inputs_named": ["x"], "parameters_named": ["w"]})
    frame = next(f for f in frames(source, program) if f.head["frame"] == "backward")
    found = dict(zip(frame.head["names"], frame.tensors, strict=True))
    np.testing.assert_array_equal(found["x"], 2 * X)
    np.testing.assert_array_equal(found["w"], X * X)


@pytest.mark.parametrize("order", ["dv, dw", "dw, dv"])
def test_gradients_in_another_order_are_told_by_their_shapes(order: str) -> None:
    source = """class Twice:
    def __init__(self, n):
        self.w, self.v = np.ones(n), np.ones((n, 2))
    def forward(self, x):
        return x
    def backward(self, dy):
        dv, dw = np.full((3, 2), 2.0), np.full(3, 1.0)
        return (dy, ORDER)
""".replace("ORDER", order)
    slots = [
        {"name": n, "paths": [i], "shape": s, "tensor": i + 1}
        for i, (n, s) in enumerate({"w": [3], "v": [3, 2]}.items())
    ]
    bind = {"do": "bind", "rig": "r", "slots": slots}
    step = {"do": "backward", "id": "b", "rig": "r", "inputs": [0], "dout": 0}
    program = head(bind, {**step, "inputs_named": ["x"], "parameters_named": ["w", "v"]})
    program["aliases"] = [["w"], ["v"]]
    frame = next(f for f in frames(source, program, (X, X, np.ones((3, 2)))) if f.head["frame"] == "backward")
    found = dict(zip(frame.head["names"], frame.tensors, strict=True))
    assert (found["w"].shape, found["v"].shape) == ((3,), (3, 2))


def test_parameters_in_a_dict_are_not_taken_for_gradients() -> None:
    source = DOUBLE.replace("self.w = np", "self.params = {'w': np.ones(n)}\n        self.w = np")
    source += "    def backward(self, dy):\n        return dy\n"
    step = {"do": "backward", "id": "b", "rig": "r", "inputs": [0], "dout": 0}
    program = head({**step, "inputs_named": ["x"], "parameters_named": ["w"]})
    frame = next(f for f in frames(source, program) if f.head["frame"] == "backward")
    assert frame.head["names"] == ["x"]


def test_a_refused_package_is_not_there_and_scipy_does_not_stumble_over_it() -> None:
    program = head(CALL, refused_imports=["jax"])
    stopped = frames("import jax.numpy as jnp\n" + DOUBLE, program)[-1].head
    assert stopped["message"] == "jax is not part of this exercise: implement it with NumPy"
    source = "from scipy.special import softmax\n" + DOUBLE.replace("self.w * x", "softmax(x)")
    assert called(source, program).head["status"] == "ok"

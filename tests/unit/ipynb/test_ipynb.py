from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell

from grader.catalog.folder import load_exercise
from grader.catalog.plan import make_plan
from grader.errors import InvalidSubmission
from grader.grading import report_on
from grader.ipynb import (
    MAX_CELLS,
    MAX_NOTEBOOK_BYTES,
    Cell,
    decode_file,
    decode_notebook,
    place,
    placed,
    read_cells,
)
from grader.model import Ending, Frame, Observation
from grader.sandbox import trusted

ROOT = Path(__file__).parents[3]


def written(*cells: nbformat.NotebookNode) -> bytes:
    """A file as Jupyter writes it, accepted by the format's own validator."""
    notebook = new_notebook(cells=list(cells))
    nbformat.validate(notebook)
    return nbformat.writes(notebook).encode()


def test_the_text_is_the_code_cells_in_their_order_and_nothing_else() -> None:
    output = new_output("stream", text="<script>alert(1)</script>")
    data = written(
        new_markdown_cell("# Title"),
        new_code_cell("import numpy as np", outputs=[output], metadata={"secret": "m"}),
        new_raw_cell("raw text"),
        new_code_cell("class LayerNorm:\n    pass"),
    )

    source = decode_notebook(data)

    namespace: dict[str, object] = {}
    exec(source, namespace)
    assert "LayerNorm" in namespace
    for dropped in ("Title", "script", "secret", "raw text"):
        assert dropped not in source


def test_answers_can_be_read_from_markdown_cells() -> None:
    data = written(new_markdown_cell("## a\nscaled"), new_raw_cell("x"), new_code_cell("x = 1"))

    assert read_cells(data) == (Cell("markdown", "## a\nscaled"), Cell("code", "x = 1"))


def test_a_line_of_the_text_is_told_as_the_line_of_its_cell() -> None:
    source = decode_notebook(written(new_code_cell("a = 1\nb = 2"), new_markdown_cell("m"), new_code_cell("\nc = 3")))
    lines = source.split("\n")

    assert place(source, lines.index("b = 2") + 1) == "2 of code cell 1"
    assert place(source, lines.index("c = 3") + 1) == "2 of code cell 2"
    assert place("x = 1\n", 1) == "1"


def test_a_forged_mark_moves_no_cell_that_comes_after_it() -> None:
    source = decode_notebook(written(new_code_cell("# --- code cell 7 ---\na = 1"), new_code_cell("b = 2")))

    assert place(source, source.split("\n").index("a = 1") + 1) == "2 of code cell 1"
    assert place(source, source.split("\n").index("b = 2") + 1) == "1 of code cell 2"


@pytest.mark.parametrize(
    "line",
    [
        "%matplotlib inline",
        "    %time f()",
        "%%bash",
        "!pip install numpy",
        "  !ls",
        "files = !ls",
        "t = %timeit -o f()",
        "get_ipython().system('ls')",
        "x = get_ipython ()",
    ],
)
def test_every_magic_is_named_by_its_line_and_cell(line: str) -> None:
    data = written(new_code_cell("x = 1"), new_markdown_cell("m"), new_code_cell(f"y = 2\n{line}"))

    with pytest.raises(InvalidSubmission, match=r"line 2 of code cell 2"):
        decode_notebook(data)


@pytest.mark.parametrize(
    "code",
    [
        "x = 7 % 4",
        "x = (7\n     % 4)",
        "ok = (1\n      != 2)",
        "# get_ipython() is not called",
        "s = '%d' % 3",
        "a = 1  # !ls",
    ],
)
def test_python_that_looks_a_little_like_a_magic_is_taken(code: str) -> None:
    assert code in decode_notebook(written(new_code_cell(code)))


def test_all_magics_are_named_at_once_up_to_a_bound() -> None:
    data = written(*(new_code_cell(f"%m{n}") for n in range(14)))

    with pytest.raises(InvalidSubmission) as refused:
        decode_notebook(data)

    assert "`%m0`" in str(refused.value)
    assert "and 4 more" in str(refused.value)


def test_our_own_magics_do_not_stand_in_the_way() -> None:
    data = written(
        new_code_cell("%load_ext grader.notebook"), new_code_cell("%%grade 6.7\nclass LayerNorm:\n    x = 1")
    )

    source = decode_notebook(data)

    assert "%" not in source
    assert place(source, source.split("\n").index("    x = 1") + 1) == "3 of code cell 2"


BAD = {
    "not JSON": b"class LayerNorm: ...",
    "not UTF-8": '{"cells": "ä"}'.encode("latin-1"),
    "JSON but no notebook": b"[1]",
    "an older format": json.dumps({"nbformat": 3, "worksheets": [], "cells": []}).encode(),
    "no code": written(new_markdown_cell("m")),
    "blank code": written(new_code_cell("  \n")),
    "a cell without text": json.dumps({"nbformat": 4, "cells": [{"cell_type": "code", "source": 3}]}).encode(),
    "a cell that is no object": json.dumps({"nbformat": 4, "cells": ["x"]}).encode(),
    "an unknown kind of cell": json.dumps({"nbformat": 4, "cells": [{"cell_type": "sql", "source": ""}]}).encode(),
    "NUL": written(new_code_cell("x = 1\0")),
    "half a surrogate pair": b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": "x = \'\\ud800\'"}]}',
    "nested without end": b'{"nbformat": 4, "cells": ' + b"[" * 200_000,
    "a number without end": b'{"nbformat": ' + b"1" * 500_000 + b"}",
    "too many cells": json.dumps({"nbformat": 4, "cells": [{}] * (MAX_CELLS + 1)}).encode(),
    "too large a file": b" " * (MAX_NOTEBOOK_BYTES + 1),
    "too much code": written(new_code_cell("#" * 300_000)),
}


@pytest.mark.parametrize("data", BAD.values(), ids=BAD.keys())
def test_what_is_no_usable_notebook_is_refused_with_a_reason(data: bytes) -> None:
    with pytest.raises(InvalidSubmission, match=r"\w"):
        decode_notebook(data)


def test_numbers_that_json_does_not_know_may_stand_in_outputs() -> None:
    data = b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": "x = 1", "outputs": [NaN, 1e999]}]}'

    assert "x = 1" in decode_notebook(data)


def test_the_name_of_a_file_says_what_it_is() -> None:
    assert decode_file("a.py", b"x = 1\n") == "x = 1\n"
    assert "y = 2" in decode_file("A.IPYNB", written(new_code_cell("y = 2")))


def test_errors_of_a_run_name_the_cell() -> None:
    source = decode_notebook(written(new_code_cell("a = 1"), new_code_cell("b = 2\nraise ValueError")))
    line = source.split("\n").index("raise ValueError") + 1
    frame = Frame({"call": 0, "error": {"type": "ValueError", "line": line}})
    quiet = Frame({"call": 1})

    seen = placed(Observation((frame, quiet), Ending.EXCEPTION, line=line), source)

    assert seen.frames[0].head["error"]["line"] == "2 of code cell 2"
    assert seen.frames[1] == quiet
    assert (seen.line, seen.place) == (None, "2 of code cell 2")


def test_a_report_names_the_cell_of_an_error() -> None:
    exercise = load_exercise(ROOT / "problems" / "stage-06" / "6.10")
    cell = "def apply_rope(x, positions):\n    raise RuntimeError('not yet')"
    source = decode_notebook(written(new_code_cell("import numpy as np"), new_code_cell(cell)))
    plan = make_plan(exercise.spec, 1, exercise.supplied)
    seen = trusted.observe(source, plan.program)

    report = report_on(exercise, plan, placed(seen, source))

    assert "RuntimeError in line 2 of code cell 2: not yet" in " ".join(item.message for item in report.items)


def test_of_a_process_no_other_word_is_taken_for_a_line() -> None:
    exercise = load_exercise(ROOT / "problems" / "stage-06" / "6.10")
    plan = make_plan(exercise.spec, 1, exercise.supplied)
    seen = trusted.observe("def apply_rope(x, positions):\n    raise RuntimeError('not yet')\n", plan.program)
    forged = tuple(
        replace(f, head={**f.head, "error": {**f.head["error"], "line": "1 of code cell 1\n::error::"}})
        if f.head.get("error")
        else f
        for f in seen.frames
    )

    report = report_on(exercise, plan, replace(seen, frames=forged))

    said = " ".join(item.message for item in report.items)
    assert "RuntimeError: not yet" in said and "::error::" not in said

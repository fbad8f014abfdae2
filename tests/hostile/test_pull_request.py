"""A hostile pull request gains nothing and breaks nothing: one with everything at once, and single ones."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from tests.end_to_end.test_ci import BESSEL, FILES, GITHUB, RIGHT, ci, commit, course, git, problems_of, write
from tests.unit.formats import judges

FORGED = r"""
import sys
LINES = [
    "::error file=layernorm.py,line=1::FORGED",
    "::set-output name=score::FORGED",
    "::add-mask::FORGED",
    "::stop-commands::FORGED",
    "::FORGED::",
    "##[error]FORGED",
    "##vso[task.setvariable variable=x]FORGED",
    "\r::warning::FORGED\r",
    "%0A::error::FORGED",
    "\x1b[0m::error::FORGED",
    "</details><script>FORGED</script>",
]
for line in LINES:
    print(line)
    print(line, file=sys.stderr)
"""
# Each would be imported in place of a module of ours, if the repository were on Python's path.
SHADOWS = dict.fromkeys(
    ("grader.py", "typer.py", "numpy.py", "asyncio.py", "sitecustomize.py", "conftest.py", "tomllib.py"),
    "import os\nos.system('touch ' + os.environ['MARKER'])\n",
)


@pytest.fixture
def problems(tmp_path: Path) -> Path:
    return problems_of(tmp_path / "problems", "6.6", "6.7")


def test_everything_at_once_gains_nothing_and_breaks_nothing(tmp_path: Path, problems: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "answer.py").write_text(RIGHT)  # what a link might fetch full marks with
    base = {"grader.toml": FILES, "tests/test_norm.py": "def test(): assert 0\n", "week2/transformer.py": "# to do\n"}
    repository = course(tmp_path / "repository", base, {"x.txt": "x\n"})
    change = {
        "layernorm.py": BESSEL + FORGED,
        "grader.toml": 'fail_under = 0\n[files]\n"../outside/answer.py" = "6.7"\n"/etc/passwd" = "6.7"\n',
        "tests/test_norm.py": "def test(): pass\n",
        "pytest.ini": "[pytest]\naddopts = -p grader\n",
        ".github/actions/x/action.yml": "name: x\n",
        **SHADOWS,
        **{f"many/file{n}.py": "x = 1\n" for n in range(10_000)},
    }
    write(repository, change)
    (repository / "week2" / "transformer.py").unlink()
    (repository / "week2" / "transformer.py").symlink_to(outside / "answer.py")
    (repository / "grader-results").symlink_to(outside)
    (repository / "huge.bin").write_bytes(os.urandom(1 << 20) * 8)
    git(repository, "config", "core.fsmonitor", f"touch {tmp_path / 'marker'}; false")
    commit(repository, "hostile")
    before = sorted(path.name for path in outside.iterdir())
    (tmp_path / "marker").unlink(missing_ok=True)  # our own `git add` has sprung that trap

    run = ci(repository, problems, MARKER=str(tmp_path / "marker"), **GITHUB)

    assert run.code == 1, run.log
    assert run.scores[("layernorm.py", "6.7")] == 0.15  # as without all the rest
    assert run.scores[("week2/transformer.py", "6.6")] == run.scores[("week2/transformer.py", "6.7")] == 0.0
    assert len(run.scores) == 3  # the base's grader.toml counted
    assert "is changed here" in run.summary
    assert "FORGED" not in run.log
    assert {(name, file) for name, file, _ in run.annotations} == {
        ("error", "layernorm.py"),
        ("error", "week2/transformer.py"),
    }
    assert "script" not in judges.markdown(run.summary).tags
    assert "FORGED" in (run.results / "report.json").read_text()  # it is told, where it harms nobody
    assert set(run.outputs) == {"result", "score", "points", "max-points", "pending", "results"}
    assert float(run.outputs["score"]) == pytest.approx(0.05)
    assert not (tmp_path / "marker").exists()
    assert sorted(path.name for path in outside.iterdir()) == before
    assert git(repository, "status", "--porcelain") == ""


def test_results_go_through_no_link_that_the_repository_lays(tmp_path: Path, problems: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    repository = course(tmp_path / "repository", {"grader.toml": FILES}, {"layernorm.py": RIGHT})
    (repository / "grader-results").symlink_to(outside)
    run = ci(repository, problems, "--output", "grader-results", **GITHUB)
    assert run.code == 2 and "--output" in run.log
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize("kind", ["pipe", "device", "socket", "folder", "loop"])
def test_what_is_no_file_neither_hangs_nor_scores(tmp_path: Path, problems: Path, kind: str) -> None:
    repository = course(tmp_path / "r", {"grader.toml": '[files]\n"layernorm.py" = "6.7"\n'}, {"x.txt": "x\n"})
    path = repository / "layernorm.py"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    elif kind == "folder":
        path.mkdir()
    elif kind == "loop":
        path.symlink_to("layernorm.py")
    with socket.socket(socket.AF_UNIX) as bound:
        if kind == "socket":
            here = Path.cwd()
            os.chdir(repository)  # the path of a socket must be short
            try:
                bound.bind("layernorm.py")
            finally:
                os.chdir(here)
        run = ci(repository, problems, "--all")
    assert run.code == 1 and run.scores == {("layernorm.py", "6.7"): 0.0}


def test_a_grader_toml_that_is_a_link_is_not_followed(tmp_path: Path, problems: Path) -> None:
    repository = course(tmp_path / "repository", {"real.toml": FILES, "layernorm.py": RIGHT}, {"x.txt": "x\n"})
    (repository / "grader.toml").symlink_to("real.toml")
    commit(repository, "link")
    assert ci(repository, problems).code == 2
    git(repository, "update-ref", "refs/remotes/origin/main", "HEAD")
    run = ci(repository, problems, **GITHUB)
    assert run.code == 2 and "not a regular file" in run.log


def test_a_pull_request_cannot_lower_the_mark_or_map_its_file_elsewhere(tmp_path: Path, problems: Path) -> None:
    base = {"grader.toml": '[files]\n"layernorm.py" = "6.7"\n'}
    easy = 'fail_under = 0.0\n[files]\n"other.py" = "6.7"\n'
    repository = course(tmp_path / "repository", base, {"layernorm.py": BESSEL, "other.py": RIGHT, "grader.toml": easy})
    assert ci(repository, problems, **GITHUB).code == 1
    chosen = ci(repository, problems, "--config-from", "origin/main", "--all", results="chosen")
    assert chosen.code == 1 and list(chosen.scores) == [("layernorm.py", "6.7")]
    trusting = ci(repository, problems, "--all", results="trusting")  # no pull request: the tree itself is trusted
    assert trusting.code == 0 and list(trusting.scores) == [("other.py", "6.7")]

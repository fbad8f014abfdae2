"""The containers of other platforms, played here: their folders, their scripts, their results."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest

from grader.cli.export import PACKAGES
from tests.end_to_end.test_ci import ANSWER, BESSEL, GRADER, RIGHT, ROOT, problems_of
from tests.unit.formats import judges

VENV = Path(sys.prefix)
# What Docker's default profile withholds from root in a container: no namespaces of one's own.
WITHHELD = ("setpriv", "--bounding-set", "-sys_admin", "--inh-caps", "-sys_admin")
SPY = """
import numpy as np
found = []
for path in (ROOT + "/source/reference/layer_norm.py", ROOT + "/source/problems/6.7/exercise.toml", "/etc/hostname"):
    try:
        found.append(open(path).read())
    except OSError as error:
        print("refused", type(error).__name__)
try:
    import reference.layer_norm
    found.append("imported")
except ImportError as error:
    print("refused", type(error).__name__)
print("found", len(found))
class LayerNorm: pass
"""


def environment(**more: str) -> dict[str, str]:
    return {**{k: v for k, v in os.environ.items() if not k.startswith("GRADER_")}, **more}


@pytest.fixture
def problems(tmp_path: Path) -> Path:
    return problems_of(tmp_path / "problems", "6.1", "6.7")


@pytest.fixture
def autograder(tmp_path: Path, problems: Path) -> Path:
    return unpacked(tmp_path, problems, "6.7")


def unpacked(tmp_path: Path, problems: Path, exercise: str) -> Path:
    """/autograder as Gradescope lays it out, the zip unpacked; somewhere that other users may enter, as it is there."""
    exported = tmp_path / "autograder.zip"
    command = [str(GRADER), "export", "gradescope", exercise, "-o", str(exported)]
    subprocess.run(command, check=True, env=environment(GRADER_PROBLEMS=str(problems)), capture_output=True)
    root = tmp_path / "autograder"
    for folder in ("source", "submission", "results"):
        (root / folder).mkdir(parents=True)
    with zipfile.ZipFile(exported) as archive:
        archive.extractall(root / "source")
        modes = {info.filename: info.external_attr >> 16 for info in archive.infolist()}
    assert modes["setup.sh"] == modes["run_autograder"] == 0o755
    shutil.copy(root / "source" / "run_autograder", root / "run_autograder")
    (root / "run_autograder").chmod(0o755)
    return root


def run_autograder(root: Path, *before: str) -> subprocess.CompletedProcess[str]:
    command = [*before, str(root / "run_autograder")]
    return subprocess.run(
        command, cwd=root, env=environment(GRADER_VENV=str(VENV)), capture_output=True, text=True, timeout=100
    )


def results_of(root: Path) -> Any:
    return judges.by_schema("gradescope-results.json", json.loads((root / "results" / "results.json").read_text()))


@pytest.mark.parametrize(("source", "score"), [(RIGHT, 10.0), (BESSEL, 1.5), ("def f(:\n", 0.0)])
def test_the_zip_grades_at_gradescope_as_the_service_does(autograder: Path, source: str, score: float) -> None:
    (autograder / "submission" / "layernorm.py").write_text(source)
    done = run_autograder(autograder)
    assert done.returncode == 0, done.stderr
    results = results_of(autograder)
    assert results["score"] == score
    assert ("Bessel" in results["output"]) is (source is BESSEL)


def test_written_answers_are_graded_at_gradescope_and_what_waits_for_staff_has_no_score(
    tmp_path: Path, problems: Path
) -> None:
    root = unpacked(tmp_path, problems, "6.1")
    (root / "submission" / "answers.md").write_text(ANSWER)
    done = run_autograder(root)
    assert done.returncode == 0, done.stderr
    results = results_of(root)
    waiting = [test for test in results["tests"] if test["output"].startswith("Pending")]
    assert waiting and not any("score" in test for test in waiting)
    assert results["score"] == pytest.approx(sum(test.get("score", 0) for test in results["tests"]))


def test_a_page_beside_the_code_is_not_taken_for_it(autograder: Path) -> None:
    (autograder / "submission" / "layernorm.py").write_text(RIGHT)
    for name in ("README.md", "package.json"):
        (autograder / "submission" / name).write_text("{}")
    assert run_autograder(autograder).returncode == 0
    assert results_of(autograder)["score"] == 10.0


def test_the_zip_holds_what_it_needs_and_nothing_that_answers_other_exercises(autograder: Path) -> None:
    names = {path.relative_to(autograder / "source").as_posix() for path in (autograder / "source").rglob("*")}
    assert {"setup.sh", "run_autograder", "requirements.txt", "problems/6.7/exercise.toml"} <= names
    assert not any("samples" in name or "__pycache__" in name for name in names)
    assert {name.split("/")[1] for name in names if name.startswith("problems/")} == {"6.7"}
    pinned = (autograder / "source" / "requirements.txt").read_text().split()
    assert all("==" in line for line in pinned) and any(line.startswith("numpy==") for line in pinned)
    subprocess.run(["bash", "-n", str(autograder / "source" / "setup.sh")], check=True)


def test_every_package_that_grading_imports_is_installed_there() -> None:
    code = (
        "import sys, grader.cli, grader.cli.contained\n"
        "from importlib.metadata import packages_distributions\n"
        "owners = packages_distributions()\n"
        "print(*{name for module in list(sys.modules) for name in owners.get(module.partition('.')[0], ())})"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    ours = {re.match(r"[\w-]+", requirement)[0] for requirement in declared}
    assert {"numpy", "pydantic"} <= ours & set(loaded) <= set(PACKAGES)


def test_the_same_exercise_gives_the_same_zip(tmp_path: Path, problems: Path) -> None:
    written = []
    for name in ("a.zip", "b.zip"):
        command = [str(GRADER), "export", "gradescope", "6.7", "-o", str(tmp_path / name)]
        subprocess.run(command, check=True, env=environment(GRADER_PROBLEMS=str(problems)), capture_output=True)
        written.append((tmp_path / name).read_bytes())
    assert written[0] == written[1]


def test_wheels_can_be_taken_along_for_images_without_a_package_index(tmp_path: Path, problems: Path) -> None:
    (tmp_path / "wheels").mkdir()
    (tmp_path / "wheels" / "numpy-2-py3-none-any.whl").write_bytes(b"wheel")
    (tmp_path / "wheels" / "notes.txt").write_text("not a wheel")
    command = [str(GRADER), "export", "gradescope", "6.7", "--wheels", str(tmp_path / "wheels")]
    where = environment(GRADER_PROBLEMS=str(problems))
    subprocess.run(command, check=True, env=where, capture_output=True, cwd=tmp_path)
    with zipfile.ZipFile(tmp_path / "autograder.zip") as archive:
        assert [name for name in archive.namelist() if name.startswith("wheels/")] == [
            "wheels/numpy-2-py3-none-any.whl"
        ]
    lost = subprocess.run(
        [*command, "-o", str(tmp_path / "no" / "where.zip")], env=where, capture_output=True, text=True
    )
    assert lost.returncode == 2 and "No such file" in lost.stderr


def test_a_submission_reads_neither_reference_nor_exercise_nor_host(autograder: Path) -> None:
    (autograder / "submission" / "a.py").write_text(SPY.replace("ROOT", repr(str(autograder))))
    assert run_autograder(autograder).returncode == 0
    provenance = results_of(autograder)["extra_data"]["provenance"][0]
    assert provenance["usage"]["printed"] > 0
    # Gradescope shows students no standard output of ours; ask the report itself.
    told = subprocess.run(
        [str(GRADER), "grade", "-e", "6.7", "--json", str(autograder / "submission" / "a.py")],
        env=environment(GRADER_PROBLEMS=str(autograder / "source" / "problems")),
        capture_output=True,
        text=True,
    )
    assert json.loads(told.stdout)["stdout"].splitlines()[-1] == "found 0"


@pytest.mark.parametrize("files", [(), ("a.py", "b.py"), ("a.zip",), (".a.py",)])
def test_which_file_counts_is_told_and_never_guessed(autograder: Path, files: tuple[str, ...]) -> None:
    for name in files:
        (autograder / "submission" / name).write_text(RIGHT)
    assert run_autograder(autograder).returncode == 0
    results = results_of(autograder)
    assert results["score"] == 0 and "Hand in one file" in results["output"]


def test_links_and_pipes_in_a_submission_are_not_opened(autograder: Path) -> None:
    (autograder / "submission" / "a.py").symlink_to(autograder / "source" / "reference" / "layer_norm.py")
    os.mkfifo(autograder / "submission" / "b.py")
    assert run_autograder(autograder).returncode == 0
    assert results_of(autograder)["score"] == 0


def test_modules_of_a_submission_are_not_ours(autograder: Path) -> None:
    (autograder / "submission" / "numpy").mkdir()
    (autograder / "submission" / "numpy" / "__init__.py").write_text("raise SystemExit(7)\n")
    (autograder / "grader").mkdir()
    (autograder / "grader" / "__init__.py").write_text("raise SystemExit(7)\n")
    (autograder / "submission" / "layernorm.py").write_text(RIGHT)
    assert run_autograder(autograder).returncode == 0
    assert results_of(autograder)["score"] == 10.0


def readable_by_others(path: Path) -> bool:
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in [path, *path.parents])


IN_A_CONTAINER = pytest.mark.skipif(
    not shutil.which("setpriv") or not readable_by_others(Path(os.path.realpath(sys.executable)).parent),
    reason="needs setpriv, and a Python that other users may read",
)


@IN_A_CONTAINER
def test_without_namespaces_the_container_is_the_wall_and_the_others_stand(autograder: Path) -> None:
    (autograder / "submission" / "layernorm.py").write_text(RIGHT)
    done = run_autograder(autograder, *WITHHELD)
    assert done.returncode == 0, done.stderr
    assert "pid, network, ipc, root, tmpfs" in done.stderr
    assert results_of(autograder)["score"] == 10.0


@IN_A_CONTAINER
def test_a_ci_job_in_a_container_may_say_that_it_is_thrown_away(tmp_path: Path, problems: Path) -> None:
    (tmp_path / "grader.toml").write_text('[files]\n"layernorm.py" = "6.7"\n')
    (tmp_path / "layernorm.py").write_text(RIGHT)
    for option, code in (("--no-contained", 3), ("--contained", 0)):
        done = subprocess.run(
            [*WITHHELD, str(GRADER), "ci", option],
            cwd=tmp_path,
            env=environment(GRADER_PROBLEMS=str(problems)),
            capture_output=True,
            text=True,
        )
        assert done.returncode == code, done.stderr


def grade(root: Path, problems: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [str(GRADER), "contained", "prairielearn", "-e", "6.7", "--root", str(root), *options]
    return subprocess.run(
        command, env=environment(GRADER_PROBLEMS=str(problems)), capture_output=True, text=True, timeout=100
    )


@pytest.fixture
def job(tmp_path: Path) -> Path:
    """/grade as PrairieLearn lays it out: without a folder for the results."""
    root = tmp_path / "grade"
    for folder in ("student", "tests", "data", "serverFilesCourse"):
        (root / folder).mkdir(parents=True)
    (root / "data" / "data.json").write_text('{"gradable": true, "submitted_answers": {}}')
    return root


def prairielearn(root: Path) -> Any:
    text = (root / "results" / "results.json").read_bytes()
    assert len(text) < judges.MIB
    return judges.by_schema("prairielearn-results.json", json.loads(text))


def test_a_prairielearn_job_gets_its_results(job: Path, problems: Path) -> None:
    (job / "student" / "layernorm.py").write_text(BESSEL)
    done = grade(job, problems)
    assert done.returncode == 0, done.stderr
    results = prairielearn(job)
    assert results["score"] == 0.15 and "Bessel" in results["message"]
    assert sum(test["points"] for test in results["tests"]) == 1.5


def test_what_cannot_be_run_costs_no_attempt(job: Path, problems: Path) -> None:
    (job / "student" / "layernorm.py").write_text("class LayerNorm\n")
    assert grade(job, problems).returncode == 0
    results = prairielearn(job)
    assert results["gradable"] is False and "line 1" in results["format_errors"][0]


def test_one_file_may_be_named_among_several(job: Path, problems: Path) -> None:
    (job / "student" / "layernorm.py").write_text(RIGHT)
    (job / "student" / "other.py").write_text("x = 1\n")
    assert grade(job, problems, "--file", "layernorm.py").returncode == 0
    assert prairielearn(job)["score"] == 1.0


def test_an_unknown_platform_or_exercise_is_told(job: Path, problems: Path) -> None:
    base = [str(GRADER), "contained"]
    for command in (["moodle", "-e", "6.7"], ["gradescope", "-e", "6.99"]):
        done = subprocess.run(
            [*base, *command], env=environment(GRADER_PROBLEMS=str(problems)), capture_output=True, text=True
        )
        assert done.returncode == 2 and ("moodle" in done.stderr or "6.99" in done.stderr)

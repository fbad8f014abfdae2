"""A student's repository with a pull request, graded as any CI would: by the command that users type."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.unit.formats import judges

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "tests" / "corpus"
STAGE = ROOT / "problems" / "stage-06"
GRADER = Path(sys.executable).with_name("grader")
TOKEN = "ag_ci-end-to-end"
RIGHT = (CORPUS / "6.7" / "pub_c1_vector.py").read_text()
BESSEL = (CORPUS / "6.7" / "pub_w4_bessel.py").read_text()
RELU = (CORPUS / "6.6" / "pub_w1_relu.py").read_text()
ANSWER = """## a
Without residuals the gradient is a product of 100 Jacobians, so it vanishes (or explodes).

## b
The gradient of f(x) + x is f'(x) + 1: the identity path carries it back unchanged.

## c
Because the block learns only the residual, the difference from its input.
"""
FILES = '[files]\n"layernorm.py" = "6.7"\n"week2/transformer.py" = ["6.6", "6.7"]\n'


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main")
    done = subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def commit(folder: Path, message: str) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "-qm", message)


def course(folder: Path, base: Mapping[str, str], pull_request: Mapping[str, str]) -> Path:
    """A clone as actions/checkout leaves it: HEAD is the pull request merged into main, origin/main its base."""
    folder.mkdir()
    git(folder, "init", "-q")
    write(folder, base)
    commit(folder, "base")
    git(folder, "update-ref", "refs/remotes/origin/main", "HEAD")
    git(folder, "checkout", "-qb", "pull-request")
    write(folder, pull_request)
    commit(folder, "pull request")
    return folder


def problems_of(folder: Path, *exercises: str) -> Path:
    """Only the exercises that a test is about: they load faster than all."""
    folder.mkdir()
    for exercise in exercises:
        shutil.copytree(STAGE / exercise, folder / exercise)
    return folder


@pytest.fixture
def problems(tmp_path: Path) -> Path:
    return problems_of(tmp_path / "problems", "6.6", "6.7")


@dataclass
class Run:
    """What a run left behind."""

    code: int
    log: str  # all that was printed, as a CI keeps it
    results: Path
    summary: str
    outputs: dict[str, str]

    @property
    def report(self) -> dict[str, Any]:
        return json.loads((self.results / "report.json").read_text())

    @property
    def scores(self) -> dict[tuple[str, str], float | None]:
        return {(one["path"], one["exercise"]): one["report"]["score"] for one in self.report["results"]}

    @property
    def annotations(self) -> list[tuple[str, str, str]]:
        return [
            (found.name, found.properties["file"], found.properties["line"])
            for found in judges.commands(self.log.splitlines())
        ]


GITHUB = {"GITHUB_ACTIONS": "true", "GITHUB_BASE_REF": "main"}


def ci(repository: Path, problems: Path, *options: str, results: str = "", **environment: str) -> Run:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("GRADER_", "GITHUB_", "GITLAB_", "CI"))}
    folder = repository.parent / (results or "results")
    files = {"GITHUB_STEP_SUMMARY": folder.with_suffix(".summary"), "GITHUB_OUTPUT": folder.with_suffix(".outputs")}
    for file in files.values():
        file.write_text("")
    told = {name: str(file) for name, file in files.items()} if "GITHUB_ACTIONS" in environment else {}
    done = subprocess.run(
        [str(GRADER), "ci", "--output", str(folder), *options],
        cwd=repository,
        env={**kept, "GRADER_PROBLEMS": str(problems), **told, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=100,
    )
    outputs = dict(line.split("=", 1) for line in files["GITHUB_OUTPUT"].read_text().splitlines())
    return Run(done.returncode, done.stdout, folder, files["GITHUB_STEP_SUMMARY"].read_text(), outputs)


@pytest.fixture
def pull_request(tmp_path: Path) -> Path:
    base = {"grader.toml": FILES, "README.md": "# Course\n", "week2/transformer.py": "# to do\n"}
    return course(tmp_path / "repository", base, {"layernorm.py": RIGHT, "notes.txt": "mine\n"})


@dataclass
class Address:
    url: str


@pytest.fixture
def service(problems: Path, tmp_path: Path) -> Iterator[Address]:
    """`grader serve`, as staff host it, with a catalog that the student's side does not have."""
    command = [sys.executable, "-m", "grader", "serve", "--port", "0", "--data", str(tmp_path / "data")]
    environment = {**os.environ, "GRADER_TOKEN": TOKEN, "GRADER_PROBLEMS": str(problems)}
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=tmp_path
    )
    try:
        assert process.stdout is not None
        found = re.search(r"http://[^ ]+", process.stdout.readline())
        assert found is not None
        yield Address(found[0])
    finally:
        process.terminate()
        process.communicate(timeout=60)


def test_a_pull_request_is_graded_for_what_it_changed(pull_request: Path, problems: Path) -> None:
    run = ci(pull_request, problems, **GITHUB)
    assert run.code == 0, run.log
    assert run.scores == {("layernorm.py", "6.7"): 1.0}
    assert run.annotations == []
    assert "layernorm.py" in run.summary and "10 of 10 points" in run.summary
    assert run.outputs == {
        "result": "passed",
        "score": "1",
        "points": "10",
        "max-points": "10",
        "pending": "0",
        "results": str(run.results),
    }
    judges.junit((run.results / "junit.xml").read_text())


def test_everything_is_graded_on_demand_and_several_exercises_of_one_file(pull_request: Path, problems: Path) -> None:
    write(pull_request, {"week2/transformer.py": f"{RELU}\n\n{BESSEL}"})
    commit(pull_request, "transformer")
    run = ci(pull_request, problems, "--all", **GITHUB)
    assert run.code == 1
    scores = run.scores
    assert list(scores) == [("layernorm.py", "6.7"), ("week2/transformer.py", "6.6"), ("week2/transformer.py", "6.7")]
    assert scores["layernorm.py", "6.7"] == 1.0
    lines = f"{RELU}\n\n{BESSEL}".splitlines()
    for _, file, line in run.annotations:
        assert file == "week2/transformer.py"
        assert lines[int(line) - 1].lstrip().startswith("def forward")
    assert len({line for _, _, line in run.annotations}) == 2
    named = {m["slug"] for one in run.report["results"] for m in one["report"]["misconceptions"][:1]}
    assert "ddof-1" in named and len(named) == 2


def test_a_plain_shell_grades_everything_and_since_a_ref_what_changed(pull_request: Path, problems: Path) -> None:
    everything = ci(pull_request, problems)
    assert everything.code == 1 and len(everything.scores) == 3
    changed = ci(pull_request, problems, "--changed-since", "origin/main", results="changed")
    assert changed.code == 0 and list(changed.scores) == [("layernorm.py", "6.7")]
    assert "::" not in everything.log


def test_gitlab_gets_its_report_beside_the_lines(pull_request: Path, problems: Path) -> None:
    write(pull_request, {"layernorm.py": BESSEL})
    commit(pull_request, "mistake")
    base = git(pull_request, "rev-parse", "origin/main")
    run = ci(pull_request, problems, GITLAB_CI="true", CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
    assert run.code == 1 and "::" not in run.log
    issues = json.loads((run.results / "gl-code-quality-report.json").read_text())
    (issue,) = judges.by_schema("gitlab-codequality.json", issues)
    assert BESSEL.splitlines()[issue["location"]["lines"]["begin"] - 1].lstrip().startswith("def forward")


def test_the_mark_to_reach_is_the_courses_to_set(pull_request: Path, problems: Path) -> None:
    write(pull_request, {"layernorm.py": BESSEL})
    commit(pull_request, "mistake")
    assert ci(pull_request, problems, "--fail-under", "0.1", **GITHUB).code == 0
    assert ci(pull_request, problems, "--fail-under", "0.2", **GITHUB).code == 1
    assert ci(pull_request, problems, "--fail-under", "80").code == 2


def test_a_deleted_file_is_not_a_passed_one(pull_request: Path, problems: Path) -> None:
    git(pull_request, "update-ref", "refs/remotes/origin/main", "HEAD")
    git(pull_request, "rm", "-q", "layernorm.py")
    commit(pull_request, "gone")
    run = ci(pull_request, problems, **GITHUB)
    assert run.code == 1 and run.scores == {("layernorm.py", "6.7"): 0.0}
    assert "not in the repository" in run.summary


def test_in_a_folder_of_a_larger_repository_annotations_name_the_file_as_the_host_does(
    tmp_path: Path, problems: Path
) -> None:
    repository = course(tmp_path / "repository", {"students/a/grader.toml": FILES}, {"students/a/layernorm.py": BESSEL})
    run = ci(repository / "students" / "a", problems, GITHUB_WORKSPACE=str(repository), **GITHUB)
    assert [file for _, file, _ in run.annotations] == ["students/a/layernorm.py"]


def test_here_and_at_a_service_the_scores_are_the_same(
    pull_request: Path, problems: Path, service: Address, tmp_path: Path
) -> None:
    write(pull_request, {"week2/transformer.py": f"{RELU}\n\n{BESSEL}", "layernorm.py": "def f(:\n"})
    commit(pull_request, "more")
    here = ci(pull_request, problems, **GITHUB)
    nothing = tmp_path / "no-problems"
    nothing.mkdir()
    there = ci(pull_request, nothing, "--server", service.url, results="there", GRADER_TOKEN=TOKEN, **GITHUB)
    assert there.code == here.code == 1, there.log
    assert there.scores == here.scores and len(here.scores) == 3
    assert there.annotations == here.annotations
    assert TOKEN not in there.log + there.summary


@pytest.mark.parametrize(
    ("options", "environment", "said"),
    [
        (("--server", "http://127.0.0.1:9"), {"GRADER_TOKEN": ""}, "GRADER_TOKEN"),
        (("--server", "http://grader.example"), {"GRADER_TOKEN": TOKEN}, "https"),
        (("--config", "../grader.toml"), {}, "--config"),
        (("--config", "missing.toml"), {}, "missing.toml"),
        (("--changed-since", "nowhere"), {}, "fetch-depth"),
        (("--config-from", "--output=x"), {}, "fetch-depth"),
        (("--config", "unknown.toml"), {}, "6.99"),
        ((), {"GRADER_THRESHOLDS": "nowhere.toml"}, "nowhere.toml"),  # what decides at a service decides here
    ],
)
def test_what_the_operator_got_wrong_is_told_with_exit_code_2(
    pull_request: Path, problems: Path, options: tuple[str, ...], environment: dict[str, str], said: str
) -> None:
    write(pull_request, {"unknown.toml": '[files]\n"layernorm.py" = "6.99"\n'})
    run = ci(pull_request, problems, *options, **environment)
    assert run.code == 2 and said in run.log and "Traceback" not in run.log


class Impostor(BaseHTTPRequestHandler):
    """Answers everything with a page."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"<html>hello</html>")

    def log_message(self, *_: object) -> None: ...


def test_an_address_that_is_no_service_is_told_and_scores_nothing(pull_request: Path, problems: Path) -> None:
    with HTTPServer(("127.0.0.1", 0), Impostor) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_address[1]}"
        run = ci(pull_request, problems, "--server", url, GRADER_TOKEN=TOKEN, **GITHUB)
        server.shutdown()
    assert run.code == 2 and "not as a grader does" in run.log
    assert run.annotations == [] and not run.results.exists()


def test_classroom_50_gets_its_result_and_exit_code_0_for_any_score(pull_request: Path, problems: Path) -> None:
    write(pull_request, {"layernorm.py": BESSEL})
    commit(pull_request, "mistake")
    (pull_request / "result.json").symlink_to("/etc/hostname")
    runner = {
        "CLASSROOM": "ml",
        "ASSIGNMENT": "norms",
        "ASSIGNMENT_TYPE": "individual",
        "OWNER": "alice",
        "SUBMISSION_TAG": "submit/2026-11-24T10-00-00Z-a1b2c3d",
        "COMMIT_URL": "https://git.example/c",
        "RELEASE_URL": "https://git.example/r",
        "GITHUB_ACTIONS": "true",
    }
    run = ci(pull_request, problems, "--all", **runner)
    assert run.code == 0, run.log
    result = judges.by_schema("classroom50-result-v1.json", json.loads((pull_request / "result.json").read_text()))
    assert result["max-score"] == 3000 and 0 < result["score"] < 3000
    seconds = int(git(pull_request, "show", "-s", "--format=%ct"))
    date = subprocess.run(["date", "-u", "-d", f"@{seconds}", "+%FT%TZ"], capture_output=True, text=True, check=True)
    assert result["datetime"] == date.stdout.strip()


def test_the_action_takes_its_inputs_from_the_environment_and_its_script_grades(
    pull_request: Path, problems: Path
) -> None:
    action = YAML(typ="safe").load((ROOT / "action.yml").read_text())
    steps = {step["name"]: step for step in action["runs"]["steps"]}
    assert all("${{" not in step.get("run", "") for step in steps.values())
    assert all(step["shell"] == "bash" for step in steps.values() if "run" in step)
    inputs = {name: given.get("default", "") for name, given in action["inputs"].items()}
    runner = {"runner.temp": str(pull_request.parent / "temp"), "github.action_path": str(ROOT)}

    def value(text: str) -> str:
        return re.sub(r"\$\{\{ (?:inputs\.)?([\w.-]+) \}\}", lambda m: {**inputs, **runner}[m[1]], text)

    environment = {name: value(text) for name, text in steps["Grade"]["env"].items()}
    outputs = pull_request.parent / "outputs"
    environment |= {**GITHUB, "GRADER": str(GRADER), "GITHUB_OUTPUT": str(outputs), "GRADER_PROBLEMS": str(problems)}
    environment |= {"CHANGED_SINCE": "$(touch injected); `touch injected`", "ALL": "true", "PATH": os.environ["PATH"]}
    done = subprocess.run(
        ["bash", "-c", steps["Grade"]["run"]], cwd=pull_request, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 2 and "rev-parse" in done.stdout  # a strange ref, and nothing more
    assert not (pull_request / "injected").exists()
    environment |= {"CHANGED_SINCE": "", "ALL": "false"}
    done = subprocess.run(
        ["bash", "-c", steps["Grade"]["run"]], cwd=pull_request, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    told = dict(line.split("=", 1) for line in outputs.read_text().splitlines())
    wanted = {re.search(r"outputs\.([\w-]+)", given["value"])[1] for given in action["outputs"].values()}
    assert wanted == set(told) and told["score"] == "1"
    assert (Path(told["results"]) / "junit.xml").exists()

"""What the documentation tells people to copy is valid, and does what it says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from grader.ci import config, publish
from tests.end_to_end.test_ci import BESSEL, RELU, RIGHT, ROOT, ci, commit, course, git, problems_of, write

DOCS = ROOT / "docs"
PULL_REQUESTS = (DOCS / "how-to" / "grade-pull-requests.md").read_text()


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def judge(schema: str, path: Path) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", str(path)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_action_is_one_that_github_takes() -> None:
    judge("github-actions", ROOT / "action.yml")


def test_the_workflow_is_one_that_github_takes_and_is_safe_for_forks(tmp_path: Path) -> None:
    workflow = blocks(PULL_REQUESTS, "yaml")[0]
    (tmp_path / "grade.yml").write_text(workflow)
    judge("github-workflows", tmp_path / "grade.yml")
    document = YAML(typ="safe").load(workflow)
    assert set(document["on"]) == {"pull_request", "push"} and document["permissions"] == {"contents": "read"}
    assert "secrets" not in workflow and "run" not in document["jobs"]["grade"]["steps"][0]
    used = {name for step in document["jobs"]["grade"]["steps"] for name in re.findall(r"outputs\.([\w-]+)", str(step))}
    assert used <= set(YAML(typ="safe").load((ROOT / "action.yml").read_text())["outputs"])


def test_the_step_with_a_server_uses_inputs_that_the_action_has() -> None:
    (step,) = YAML(typ="safe").load(blocks(PULL_REQUESTS, "yaml")[1])
    assert set(step["with"]) <= set(YAML(typ="safe").load((ROOT / "action.yml").read_text())["inputs"])


def test_the_pipeline_is_one_that_gitlab_takes_and_names_files_that_are_written(tmp_path: Path) -> None:
    pipeline = blocks(PULL_REQUESTS, "yaml")[2]
    (tmp_path / ".gitlab-ci.yml").write_text(pipeline)
    judge("gitlab-ci", tmp_path / ".gitlab-ci.yml")
    from tests.unit.formats.test_formats import CONTEXT

    named = set(re.findall(r"grader-results/([\w.-]+)", pipeline))
    assert named and named <= set(publish.files([], CONTEXT, []))


def test_every_field_option_and_exit_code_of_ci_is_documented() -> None:
    text = (DOCS / "reference" / "ci.md").read_text()
    helped = subprocess.run(
        [str(Path(sys.executable).with_name("grader")), "ci", "--help"], capture_output=True, text=True, check=True,
        env={"COLUMNS": "200", "TERM": "dumb", "PATH": "/usr/bin:/bin"},
    ).stdout  # fmt: skip
    options = set(re.findall(r"--[a-z-]+", helped)) - {"--help", "--no-contained"}
    assert len(options) > 8 and [option for option in sorted(options) if f"`{option}" not in text] == []
    example = config.parse(blocks(text, "toml")[0].encode())
    assert example.fail_under == 0.6 and len(example.work) == 5


def test_nothing_that_people_copy_takes_a_module_of_the_student_for_pythons() -> None:
    texts = [(ROOT / "action.yml").read_text()]
    texts += [page.read_text() for page in (DOCS / "how-to").glob("*.md")]
    called = [
        line for text in texts for line in text.splitlines() if re.search(r"(python|executable)\S*.* \"?-m\b", line)
    ]
    assert len(called) >= 4 and [line for line in called if not re.search(r"-I\"?,? \"?-m\b", line)] == []


@pytest.mark.parametrize("shell", blocks(PULL_REQUESTS, "sh"))
def test_from_zero_to_a_graded_pull_request_by_the_documentation_alone(tmp_path: Path, shell: str) -> None:
    problems = problems_of(tmp_path / "problems", "6.6", "6.7")
    toml = blocks(PULL_REQUESTS, "toml")[0].replace('["6.5", "6.6"]', '["6.6", "6.7"]')  # of those that load here
    repository = course(tmp_path / "repository", {"grader.toml": toml, "layernorm.py": RIGHT}, {"x.txt": "x\n"})
    write(repository, {"transformer.py": f"{RELU}\n\n{BESSEL}"})
    commit(repository, "my answer")
    git(repository, "update-ref", "refs/remotes/origin/main", "HEAD~2")
    for line, graded in zip(shell.splitlines(), (3, 2), strict=True):
        options = line.partition("#")[0].split()[2:]
        run = ci(repository, problems, *options, results=f"results{graded}")
        assert run.code == 1 and len(run.scores) == graded
        assert (run.results / "report.html").exists() and (run.results / "junit.xml").exists()


def test_links_between_pages_lead_somewhere() -> None:
    for page in [*DOCS.rglob("*.md"), ROOT / "README.md"]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text()):
            assert (page.parent / target).exists(), f"{page}: {target}"

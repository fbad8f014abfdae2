"""Each format is accepted by an independent reader, and tells what the report tells."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from grader.errors import NothingScored
from grader.formats import classroom50, github, plot
from grader.formats.answers import located
from grader.formats.graded import Context, Graded, remarks, total
from grader.formats.report_json import from_json, to_json
from grader.formats.table import FORMATS
from grader.model import Outcome
from tests.unit.formats import judges
from tests.unit.formats.reports import REPORTS, corpus, decided, fault, graded, hidden, many, pending, real

CLASSROOM = {
    "CLASSROOM": "ml",
    "ASSIGNMENT": "norms",
    "ASSIGNMENT_TYPE": "individual",
    "OWNER": "alice",
    "SUBMISSION_TAG": "submit/2026-11-24T10-00-00Z-a1b2c3d",
    "COMMIT_URL": "https://git.example/commit/a1b2c3d",
    "RELEASE_URL": "https://git.example/releases/1",
    "COMMIT_DATE": "2026-11-24T10:00:00Z",
}
CONTEXT = Context("2026-11-24T12:00:00Z", CLASSROOM)
SCORED = [name for name in REPORTS if name != "fault"]
DOCS = Path(__file__).parents[3] / "docs"


def written(format_: str, *works: Graded) -> str:
    return FORMATS[format_].render(works, CONTEXT)


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_survives_json(name: str) -> None:
    report = REPORTS[name]()
    again = from_json(json.loads(json.dumps(to_json(report))))
    assert to_json(again) == json.loads(json.dumps(to_json(report)))
    assert (again.score, again.status, len(again.items)) == (report.score, report.status, len(report.items))


@pytest.mark.parametrize("document", [{}, {"schema": "grader/report/v2"}, {"schema": "grader/report/v1"}])
def test_json_that_is_no_report_is_refused(document: dict[str, str]) -> None:
    with pytest.raises(ValueError):
        from_json(document)


@pytest.mark.parametrize("name", REPORTS)
def test_junit_is_valid_by_the_schema_and_a_parser_finds_points_and_outcomes(name: str) -> None:
    work = graded(name)
    suite = next(iter(judges.junit(written("junit", work))))
    properties = {p.name: p.value for p in suite.properties()}
    results = [type(result).__name__ for case in suite for result in case.result]
    if work.report.score is None:
        assert results == ["Error"] and properties["score"] == ""
        return
    assert float(properties["points"]) == pytest.approx(decided(work.report), abs=1e-4)
    assert float(properties["score"]) == pytest.approx(decided(work.report) / work.report.max_points, abs=1e-4)
    wrong = sum(item.outcome in (Outcome.FAIL, Outcome.PARTIAL) for item in work.report.items)
    assert results.count("Failure") == wrong + bool(work.report.stopped)
    assert suite.failures == results.count("Failure") and suite.errors == 0
    assert suite.skipped == results.count("Skipped")


@pytest.mark.parametrize("name", REPORTS)
def test_a_check_run_is_one_that_github_describes(name: str) -> None:
    document = json.loads(written("github-check", graded(name)))
    create = {"name": "grader", "head_sha": "a" * 40, "status": "completed", "conclusion": document["conclusion"]}
    for output in document["outputs"]:
        judges.by_schema("github-check-run-create.json", {**create, "output": output})
        judges.by_schema("github-check-run-update.json", {"conclusion": document["conclusion"], "output": output})
        for annotation in output.get("annotations", ()):
            assert len(annotation["title"]) <= 255 and 0 < len(annotation["message"].encode()) <= 64_000


@pytest.mark.parametrize(
    ("name", "conclusion"),
    [("right", "success"), ("named mistake", "failure"), ("pending", "neutral"), ("fault", "cancelled")],
)
def test_the_conclusion_of_a_check_never_blames_a_student_for_our_fault(name: str, conclusion: str) -> None:
    assert github.conclusion([graded(name)]) == conclusion


def test_annotations_come_in_batches_that_github_takes_and_none_is_lost() -> None:
    outputs = github.check_outputs([many(120)])
    assert [len(output["annotations"]) for output in outputs] == [50, 50, 20]
    assert [a["start_line"] for output in outputs for a in output["annotations"]] == list(range(1, 121))
    assert all(len(output["summary"]) <= 65_535 and len(output["text"]) <= 65_535 for output in outputs)


def test_a_step_makes_no_more_annotations_than_github_keeps_and_says_how_many_are_left() -> None:
    found = judges.commands(written("github", many(120)).splitlines())
    assert len(found) == 10 and "111 more" in found[-1].message
    assert len(judges.commands(written("github", many(10)).splitlines())) == 10


def test_a_summary_stays_under_what_a_step_may_write() -> None:
    works = [many(400), many(400)]
    assert len(github.step_summary(works, CONTEXT).encode()) < judges.MIB
    assert "0 of 800 points" in github.step_summary(works, CONTEXT)


@pytest.mark.parametrize("name", REPORTS)
def test_gitlab_takes_the_code_quality_report(name: str) -> None:
    issues = judges.by_schema("gitlab-codequality.json", json.loads(written("gitlab", graded(name))))
    assert len(issues) == len({issue["fingerprint"] for issue in issues}) == len(list(remarks([graded(name)])))


@pytest.mark.parametrize("name", SCORED)
def test_gradescope_takes_the_results(name: str) -> None:
    work = graded(name)
    results = judges.by_schema("gradescope-results.json", json.loads(written("gradescope", work)))
    assert results["score"] == pytest.approx(decided(work.report))
    assert sum(test.get("score", 0) for test in results["tests"]) == pytest.approx(decided(work.report))


@pytest.mark.parametrize("name", REPORTS)
def test_prairielearn_takes_the_results(name: str) -> None:
    report = REPORTS[name]()
    results = judges.by_schema("prairielearn-results.json", json.loads(written("prairielearn", graded(name))))
    assert results["gradable"] is (report.status not in ("not_gradable", "grader_error"))
    if results["gradable"]:
        assert results["score"] == pytest.approx(decided(report) / report.max_points)
    else:
        assert results["format_errors"]


@pytest.mark.parametrize("name", SCORED)
def test_classroom_50_takes_the_result(name: str) -> None:
    result = judges.by_schema("classroom50-result-v1.json", json.loads(written("classroom50", graded(name))))
    assert result["datetime"] == CLASSROOM["COMMIT_DATE"] and result["graded_at"] == CONTEXT.now
    assert all(test["score"] <= test["max-score"] for test in result["tests"])
    report = REPORTS[name]()
    assert result["score"] / result["max-score"] == pytest.approx(decided(report) / report.max_points, abs=0.005)


def test_classroom_50_says_what_is_missing_outside_of_it() -> None:
    with pytest.raises(NothingScored, match="SUBMISSION_TAG"):
        classroom50.render([graded("right")], Context())


@pytest.mark.parametrize("format_", ["gradescope", "classroom50"])
def test_a_format_that_can_only_hold_a_score_holds_none_for_a_fault(format_: str) -> None:
    with pytest.raises(NothingScored):
        written(format_, graded("right"), Graded("b.py", fault()))


@pytest.mark.parametrize("format_", FORMATS)
def test_what_waits_for_staff_is_pending_and_not_wrong(format_: str) -> None:
    text = written(format_, Graded("a.md", pending()))
    if format_ == "json":
        assert json.loads(text)["status"] == "needs_review"
        return
    assert "pending" in text.lower()
    if format_ == "gradescope":
        waiting = json.loads(text)["tests"][1]
        assert "score" not in waiting and "status" not in waiting
    if format_ == "prairielearn":
        assert (json.loads(text)["tests"][1]["points"], json.loads(text)["tests"][1]["max_points"]) == (0, 0)
    if format_ == "junit":
        assert next(iter(judges.junit(text))).failures == 0


@pytest.mark.parametrize("format_", [name for name in FORMATS if name != "json"])
def test_of_a_hidden_check_only_the_outcome_is_told(format_: str) -> None:
    text = written(format_, Graded("a.py", hidden()))
    assert "SECRET" not in text
    assert format_ in ("github", "gitlab") or "Held back" in text


def test_a_mistake_is_named_in_every_format() -> None:
    work = Graded("norm.py", corpus("pub_w4_bessel.py"))
    for format_ in FORMATS:
        assert "Bessel" in written(format_, work) or format_ == "classroom50", format_


def test_remarks_point_at_the_line_that_a_student_would_look_at() -> None:
    init = "        self.gamma, self.beta, self.eps = np.ones(dim), np.zeros(dim), eps\n"
    source = f"import numpy as np\n\n\nclass LayerNorm:\n    def __init__(self, dim, eps=1e-5):\n{init}\n"
    source += "    def forward(self, x):\n        {}\n"

    def lines(text: str) -> list[int]:
        return [remark.line for remark in remarks([Graded("a.py", real(text))])]

    assert lines(source.format("return x * self.gamma")) == [8]  # wrong numbers: where forward begins
    assert lines(source.format("y = x\n        return y[0, 0, 0, 0, 0, 0, 0]")) == [10]  # where it raised
    assert lines("import numpy as np\n\nclass LayerNorm\n") == [3]
    assert lines("import numpy as np\n\n\nraise ValueError('no')\n") == [4]
    assert lines("x = 1\n") == [1]


def test_the_picture_of_errors_shows_public_cases_and_hides_the_others() -> None:
    picture = plot.errors(corpus("pub_w4_bessel.py")).splitlines()
    assert "4.6e-02 WRONG" in picture[1] and "#|#" in picture[1]
    assert all("(not shown)" in line for line in picture if "fresh" in line)
    assert plot.errors(hidden()) == ""


def test_a_fault_counts_neither_as_points_nor_as_marks_to_be_had() -> None:
    sum_ = total([graded("right"), Graded("b.py", fault()), Graded("c.md", pending())])
    assert (sum_.points, sum_.max_points, sum_.pending, sum_.faults) == (13.0, 15.0, 2.0, 1)
    assert total([Graded("b.py", fault())]).score is None


def test_the_page_of_formats_names_every_one() -> None:
    text = (DOCS / "reference" / "formats.md").read_text()
    assert [name for name in FORMATS if f"`{name}`" not in text] == []


def test_what_a_report_suggests_is_no_mark_until_staff_decide() -> None:
    sum_ = total([Graded("a.md", pending())])
    assert (sum_.points, sum_.pending, sum_.max_points) == (3.0, 2.0, 5.0)
    assert "3 of 5 points, 2 pending" in written("markdown", Graded("a.md", pending()))


def test_a_remark_on_a_written_answer_stands_at_the_heading_of_its_part() -> None:
    report = replace(pending(), items=tuple(replace(i, id=f"{i.id}/why") for i in pending().items))
    text = "# Exercise 6.1\n\n## a\nIt vanishes.\n```\n## b\n```\n### Part (b):\nIt adds 1.\n"
    found = list(remarks([Graded("a.md", located(report, text))]))
    assert [(remark.line, remark.level) for remark in found] == [(8, "notice")]
    assert located(report, "no heading") == report


def test_lines_of_a_notebook_are_none_of_its_file() -> None:
    report = real("import numpy as np\n\n\nraise ValueError('no')\n")
    assert [remark.line for remark in remarks([Graded("a.ipynb", report), Graded("a.py", report)])] == [1, 4]

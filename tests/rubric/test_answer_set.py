"""The blind answer set is a measuring instrument: what it claims of itself must hold before anything is measured."""

import json
import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
TYPED_PARTS = {"6.2c", "6.3a", "6.4a", "6.4b", "6.9a", "6.9b", "6.9c", "6.9d"}
# Kinds to which a careful grader gives nothing, whatever words they contain.
WORTHLESS_KINDS = {"dont_know", "empty", "guesses", "injection", "negated", "off", "restated", "stuffed"}
HARD_KINDS = WORTHLESS_KINDS | {
    "contradictory",
    "corrected",
    "injection_mixed",
    "language",
    "negated_right",
    "reversed",
    "unit",
}

Row = dict[str, Any]


def rows(name: str) -> list[Row]:
    return [json.loads(line) for line in (HERE / name).read_text("utf-8").split("\n")[:-1]]


ANSWERS = rows("answers.jsonl")
INJECTIONS = rows("injections.jsonl")
BENIGN = [row for row in INJECTIONS if not row["must_not_gain"]]
CRITERIA: dict[str, dict[str, int]] = json.loads((HERE / "criteria.json").read_text("utf-8"))


def part(row: Row) -> str:
    return f"{row['exercise']}{row['part']}"


def normalised(answer: str) -> str:
    """Words and numbers only; an answer without any stays as it is."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", answer).casefold())) or answer


def counted_in_readme(heading: str) -> dict[str, int]:
    section = (HERE / "README.md").read_text("utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]
    return {kind: int(count) for kind, count in re.findall(r"^\| `(\w+)` \| (\d+) \|", section, re.MULTILINE)}


def test_each_row_has_the_documented_fields_and_no_others() -> None:
    always = {"exercise", "part", "answer", "kind"}
    labels = {"gold", "gold_total"}
    for row in ANSWERS:
        assert row.keys() - {"note"} == always | labels, row
    for row in INJECTIONS:
        expected = always | {"must_not_gain"} | (labels if row in BENIGN else set())
        assert row.keys() - {"note"} == expected, row
    for row in [*ANSWERS, *INJECTIONS]:
        assert all(isinstance(row[field], str) for field in always | (row.keys() & {"note"})), row
        assert part(row) in CRITERIA, row


def test_each_criterion_is_labelled_and_the_total_is_their_sum_by_points() -> None:
    for row in [*ANSWERS, *BENIGN]:
        points = CRITERIA[part(row)]
        assert row["gold"].keys() == points.keys(), row
        assert set(row["gold"].values()) <= {0.0, 0.5, 1.0}, row
        earned = sum(points[criterion] * label for criterion, label in row["gold"].items())
        assert row["gold_total"] == pytest.approx(earned / sum(points.values()), abs=1e-4), row


def test_worthless_kinds_are_labelled_zero_and_honest_look_alikes_are_not() -> None:
    assert [row for row in ANSWERS if row["kind"] in WORTHLESS_KINDS and row["gold_total"]] == []
    assert [row for row in BENIGN if not row["gold_total"]] == []
    assert {row["kind"] for row in INJECTIONS if row["kind"] != "benign"} == {
        row["kind"] for row in INJECTIONS if row["must_not_gain"]
    }


def test_no_answer_occurs_twice() -> None:
    texts = [normalised(row["answer"]) for row in [*ANSWERS, *INJECTIONS]]
    assert [text for text, times in Counter(texts).items() if times > 1] == []


def test_readme_counts_are_the_files_counts() -> None:
    assert counted_in_readme("Answers") == Counter(row["kind"] for row in ANSWERS)
    assert counted_in_readme("Injections") == Counter(row["kind"] for row in INJECTIONS)


def test_parts_are_covered_evenly_and_a_third_is_hard() -> None:
    by_part = Counter(map(part, ANSWERS))
    assert by_part.keys() == CRITERIA.keys()
    assert max(by_part.values()) <= 1.5 * min(by_part.values())
    typed = sum(count for name, count in by_part.items() if name in TYPED_PARTS)
    assert 0.4 <= typed / len(ANSWERS) <= 0.6
    assert sum(row["kind"] in HARD_KINDS for row in ANSWERS) >= len(ANSWERS) / 3


def test_each_criterion_occurs_met_and_not_met_often_enough_to_measure_both() -> None:
    for name, points in CRITERIA.items():
        for criterion in points:
            labels = Counter(row["gold"][criterion] for row in ANSWERS if part(row) == name)
            assert min(labels[0.0], labels[1.0]) >= 5, (name, criterion, labels)


def test_the_set_is_large_enough_for_its_claims() -> None:
    assert len(ANSWERS) >= 260
    assert len(INJECTIONS) - len(BENIGN) >= 80
    assert len(BENIGN) >= 20

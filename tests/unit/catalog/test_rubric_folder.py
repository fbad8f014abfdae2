"""A rubric's mistakes are told all at once, by file and field."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from grader.catalog.folder import load_catalog
from grader.catalog.rubric_folder import load_rubric
from grader.errors import InvalidSpec

STAGE = Path(__file__).parents[3] / "problems" / "stage-06"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(STAGE / "6.4", tmp_path / "6.4"))


def edit(path: Path, *changes: tuple[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")


def mistakes(folder: Path) -> str:
    with pytest.raises(InvalidSpec) as refused:
        load_rubric(folder)
    return "\n".join(refused.value.problems)


def test_names_that_refer_to_nothing_are_all_told(folder: Path) -> None:
    edit(
        folder / "rubric.toml",
        ("points = 8", "points = 9"),
        ('says = ["root + two"]', 'says = ["root + tow"]'),
        ('misconception = "linear-scaling"', 'misconception = "linear"'),
        ('literal = "alpha"', 'literal = "beta"'),
        ('{ criterion = "number", credit = 0.5 }', '{ criterion = "figure", credit = 0.5 }'),
        ('{ formula = "N*2^(1/alpha)" }', '{ formula = "M*2^(1/alpha)" }'),
        ('unlimited = ["data', 'unlimited = [".. data'),
    )
    found = mistakes(folder)
    for words in (
        "points: is 9, but the criteria add up to 8",
        "parts.b.criteria.factor.claims.0.says: there is no 'tow'",
        "there is no 'linear'",
        "literal: there is no 'beta'",
        "otherwise.criterion: there is no 'figure'",
        "'M*2^(1/alpha)' is no formula",
        "concepts.unlimited: '.. data",
    ):
        assert words in found
    assert all("rubric.toml" in line for line in found.splitlines())


def test_a_number_may_only_depend_on_the_symbol_of_the_law_that_its_part_asks_for(folder: Path) -> None:
    edit(folder / "rubric.toml", ('literal = "alpha"', ""))
    found = mistakes(folder)
    assert "parts.a.criteria.number.values.0.value" in found
    assert "depends on alpha, which has no value: give it one, or make it the `literal`" in found
    assert "parts.b" not in found


def test_an_unknown_field_and_a_wrong_type_are_told_by_their_place(folder: Path) -> None:
    edit(folder / "rubric.toml", ("digits = 1", "digit = 1"), ("within = 0.12", 'within = "wide"'))
    found = mistakes(folder)
    assert "parts.0.criteria.1.number.digit: Extra inputs are not permitted" in found
    assert "parts.0.criteria.1.number.within" in found


def test_a_criterion_needs_examples_of_every_kind(folder: Path) -> None:
    edit(folder / "examples" / "c.toml", ('negated = ["There is no irreducible loss."]', "negated = []"))
    edit(folder / "examples" / "a.toml", ("[number]", "[nummer]"))
    found = mistakes(folder)
    assert "c.toml: irreducible.negated" in found
    assert "a.toml: nummer: part a has no such criterion" in found
    assert "a.toml: number: a criterion needs its examples" in found


def test_too_few_examples_that_fail_are_refused(folder: Path) -> None:
    edit(folder / "examples" / "c.toml", ('not_met = ["There is an irreducible loss.", ', "not_met = [ #"))
    path = folder / "examples" / "c.toml"
    path.write_text(path.read_text().replace('not_met = [ #"It saturates.", "The exponent is small."]', "not_met = []"))
    assert "needs at least 5 answers that do not meet the criterion" in mistakes(folder)


def test_missing_files_are_told(folder: Path) -> None:
    (folder / "statement.md").unlink()
    (folder / "examples" / "b.toml").unlink()
    found = mistakes(folder)
    assert "statement.md: No such file" in found
    assert "b.toml: No such file" in found


def test_a_catalog_holds_code_and_rubrics_and_tells_the_mistakes_of_both(tmp_path: Path) -> None:
    for name in ("6.7", "6.4"):
        shutil.copytree(STAGE / name, tmp_path / name)
    catalog = load_catalog(tmp_path)
    assert (set(catalog.code), set(catalog.rubrics)) == ({"6.7"}, {"6.4"})
    edit(tmp_path / "6.4" / "rubric.toml", ("points = 8", "points = 7"))
    edit(tmp_path / "6.7" / "exercise.toml", ("points =", "pionts ="))
    with pytest.raises(InvalidSpec) as refused:
        load_catalog(tmp_path)
    assert {Path(line.split(":")[0]).name for line in refused.value.problems} == {"rubric.toml", "exercise.toml"}


def test_the_version_changes_with_the_rubric(folder: Path) -> None:
    before = load_rubric(folder).version
    edit(folder / "rubric.toml", ("digits = 1", "digits = 2"))
    assert load_rubric(folder).version != before

"""An author's mistakes are reported all at once, by file and field."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from grader.catalog.folder import Catalog, load_catalog, load_exercise
from grader.errors import InvalidSpec, UnknownExercise

PROBLEMS = Path(__file__).parents[3] / "problems"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PROBLEMS / "stage-06" / "6.7", tmp_path / "6.7"))


def edit(folder: Path, *changes: tuple[str, str], name: str = "exercise.toml") -> None:
    path = folder / name
    text = path.read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text)


def mistakes(folder: Path) -> str:
    with pytest.raises(InvalidSpec) as refused:
        load_exercise(folder)
    return "\n".join(refused.value.problems)


def test_every_exercise_of_the_project_loads() -> None:
    assert set(load_catalog(PROBLEMS).exercises) == {f"6.{number}" for number in range(1, 12)}


def test_three_mistakes_are_three_lines_each_with_its_field(folder: Path) -> None:
    edit(
        folder,
        ('kind = "shape"', 'kind = "form"'),
        ('topic = "a batch of one row"\n', ""),
        ("points = 10", 'points = "ten"'),
    )
    told = mistakes(folder)
    assert "checks.0.kind" in told
    assert "cases.one_row.topic" in told
    assert "points" in told
    assert told.count("exercise.toml") == 3


def test_names_that_refer_to_nothing_are_all_told(folder: Path) -> None:
    edit(
        folder,
        ('rig = "wide"', 'rig = "huge"'),
        ('behaviour = ["generic"]', 'behaviour = ["nowhere"]'),
        ('layer = "layer_norm"', 'layer = "no_such_layer"'),
        ("points = 5.5", "points = 5"),
    )
    told = mistakes(folder)
    for part in ("cases.outlier.rig", "behaviour", "reference.layer", "the checks add up to 9.5"):
        assert part in told


def test_a_wrong_type_and_a_name_that_refers_to_nothing_are_told_together(folder: Path) -> None:
    edit(
        folder,
        ("points = 10", 'points = "ten"'),
        ('rig = "wide"', 'rig = "huge"'),
        ('behaviour = ["generic"]', 'behaviour = ["nowhere"]'),
    )
    told = mistakes(folder)
    for part in ("points", "cases.outlier.rig", "behaviour"):
        assert part in told
    assert told.count("exercise.toml") == 3


def test_an_unknown_field_is_a_mistake_and_not_silence(folder: Path) -> None:
    edit(folder, ('title = "Layer normalisation"', 'title = "Layer normalisation"\ntolerence = 1e-3'))
    assert "tolerence" in mistakes(folder)


def test_mistakes_in_other_files_are_told_by_file(folder: Path) -> None:
    (folder / "statement.md").unlink()
    (folder / "wrong" / "new.py").write_text('"""title = "only a title"\n"""\n')
    (folder / "wrong" / "broken.py").write_text("class (:\n")
    told = mistakes(folder)
    assert "statement.md" in told
    assert "new.py: explanation" in told
    assert "new.py: hint" in told
    assert "broken.py" in told


def test_toml_that_is_not_toml_says_where(folder: Path) -> None:
    edit(folder, ('title = "Layer', "title = Layer"))
    assert "not TOML" in mistakes(folder)


def test_an_empty_folder_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(InvalidSpec, match=r"no exercise\.toml"):
        load_catalog(tmp_path)


def test_an_unknown_exercise_is_told_with_those_there_are() -> None:
    with pytest.raises(UnknownExercise, match=r"9\.9"):
        Catalog({}).get("9.9")


def test_the_version_changes_with_anything_a_verdict_depends_on(folder: Path) -> None:
    before = load_exercise(folder).version
    edit(folder, ("scale = 2.0", "scale = 3.0"))
    assert load_exercise(folder).version != before

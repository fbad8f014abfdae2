from __future__ import annotations

from pathlib import Path

import pytest

from grader.rubric import threshold_file
from grader.rubric.decision import DEFAULT_THRESHOLDS, Layer, Proposal, Thresholds
from grader.rubric.threshold_file import SHADOW, InvalidThresholds, ThresholdFile

FILE = ThresholdFile(
    target=0.05,
    versions={"6.1": "old", "6.2": "same"},
    least={
        "6.1:text:text:credit": 0.8,
        "6.2:text:text:credit": 0.7,
        "6.2/a/one:text:credit": SHADOW,
        "number:typed:credit": 0.9,
        "formula:typed:zero": SHADOW,
    },
)


def lowest(
    found: Thresholds, exercise: str, kind: str, layer: Layer, fraction: float = 1.0, criterion: str = "x"
) -> float | None:
    proposal = Proposal(fraction=fraction, confidence=1.0, layer=layer, reason="x")
    return found.lowest(exercise, "a", criterion, kind, proposal)


def test_what_is_written_is_read_back() -> None:
    assert threshold_file.parse(threshold_file.dump(FILE)) == FILE


def test_a_changed_rubric_puts_prose_back_to_shadow_mode_and_leaves_numbers() -> None:
    found = threshold_file.effective(FILE, {"6.1": "new", "6.2": "same"})

    assert threshold_file.changed(FILE, {"6.1": "new", "6.2": "same"}) == ["6.1"]
    assert lowest(found, "6.1", "text", Layer.TEXT) is None
    assert lowest(found, "6.2", "text", Layer.TEXT) == 0.7
    assert lowest(found, "6.1", "number", Layer.TYPED) == 0.9


def test_prose_that_the_file_does_not_name_only_suggests_and_the_rest_is_as_shipped() -> None:
    found = threshold_file.effective(FILE, {"6.1": "old", "6.2": "same", "6.3": "x"})

    assert lowest(found, "6.3", "text", Layer.TEXT) is None
    assert lowest(found, "6.3", "choice", Layer.TYPED) == DEFAULT_THRESHOLDS.least["typed:credit"]
    assert lowest(found, "6.3", "text", Layer.SCREEN, 0.0) == DEFAULT_THRESHOLDS.least["screen:zero"]


def test_shadow_means_shadow_and_the_most_specific_key_wins() -> None:
    found = threshold_file.effective(FILE, {"6.1": "old", "6.2": "same"})

    assert lowest(found, "6.2", "formula", Layer.TYPED, 0.0) is None
    assert lowest(found, "6.2", "text", Layer.TEXT, criterion="one") is None


def test_without_a_file_the_shipped_thresholds_hold() -> None:
    assert threshold_file.effective(threshold_file.read(None), {}) == DEFAULT_THRESHOLDS


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("target = 2", "target"),
        ("least = {}", "target"),
        ('target = 0.05\n[least]\n"number:typd:credit" = 0.9', "number:typd:credit"),
        ('target = 0.05\n[least]\n"number:typed:credit" = 1.5', "number:typed:credit"),
        ('target = 0.05\n[least]\n"number:typed:credit" = "off"', "number:typed:credit"),
        ("target = 0.05\nextra = 1", "extra"),
        ('target = 0.05\n[least]\n"text:text:credit" = 0.9', "by exercise"),
        ('target = 0.05\n[least]\n"6.1:text:text:credit" = 0.9', "versions"),
        ("target = ", "TOML"),
    ],
)
def test_a_mistake_in_the_file_is_named_with_the_file(tmp_path: Path, text: str, named: str) -> None:
    path = tmp_path / "thresholds.toml"
    path.write_text(text)

    with pytest.raises(InvalidThresholds, match=named) as refused:
        threshold_file.read(path)
    assert str(path) in str(refused.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidThresholds, match=r"nowhere\.toml"):
        threshold_file.read(tmp_path / "nowhere.toml")

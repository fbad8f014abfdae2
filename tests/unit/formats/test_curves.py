from __future__ import annotations

from xml.etree import ElementTree

from grader.formats import curves
from grader.rubric.calibration import Calibration, Graded, calibrate
from grader.rubric.decision import Layer, Proposal

SVG = "{http://www.w3.org/2000/svg}"


def calibrated(count: int, wrong: int = 0, kind: str = "text") -> Calibration:
    group = []
    for index in range(count):
        proposal = Proposal(fraction=1.0, confidence=round(0.5 + index / 1000, 3), layer=Layer.TYPED, reason="x")
        group.append(Graded("6.1", kind, proposal, 0.0 if index < wrong else 1.0))
    (found,) = calibrate(group, 0.05).values()
    return found


def test_the_picture_is_well_formed_and_has_a_panel_for_each_group_with_a_curve() -> None:
    groups = [calibrated(100), calibrated(5), calibrated(3, kind="a<b>&\"'"), Calibration("empty", 3, (), None, 0)]

    root = ElementTree.fromstring(curves.picture(groups, 0.05))

    panels = root.findall(f"{SVG}g")
    assert [panel.findall(f"{SVG}text")[0].text for panel in panels] == [each.group for each in groups[:3]]
    assert len(panels[0].findall(f"{SVG}polyline")) == 2


def test_every_point_lies_within_its_panel() -> None:
    root = ElementTree.fromstring(curves.picture([calibrated(80, wrong=40)], 0.05))
    for line in root.iter(f"{SVG}polyline"):
        for pair in line.attrib["points"].split():
            x, y = map(float, pair.split(","))
            assert curves.LEFT <= x <= curves.LEFT + curves.PLOT[0]
            assert curves.TOP <= y <= curves.TOP + curves.PLOT[1]


def test_the_text_says_what_follows_and_marks_the_threshold() -> None:
    lines = list(curves.text(calibrated(100, wrong=1), 0.05))

    assert "decides from" in lines[0]
    assert len([line for line in lines if line.endswith("<- threshold")]) == 1
    assert len(lines) <= 2 + curves.LINES


def test_too_few_labels_and_a_refuted_layer_are_told_apart() -> None:
    assert "2 of the 59 labels" in next(curves.text(calibrated(2), 0.05))
    assert "refuted" in next(curves.text(calibrated(100, wrong=100), 0.05))

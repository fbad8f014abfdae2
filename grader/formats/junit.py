"""JUnit XML as every CI reads it: a suite a report, a case a check.

JUnit has no word for points: they are properties.
A learner's mistake is a `failure`, our own fault an `error`, what was not checked or waits for staff is `skipped`.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from grader.formats.escaping import visible
from grader.formats.graded import (
    FAULT,
    PENDING,
    Context,
    Graded,
    decided_points,
    is_pending,
    message_of,
    pending_points,
    points_of,
    stopped_message,
    verdict,
)
from grader.model import Item, Outcome, Report

MESSAGE = 200  # characters of the attribute; the body has all of it


def render(graded: Sequence[Graded], context: Context) -> str:
    """One document."""
    root = Element("testsuites", name="grader")
    for one in graded:
        root.append(_suite(one, context))
    for name in ("tests", "failures", "errors"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, "unicode") + "\n"


def _suite(one: Graded, context: Context) -> Element:
    report = one.report
    seconds = float(report.timings_ms.get("total", 0)) / 1000
    suite = Element("testsuite", name=_text(f"{report.exercise} {one.path}"), time=f"{seconds:.3f}")
    suite.set("timestamp", context.now)
    properties = SubElement(suite, "properties")
    facts = {
        "exercise": report.exercise,
        "exercise_version": report.exercise_version,
        "file": one.path,
        "status": report.status,
        "score": "" if report.points is None else f"{decided_points(report) / report.max_points:.6g}",
        "points": "" if report.points is None else f"{decided_points(report):.6g}",
        "pending": f"{pending_points(report):.6g}",
        "max_points": f"{report.max_points:.6g}",
        **{f"points.{item.id}": points_of(report, item) for item in report.items},
    }
    for name, value in facts.items():
        SubElement(properties, "property", name=_text(name), value=_text(value))
    cases = [_case(one, item) for item in report.items]
    if not report.items or report.stopped or report.status == "grader_error":
        cases.insert(0, _run(one))
    suite.extend(cases)
    if report.stdout.strip():
        SubElement(suite, "system-out").text = _text(report.stdout)
    suite.set("tests", str(len(cases)))
    for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(name, str(sum(case.find(tag) is not None for case in cases)))
    return suite


def _run(one: Graded) -> Element:
    """The case that stands for the run as a whole."""
    case = Element("testcase", classname=_text(one.report.exercise), name="The run")
    if one.report.status == "grader_error":
        _child(case, "error", FAULT, "grader_error")
    elif one.report.stopped:
        _child(case, "failure", _named(one.report, stopped_message(one.report)), str(one.report.stopped["reason"]))
    return case


def _case(one: Graded, item: Item) -> Element:
    report = one.report
    case = Element("testcase", classname=_text(report.exercise), name=_text(item.title))
    message = message_of(item)
    if is_pending(report, item):
        _child(case, "skipped", f"{PENDING} {message}", "pending")
    elif item.outcome is Outcome.SKIPPED:
        _child(case, "skipped", message, "skipped")
    elif item.outcome is not Outcome.PASS:
        said = f"{message}\n\n{item.points:g} of {item.max_points:g} points ({verdict(report)} in all)"
        _child(case, "failure", _named(report, said), item.outcome.value)
    return case


def _named(report: Report, message: str) -> str:
    for found in report.misconceptions[:1]:
        message += f"\n\nIt looks like: {found.title}\n{found.explanation}\nHint: {found.hint}"
    return message


def _child(case: Element, tag: str, message: str, kind: str) -> None:
    first = _text(" ".join(message.split()))[:MESSAGE]
    SubElement(case, tag, message=first, type=_text(kind)).text = _text(message)


def _text(text: str) -> str:
    """Without characters that XML cannot hold; markup is escaped when it is written."""
    return "".join(char if char not in "\ufffe\uffff" else "\N{REPLACEMENT CHARACTER}" for char in visible(text))

"""Findings to sentences. Says what differs, how much, where, and what was allowed; never what a hidden case held."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from grader.checks.compare import TOLERANCE_BY_DTYPE
from grader.checks.evidence import Evidence
from grader.checks.precision import Precision
from grader.checks.readings import CaseResult, Judged
from grader.model import Ending, Finding, Observation, Outcome

Facts = Mapping[str, Any]

STOPPED = {
    Ending.SYNTAX_ERROR: "The file is not valid Python",
    Ending.EXCEPTION: "The file raised an error while it was loaded, before anything of it could be called",
    Ending.TIME_LIMIT: "The run was stopped: it took longer than {wall_s:g} s (or {cpu_s} s of CPU time)",
    Ending.MEMORY_LIMIT: "The run was stopped: it asked for more than {memory_mib} MiB of memory",
    Ending.OUTPUT_LIMIT: "The run was stopped: it printed or returned more than is kept ({drain_mib} MiB of text)",
    Ending.FORBIDDEN: "The run was stopped: it tried something that is not allowed here",
    Ending.CRASH: "The process ended before it was done",
}
TOLD = (Ending.SYNTAX_ERROR, Ending.EXCEPTION, Ending.FORBIDDEN, Ending.CRASH)  # whose own message says more
NOTES = {
    "fence": "The Markdown fence (```) around the code was left out.",
    "list": "The result is a nested list; return a NumPy array (np.array) instead.",
    "call": "The object is callable but has no `{method}` method; name it `{method}` as the statement asks.",
    "float32": "The arithmetic runs in float32 (the inputs are float64), so it was compared at the looser tolerance"
    f" {TOLERANCE_BY_DTYPE['float32']:g}.",
    "backward_unrecognised": "Your `backward` was not graded: it did not hand over every gradient in a form that is"
    " recognised (dx returned, the parameters' gradients in self.grads or self.dW). The forward was checked instead.",
    "backward_exception": "Your `backward` raised an error and was not graded; the forward was checked instead.",
    "zeros": "All weight matrices start as zeros. The grader writes other values into them, but in training every"
    " gradient through them would be zero: start with small random numbers.",
    "unfinished": "{name} is unfinished in this file; the supplied {name} was used instead of it.",
    "aliases": "The result shares memory with the input; return a new array.",
}


def stopped_sentence(observation: Observation, limits: Mapping[str, Any]) -> str:
    """Why the run ended early, for the student."""
    base = STOPPED[observation.ending].format(**limits)
    line = observation.place or observation.line
    where = f" (line {line})" if line else ""
    detail = f": {observation.message.rstrip('.')}" if observation.message and observation.ending in TOLD else ""
    return f"{base}{where}{detail}."


def sentence(finding: Finding) -> str:
    """One finding in words."""
    return _SENTENCES[finding.check](finding)


def _shape(finding: Finding) -> str:
    facts = finding.facts
    if finding.outcome is Outcome.PASS:
        return "Every call returned an array of the right shape."
    if facts.get("because") == "target":
        defined = ", ".join(facts["defined"]) or "nothing that can be called"
        return f"There is no {facts['name']} in this file. It defines: {defined}. The name is part of the task."
    if not facts.get("causes"):
        return "No call returned a result."
    causes = " ".join(dict.fromkeys(_cause(cause) for cause in facts["causes"]))
    return f"{facts['failing']} of {facts['total']} calls returned no array of the right shape. {causes}"


def _cause(cause: Facts) -> str:
    topic, kind = cause["topic"], cause["kind"]
    if kind in ("construction", "exception"):
        doing = "Constructing the object" if kind == "construction" else f"The call for {topic}"
        return f"{doing} raised {error_text(cause['error'])}."
    if kind == "parameters":
        raised = [f"The call for {topic} raised {error_text(cause['error'])}."] if "error" in cause else []
        return " ".join([*(_parameter(name, said) for name, said in list(cause["absent"].items())[:4]), *raised])
    if kind == "bad_return":
        hint = " Did you forget to return the result?" if cause["returned"] == "none" else ""
        return f"The call for {topic} returned {cause['found']} instead of an array.{hint}"
    if kind == "shape":
        return f"For {topic} the shape is {tuple(cause['found'])}, and should be {tuple(cause['expected'])}."
    return f"The call for {topic} did not finish."


def _parameter(name: str, said: Facts) -> str:
    reason = said.get("missing")
    if reason == "absent":
        return f"The parameter {name} was not found on the object."
    if reason == "shape":
        return f"The parameter {name} ({said.get('path')}) has shape {tuple(said.get('found', ()))}."
    if reason == "read_only":
        return f"The parameter {name} is a read-only array; keep it as an ordinary NumPy array."
    if reason == "dtype":
        return f"The parameter {name} is an array of {said.get('found')}; parameters are arrays of floats."
    return f"The parameter {name} is {said.get('found')}, not a NumPy array."


def error_text(error: Facts) -> str:
    """`ValueError in line 12: operands could not be ...`"""
    line = f" in line {error['line']}" if error.get("line") else ""
    message = f": {error['message']}" if error.get("message") else ""
    return f"{error.get('type', 'an error')}{line}{message}"


def _finite(finding: Finding) -> str:
    if finding.outcome is Outcome.SKIPPED:
        return _skipped(finding)
    facts = finding.facts
    if finding.outcome is Outcome.PASS:
        return "All numbers are finite."
    where = f"; the first is {facts['found']} at index {facts['index']}" if facts["public"] else ""
    return (
        f"{facts['failing']} of {facts['total']} results hold NaN or infinity. For {facts['topic']}:"
        f" {facts['entries']} entries{where}."
    )


def _values(finding: Finding) -> str:
    if finding.outcome is Outcome.SKIPPED:
        return _skipped(finding)
    facts = finding.facts
    if finding.outcome is Outcome.PASS:
        return (
            f"All {facts['total']} results agree with the reference: largest error {facts['error']:.1e} of its largest"
            f" entry, {facts['tolerance']:.0e} allowed."
        )
    if not facts.get("wrong"):
        return "The values are right, in a form that earns part of the marks (see the notes)."
    shown = " ".join(_case(case) for case in facts["cases"])
    topics = ""
    if facts["wrong"] < facts["total"]:
        topics = f"Wrong on: {'; '.join(facts['topics'])}."
    return " ".join(
        part
        for part in (f"{facts['wrong']} of {facts['total']} results differ from the reference.", shown, topics)
        if part
    )


def _case(case: Facts) -> str:
    if not case["public"]:
        return f"For {case['topic']}, {case['differing']} of {case['entries']} entries differ."
    return (
        f"For {case['topic']}, {case['differing']} of {case['entries']} entries differ: the worst, at index"
        f" {tuple(case['index'])}, is {case['found']:.6g} and should be {case['expected']:.6g}"
        f" (error {case['error']:.1e} of the largest entry, {case['tolerance']:.0e} allowed)."
    )


def _gradient(finding: Finding) -> str:
    facts = finding.facts
    if finding.outcome is Outcome.SKIPPED:
        return _skipped(finding)
    if facts.get("because") == "float32":
        return "Not measured: finite differences need float64, and this code computes in float32. The values are right."
    if finding.outcome is Outcome.PASS:
        what = "Your backward gives" if facts.get("own") else "Central differences of your forward give"
        return f"{what} the reference's gradient: largest error {facts['error']:.1e}, {facts['tolerance']:.0e} allowed."
    names = ", ".join(facts["names"])
    if facts.get("own"):
        shapes = f" Wrong shape: {', '.join(facts['shapes'])}." if facts["shapes"] else ""
        return (
            f"Your backward differs from the gradient with respect to {names}: largest error {facts['error']:.1e},"
            f" {facts['tolerance']:.0e} allowed.{shapes}"
        )
    return (
        f"The slope of your forward with respect to {names} is not the gradient of the function: along a random"
        f" direction of {facts['of']} it changes by {facts['numeric']:.6g} and should by {facts['analytic']:.6g}."
    )


def _behaviour(finding: Finding) -> str:
    if finding.outcome is Outcome.SKIPPED:
        return _skipped(finding)
    if finding.outcome is Outcome.PASS:
        return "Inputs are left as they were, and the same call gives the same answer."
    said = []
    if finding.facts["changed"]:
        names = ", ".join(finding.facts["changed"])
        said.append(f"The call changed its input {names} in place; work on a new array, as the caller still needs it.")
    if not finding.facts["repeatable"]:
        said.append("The same call with the same input gave another answer the second time.")
    return " ".join(said) or "The input could not be looked at after the call."


def _skipped(finding: Finding) -> str:
    reasons = {
        "shape": "Not checked: no call returned an array of the right shape.",
        "values": "Not checked: it would only repeat what the values already show.",
        "not_measured": "Not checked for this form of the answer.",
        "stopped": "Not checked: the run did not come to its end.",
    }
    return reasons[str(finding.facts.get("because", "stopped"))]


_SENTENCES: Mapping[str, Callable[[Finding], str]] = {
    "shape": _shape,
    "finite": _finite,
    "values": _values,
    "gradient": _gradient,
    "behaviour": _behaviour,
}


def notes(evidence: Evidence, judged: Judged, findings: Mapping[str, Finding]) -> list[str]:
    """What a right answer may still be told."""
    spec = evidence.plan.spec
    said = [NOTES["fence"] for note in evidence.notes if note == "fence"]
    said += [f"Line {n[6:]} is a notebook command and was left out." for n in evidence.notes if n.startswith("magic:")]
    given = spec.supplied.names if spec.supplied else ()
    said += [NOTES["unfinished"].format(name=name) for name in given if f"unfinished:{name}" in evidence.notes]
    calls = [result.call for result in judged.results if result.call.status == "ok"]
    if any(call.by == "call" for call in calls):
        said.append(NOTES["call"].format(method=spec.target.method))
    if any(call.kind == "list" for call in calls):
        said.append(NOTES["list"])
    if evidence.precision is Precision.SINGLE or any(is_single(result) for result in judged.results):
        said.append(NOTES["float32"])
    if any(call.aliases for call in calls):
        said.append(NOTES["aliases"])
    if judged.all_right:
        said += judged.combination.notes
        rigs = [evidence.rig(name) for name in {result.case.rig.name for result in judged.results}]
        said += [p.absent_note for p in spec.parameters if p.absent_note and any(r.absent([p.name]) for r in rigs)]
        said += [result.case.spec.optional for result in judged.optional if not result.right]
    backward = findings["gradient"].facts.get("backward")
    if backward:
        said.append(NOTES[f"backward_{backward}"])
    return list(dict.fromkeys([*said, *_construction_notes(evidence)]))


def is_single(result: CaseResult) -> bool:
    """Whether float64 input came back as float32."""
    asked = {draw.dtype for draw in result.case.spec.inputs.values()}
    return result.call.value is not None and result.call.value.dtype.name == "float32" and "float32" not in asked


def _construction_notes(evidence: Evidence) -> list[str]:
    spec = evidence.plan.spec
    said = []
    quiet = {parameter.name for parameter in spec.parameters if parameter.quiet_aliases}
    for rig in evidence.rigs.values():
        for name, wanted in spec.target.defaults.items():
            if name in rig.defaults and rig.defaults[name] != wanted:
                said.append(f"The default of {name} is {rig.defaults[name]:g}; the statement says {wanted:g}.")
        matrices = [bound for bound in rig.slots.values() if len(bound.get("shape", ())) > 1]
        if len(matrices) > 1 and all(bound.get("zeros") for bound in matrices):
            said.append(NOTES["zeros"])
        for slot, bound in rig.slots.items():
            how, path = bound.get("how"), str(bound.get("path", ""))
            generic = ".".join("#" if part.isdigit() else part for part in slot.split("."))
            if how == "transposed":
                said.append(f"{slot} is kept transposed ({path}); that was taken into account.")
            elif how == "smaller":
                said.append(f"{slot} ({path}) is smaller than the arguments say; it was graded as it is.")
            elif how == "name" and generic not in quiet and path.rpartition(".")[2] != slot.rpartition(".")[2]:
                said.append(f"{slot} was found under the name {path}.")
    return said

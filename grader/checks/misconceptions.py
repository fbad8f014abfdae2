"""Names the mistake: compares what a submission computed with what known wrong variants compute on the same plan."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import CodeType
from typing import Any

import numpy as np

from grader.catalog.folder import WrongVariant
from grader.catalog.plan import expanded
from grader.checks.evidence import Call, Evidence, gather
from grader.checks.readings import Judged
from grader.model import Observation, Program

MATCH_TOLERANCE = 1e-6  # over the variant's largest entry; two writings of one mistake differ by rounding only
SCREEN_TOLERANCE = 0.02  # before own helpers are told apart: the two GELUs, or another eps, make less of a difference

RunVariant = Callable[[CodeType, Program], Observation]


class Runner:
    """Runs wrong variants on what the submission was run on, with the helpers and parameters that it has."""

    def __init__(self, evidence: Evidence, run: RunVariant) -> None:
        self.plan, self.run = evidence.plan, run
        self.absent: dict[str, set[str]] = {}  # by rig: what it lacks, of that which it need not have
        self.parts: dict[str, dict[str, bool]] = {}  # by rig: switches that say what it has
        self.programs: dict[tuple[tuple[str, ...], str], Program] = {}  # by cases and switches
        for name, planned in self.plan.rigs.items():
            rig = evidence.rig(name)
            if rig.slots:
                known = list(expanded(self.plan.spec, planned.spec))
                names = [one for parameter, one, _ in known if not parameter.required]
                self.absent[name] = {*rig.absent(names)}
                self.parts[name] = {p.switch: not rig.absent([one]) for p, one, _ in known if p.switch}

    def calls(
        self,
        variant: WrongVariant,
        flavour: Mapping[str, object],
        switches: Mapping[str, str | float],
        cases: Sequence[str],
    ) -> Mapping[str, Call]:
        """What the variant does in `cases`, by id."""
        key = (tuple(cases), repr(switches))
        if key not in self.programs:
            program = self.plan.narrowed(tuple(cases))
            steps = [self._like_the_submission(step, switches) for step in program.head["steps"]]
            self.programs[key] = Program({**program.head, "steps": steps}, program.tensors)
        program = self.programs[key]
        rigs = {step["rig"] for step in program.head["steps"]}
        follows = {
            key: all(name not in self.absent.get(rig, ()) for rig in rigs) for key, name in variant.spec.has.items()
        }
        head = {**program.head, "globals": {**flavour, **follows}}
        return gather(self.plan, self.run(variant.code, Program(head, program.tensors))).calls

    def _like_the_submission(self, step: Mapping[str, Any], switches: Mapping[str, str | float]) -> Mapping[str, Any]:
        """A parameter that the submission does not have is not written into the variant either.

        A variant has the supplied helpers in any case, so a rig that asks for them is not the same as another.
        """
        if step["do"] == "build":
            told = {**step.get("switches", {}), **switches, **self.parts.get(step["rig"], {})}
            return {**{key: value for key, value in step.items() if key != "supply"}, "switches": told}
        if step["do"] == "bind":
            return {**step, "slots": [s for s in step["slots"] if s["name"] not in self.absent.get(step["rig"], ())]}
        return step


def explaining(
    judged: Judged,
    settings: Sequence[Sequence[Mapping[str, str | float]]],
    variants: Sequence[WrongVariant],
    known: Sequence[WrongVariant],
    runner: Runner,
) -> Iterator[tuple[int, WrongVariant]]:
    """(how many calls agree, the variant) for each that explains the submission.

    Each is tried on one wrong case first, and all cases only if it agrees there. Once a variant does all that the
    submission does, only its twins can do as much. `settings`: the switches that the helpers may have, those that make
    little difference to each other together.
    """
    plan = runner.plan
    order = {step["id"]: place for place, step in enumerate(plan.program.head["steps"]) if step["do"] == "call"}
    telling = min(
        judged.results,
        key=lambda r: (
            r.right,
            not r.case.spec.generic,
            r.call.status != "ok",
            len(r.case.rig.parameters),  # the smallest object is the soonest built
            order[r.case.id],
        ),
    )
    cases = plan.cases.values()
    # What came before may have left traces in the object: the same calls in the same order, up to the telling one.
    quick = [c.id for c in cases if c.rig is telling.case.rig and order[c.id] <= order[telling.case.id]]
    one = replace(judged, results=(telling,))
    rigs = {result.case.rig.name for result in judged.results}
    every = [case.id for case in cases if case.rig.name in rigs]

    def agreement(variant: WrongVariant) -> int:
        best = 0
        for flavour, near in itertools.product(variant.flavours(), settings):
            screen = MATCH_TOLERANCE if len(near) == 1 else SCREEN_TOLERANCE
            if variant in known or matches(one, runner.calls(variant, flavour, near[0], quick), screen):
                for switches in near:
                    best = max(best, matches(judged, runner.calls(variant, flavour, switches, every)))
                    if best == len(judged.results):
                        return best
        return best

    twins: set[str] | None = None
    for variant in variants:
        slug = variant.misconception.slug
        if twins is not None and slug not in twins and not twins & {*variant.spec.twins}:
            continue
        agreed = agreement(variant)
        if agreed == len(judged.results) and twins is None:
            twins = {slug, *variant.spec.twins}
        if agreed or variant in known:
            yield agreed, variant


def alike(student: Call, variant: Call, tolerance: float = MATCH_TOLERANCE) -> bool:
    """The same outcome of one call: close arrays, the same exception, or the same kind of non-array."""
    if student.status != variant.status:
        return False
    if student.status == "exception":
        return student.error.get("type") == variant.error.get("type") and _stem(student) == _stem(variant)
    if student.status == "bad_return":
        return student.kind == variant.kind
    one, two = student.value, variant.value
    if one is None or two is None or one.shape != two.shape:
        return False
    exact, other = one.astype(np.float64), two.astype(np.float64)
    finite = np.isfinite(exact)
    if not np.array_equal(finite, np.isfinite(other)):
        return False
    scale = float(np.abs(other[finite]).max(initial=0.0)) or 1.0
    tolerance = max(tolerance, *(1e-5 for dtype in (one.dtype, two.dtype) if dtype == np.float32), 0.0)
    return bool(np.all(np.abs(exact[finite] - other[finite]) <= tolerance * scale))


def _stem(call: Call) -> tuple[str, ...]:
    """What the message speaks of, whatever order it says it in: its numbers (shapes) and its words."""
    message = re.sub(r"0x[0-9a-f]+|'[^']*'", "_", str(call.error.get("message", ""))[:300])
    return tuple(sorted(re.findall(r"[0-9]+|[a-z]{4,}", message)))


def matches(judged: Judged, variant_calls: Mapping[str, Call], tolerance: float = MATCH_TOLERANCE) -> int:
    """How many calls agree, if the variant explains the submission; else 0.

    It explains it if it agrees on every generic case, with a wrong one among them, or - a mistake that only special
    inputs show - on every case there is.
    """
    agree = {r.case.id: alike(r.call, variant_calls.get(r.case.id, Call("missing")), tolerance) for r in judged.results}
    generic = [r for r in judged.results if r.case.spec.generic]
    explains_generic = all(agree[r.case.id] for r in generic) and any(not r.right for r in generic)
    if not explains_generic and not all(agree.values()):
        return 0
    return sum(agree.values())


def by_symptom(variants: Sequence[WrongVariant], symptoms: Iterable[str]) -> list[WrongVariant]:
    """Variants that are known by what they do rather than by their numbers.

    Where none is known for `not-repeatable-unrelated`, those for `not-repeatable` are.
    """
    known = {variant.spec.symptom for variant in variants if variant.spec.symptom}
    shown = {symptom if symptom in known else symptom.removesuffix("-unrelated") for symptom in symptoms}
    return [variant for variant in variants if variant.spec.symptom and variant.spec.symptom in shown]

"""The format of `exercise.toml`, field by field.

An exercise says what to do with an implementation and on which designed inputs; never what comes out:
the reference and the wrong variants are run for that. Unknown fields are refused. Dimensions may be given by
name: `shape = [2, 5, "d_model"]` means the argument `d_model` of the rig.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from grader.model import Limits

Dimension = int | str
Slug = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$", max_length=60)]


class Strict(BaseModel):
    """Refuses unknown fields, so that a misspelt one is an error and not silence."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Target(Strict):
    """What the student must define."""

    name: str
    kind: Literal["class", "function"] = "class"
    method: str = "forward"
    arguments: tuple[str, ...] = ()  # of the constructor, in order; each rig gives them values
    defaults: dict[str, float] = {}  # that the statement asks for; another default is a note


class Draw(Strict):
    """How one input array is made. All draws are exact in float32."""

    kind: Literal["normal", "tokens", "values", "number", "mask"] = "normal"
    shape: tuple[Dimension, ...] = ()
    sizes: dict[str, int] = {}  # instead of shape, with `layouts`: the length of each named axis
    scale: float = 1.0
    offset: float = 0.0
    row_scales: tuple[float, ...] = ()  # multiplies the rows (all but the last axis, flattened), in turn
    constant_rows: tuple[int, ...] = ()  # rows whose entries are all the same
    outlier: float | None = None  # put into one entry of every row, in each row another
    low: int = 0  # tokens: lowest id
    high: Dimension = 2  # tokens: one over the highest id
    include: tuple[int, ...] = ()  # tokens: ids that must occur, in the first places
    values: tuple[float, ...] = ()  # the array itself, reshaped to `shape` if that is given; the number itself
    dtype: Literal["float64", "float32", "int64"] = "float64"
    notation: Literal["additive_inf", "additive_1e9", "bool_keep", "bool_hide", "int_keep", "int_hide"] = "additive_inf"
    size: int = 0  # kind "mask": a causal mask of [size, size]


class Parameter(Strict):
    """One parameter array of the student's object, found by its names and filled by the grader."""

    name: str  # dotted: the reference's name for it
    # The ways to its parent object: one tuple of aliases a step; `.` is the object itself.
    within: tuple[tuple[str, ...], ...] = ()
    names: tuple[str, ...] = ()  # of the array itself; the first one is the statement's, others are notes
    shape: tuple[Dimension, ...]
    scale: float = 1.0
    offset: float = 0.0
    required: bool = True
    absent_note: str = ""  # told to the student whose object lacks it and is right without
    quiet_aliases: bool = False  # other names are as good as the statement's: no note
    itself: bool = False  # the parent may be the array
    transposable: bool = False
    shrinkable: tuple[int, ...] = ()  # axes that may be shorter than asked for (a note)
    split: str | None = None  # argument that says in how many pieces it may be kept
    split_axis: int = -1
    fused: tuple[str, ...] = ()  # names of one array that holds this and the next ones side by side
    fused_with: tuple[str, ...] = ()
    beside: str = ""  # name of the parameter in whose object this one may lie
    beside_names: tuple[str, ...] = ()
    fallback: bool = False  # else: by shape, in order of declaration
    initial: float | None = None  # prefer an array that starts as this
    repeat: str | None = None  # argument that says how many: one such parameter for each index, which `#` stands for


class Rig(Strict):
    """One object to build."""

    arguments: dict[str, int | float] = {}
    fresh: bool = True  # its parameters are drawn anew for every submission; False: the same for ever
    supply: Literal["missing", "all"] = "missing"  # helpers: those the student lacks, or all of them
    switches: dict[str, str] = {}  # globals of supplied.py
    tags: dict[str, str] = {}


class Case(Strict):
    """One call."""

    rig: str
    topic: str  # what it shows, in the words of the report
    inputs: dict[str, Draw]
    keywords: tuple[str, ...] = ()  # inputs handed over by name
    fresh: bool = True
    generic: bool = True  # a misconception shows on all generic cases; others are made for one mistake
    weight: float = 1.0
    optional: str = ""  # a failure here is only this note to the student
    same_inputs_as: str | None = None  # an earlier case, whose random arrays of the same names are used again
    tags: dict[str, str] = {}


class Choice(Strict):
    """One way to read the statement."""

    name: str
    options: dict[str, Any] = {}  # of the reference; in capitals, globals of supplied.py and of the wrong variants
    tags: dict[str, str] = {}  # cases and rigs with another value of such a tag do not count
    note: str = ""  # told to the student when this one was found
    credit: float = 1.0  # fraction of the marks for values and gradient
    tolerance: float | None = None  # instead of the table's
    gradient_tolerance: float | None = None


class Reading(Strict):
    """An ambiguity that the statement leaves open: the first choice that fits is held for all cases."""

    name: str
    choices: tuple[Choice, ...] = Field(min_length=1)
    when_own: tuple[str, ...] = ()  # only if the student defined one of these helpers; else the first choice
    when_absent: str = ""  # only if the student's object has no such parameter; else the first choice
    when_present: str = ""  # only if the student's object has this parameter; else the first choice
    fine: bool = False  # its choices give nearly the same numbers: tried only where all else may be right


class Gradient(Strict):
    """The gradient check: which case's inputs, and with respect to what."""

    case: str
    of: tuple[str, ...] = Field(min_length=1)  # names of inputs and parameters
    output: tuple[Dimension, ...] = ()  # shape of what forward returns there, if not the shape of the first input
    backward: bool = True  # a student's own `backward`, where there is one, is graded instead
    directions: int = Field(default=2, ge=1, le=8)


class Check(Strict):
    """One line of the report, and what it is worth."""

    kind: Literal["shape", "finite", "values", "gradient", "behaviour"]
    title: str
    points: float = Field(ge=0)


class Reference(Strict):
    """Which layer of `reference/` it is, and which arguments of a rig are options of its forward."""

    layer: str
    options: tuple[str, ...] = ()
    inputs: tuple[str, ...]  # positional inputs of the reference's forward, by name
    rename: dict[str, str] = {}  # case input -> option of the reference


class Supplied(Strict):
    """What supplied.py offers to the student's namespace."""

    names: tuple[str, ...]
    modules: tuple[str, ...] = ()


class ExerciseSpec(Strict):
    """One `exercise.toml`."""

    id: Annotated[str, Field(pattern=r"^[0-9]{1,2}\.[0-9]{1,2}$")]
    title: str
    points: float = Field(gt=0)
    tolerance: float = 1e-7  # float64: largest error over the reference's largest entry
    gradient_tolerance: float = 1e-6
    target: Target
    reference: Reference
    supplied: Supplied | None = None
    parameters: tuple[Parameter, ...] = ()
    layouts: dict[str, tuple[str, ...]] = {}  # orders of axes; a case whose input has `sizes` is made once for each
    rigs: dict[Slug, Rig] = Field(min_length=1)
    cases: dict[Slug, Case] = Field(min_length=1)
    readings: tuple[Reading, ...] = ()
    gradient: tuple[Gradient, ...] = ()  # the first whose case belongs to the submission's reading counts
    behaviour: tuple[str, ...] = ()  # cases that are called again, and whose inputs are looked at afterwards
    checks: tuple[Check, ...] = Field(min_length=1)
    limits: dict[str, float] = {}

    @model_validator(mode="before")
    @classmethod
    def _lay_out(cls, data: Any) -> Any:
        """Replace each case with `sizes` by one case a layout, tagged with it, and name those wherever it was named."""
        if not isinstance(data, dict) or not isinstance(data.get("layouts"), dict):
            return data
        cases: dict[str, Any] = {}
        made: dict[str, list[str]] = {}
        for name, case in data.get("cases", {}).items():
            inputs = case.get("inputs", {}) if isinstance(case, dict) else {}
            sized = {key for key, one in inputs.items() if isinstance(one, dict) and "sizes" in one}
            if not sized:
                cases[name], made[name] = case, [name]
                continue
            made[name] = [f"{name}-{layout}" for layout in data["layouts"]]
            for layout, axes in data["layouts"].items():
                laid = {k: {**inputs[k], "shape": [inputs[k]["sizes"].get(a, 0) for a in axes]} for k in sized}
                tags = {**case.get("tags", {}), "layout": layout}
                cases[f"{name}-{layout}"] = {**case, "tags": tags, "inputs": {**inputs, **laid}}
        gradient = [
            {**g, "case": name} for g in data.get("gradient", ()) for name in made.get(g.get("case"), [g.get("case")])
        ]
        behaviour = [name for b in data.get("behaviour", ()) for name in made.get(b, [b])]
        return {**data, "cases": cases, "gradient": gradient, "behaviour": behaviour}

    def limits_of(self) -> Limits:
        kinds = {name: type(getattr(Limits(), name)) for name in self.limits}
        return Limits(**{name: kinds[name](value) for name, value in self.limits.items()})


class WrongSpec(Strict):
    """The TOML in the docstring of a file in `wrong/`."""

    title: str
    explanation: str
    hint: str
    ceiling: float = Field(default=0.6, ge=0, lt=1)
    credit: float = Field(default=0.0, ge=0, le=1)
    symptom: str = ""
    twins: tuple[str, ...] = ()  # slugs of variants that, for some flavour, are the same function: both are named
    has: dict[str, str] = {}  # global -> parameter: whether the submission's object has it
    flavours: dict[str, tuple[bool | int | float | str, ...]] = {}


class SampleSpec(Strict):
    """One `[[sample]]` of `samples/samples.toml`."""

    file: str
    title: str
    verdict: Literal["accepted", "noted", "partial", "rejected"]
    min_score: float = Field(ge=0, le=1)
    max_score: float = Field(ge=0, le=1)
    misconception: str = ""
    note: str = ""

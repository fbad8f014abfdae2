"""The format of `rubric.toml` and of `examples/*.toml`, field by field.

A part is one question; its criteria are what is graded. A criterion has a kind: `number`, `formula`, `choice`, `member`
and `no_extras` are read and decided; `text` is matched and mostly suggested. Unknown fields are refused. Phrases are
written as `grader.language.phrases` says; `says` names concepts, joined by ` + `, that must stand close together.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from grader.catalog.spec import Slug, Strict

PartId = Annotated[str, Field(pattern=r"^[a-z]$")]
Phrases = tuple[str, ...]
Credit = Annotated[float, Field(ge=0, le=1)]


class Misunderstanding(Strict):
    """A mistake that has a name, told to the learner."""

    title: str
    explanation: str
    hint: str


class Symbol(Strict):
    """A letter of the exercise's formulas. Without `value` it is free; `usual` are values people put in for it."""

    names: Phrases = Field(min_length=1)  # every spelling
    value: float | None = None
    usual: tuple[float, ...] = ()


class Claim(Strict):
    """Something an answer may state, and what that is worth."""

    credit: Credit = 1.0  # 1 met, 0 a contradiction or misconception, between: partly
    says: Phrases = ()  # each: concepts that stand close together, "gradient + shrinks"
    phrases: Phrases = ()  # or simply one of these phrases
    about: str = ""  # the subject that it must be said of
    unless: Phrases = ()  # concepts that must not stand in the same sentence
    misconception: str = ""
    tell: str = ""  # to the learner

    @model_validator(mode="after")
    def _says_something(self) -> Claim:
        if not self.says and not self.phrases:
            raise ValueError("a claim needs `says` or `phrases`")
        return self


class Value(Strict):
    """A number an answer may come to."""

    value: str  # a formula in the exercise's symbols
    means: str  # the assumption it stands for, told to the learner
    credit: Credit = 1.0
    percent: bool = False
    said: Phrases = ()  # counts in full only if one of these phrases stands in the answer
    unsaid: Credit | None = None  # credit otherwise; none: then it is for a person
    unless: Phrases = ()  # with one of these in the answer it is for a person
    misconception: str = ""
    tell: str = ""


class Option(Strict):
    """One possibility of an assumption: what it adds to a sum."""

    means: str
    adds: str


class Sum(Strict):
    """Values by rule: `base` plus one option of every assumption; every such total is accepted."""

    base: str
    assumptions: tuple[tuple[Option, ...], ...] = Field(min_length=1)
    credit: Credit = 1.0


class NumberComparison(Strict):
    """Credit for comparing one's own number with a figure: "6M more than the stated 117M"."""

    own: Slug  # the number criterion of the part that one's own number is read by
    to: Phrases = Field(min_length=1)  # figures to compare with: formulas in the exercise's symbols
    causes: Phrases = ()  # causes that are too small to explain a difference
    explained: Credit = 0.5  # credit for a right comparison that is explained by one of them


class Formula(Strict):
    """A formula an answer may give, in any equivalent form."""

    formula: str
    credit: Credit = 1.0
    said: Phrases = ()  # counts only if one of these phrases stands in the same sentence
    unless: Phrases = ()  # and none of these
    means: str = ""
    misconception: str = ""
    tell: str = ""


class Otherwise(Strict):
    """Credit for a criterion that was not answered itself, from another one that was."""

    criterion: str
    credit: Credit


class CriterionBase(Strict):
    """What every criterion has."""

    id: Slug
    title: str
    points: float = Field(gt=0)
    required: bool = False  # the heart of the part: the report says so where it is missing
    statement: str  # what must hold, in a sentence
    accept: Phrases = ()  # phrasings that meet it
    claims: tuple[Claim, ...] = ()
    otherwise: Otherwise | None = None


class TextCriterion(CriterionBase):
    """An explanation in prose."""

    kind: Literal["text"]
    claims: tuple[Claim, ...] = Field(min_length=1)
    accept: Phrases = Field(min_length=1)


class NumberCriterion(CriterionBase):
    """A number, as such, or as a product or sum that comes to it."""

    kind: Literal["number"]
    values: tuple[Value, ...] = ()
    sums: tuple[Sum, ...] = ()
    steps: tuple[str, ...] = ()  # formulas of numbers on the way, which are never the answer
    elsewhere: Phrases = ()  # a number in a clause with one of these is about something else
    only_with: Phrases = ()  # only numbers in a sentence with one of these count
    symbolic: Credit = 0.5  # for the right formula in symbols without its number
    digits: int = 2  # significant digits that a rounded number must have
    within: float = Field(default=0.03, gt=0, lt=1)  # and it must not be farther off than this share of the value
    slip: Credit = 0.5  # for the right formula with another result
    comparison: NumberComparison | None = None  # also met by comparing the number of another criterion with a figure

    @model_validator(mode="after")
    def _has_values(self) -> NumberCriterion:
        if not any(value.credit == 1 for value in self.values) and not self.sums:
            raise ValueError("a number criterion needs a value with credit 1, or a sum")
        return self


class FormulaCriterion(CriterionBase):
    """A formula: symbols of the exercise, or numbers in their place."""

    kind: Literal["formula"]
    formulas: tuple[Formula, ...] = Field(min_length=1)
    literal: str = ""  # symbol for which a number may stand: 2^(-0.076) is 2^(-alpha)
    of: Phrases = ()  # names of what the formula says a change of
    others: Phrases = ()  # names of what else changes, with words that say nothing of the formula


class ChoiceCriterion(CriterionBase):
    """Which attribute an entity has. The part's `choice` names both."""

    kind: Literal["choice"]
    entity: str
    answer: str
    partly: dict[str, Credit] = {}  # attributes that earn part of it


class MemberCriterion(CriterionBase):
    """That a thing is listed. The part's `listing` names the things."""

    kind: Literal["member"]
    member: str


class NoExtrasCriterion(CriterionBase):
    """That nothing false is listed; only where something right is."""

    kind: Literal["no_extras"]


Criterion = Annotated[
    TextCriterion | NumberCriterion | FormulaCriterion | ChoiceCriterion | MemberCriterion | NoExtrasCriterion,
    Field(discriminator="kind"),
]


class Choice(Strict):
    """Entities and the attributes they may have."""

    entities: dict[Slug, Phrases] = Field(min_length=1)  # in the order of the question
    attributes: dict[Slug, Phrases] = Field(min_length=2)  # each excludes the others
    beside: dict[Slug, Phrases] = {}  # attributes that may come with any of them, such as RMSNorm
    others: Phrases = ()  # entities that are not asked for: what is said of them does not count


class Listing(Strict):
    """Things that belong to the answer, and things that do not."""

    members: dict[Slug, Phrases] = Field(min_length=1)
    extras: dict[Slug, Phrases] = {}
    misconceptions: dict[Slug, str] = {}  # extra -> misconception
    none: Phrases = ()  # there is nothing to list
    others: Phrases = ()  # what is not asked about: what is said of it does not count

    def named(self) -> tuple[tuple[str, Phrases], ...]:
        """Every thing, member or not, and its names."""
        return (*self.members.items(), *self.extras.items())


class Part(Strict):
    """One question."""

    id: PartId
    question: str
    about: str = ""  # the subject that a sentence speaks of if it names none
    criteria: tuple[Criterion, ...] = Field(min_length=1)
    choice: Choice | None = None
    listing: Listing | None = None

    @property
    def points(self) -> float:
        return sum(criterion.points for criterion in self.criteria)


class RubricSpec(Strict):
    """One `rubric.toml`."""

    id: Annotated[str, Field(pattern=r"^[0-9]{1,2}\.[0-9]{1,2}$")]
    title: str
    points: float = Field(gt=0)
    parts: tuple[Part, ...] = Field(min_length=1)
    concepts: dict[Slug, Phrases] = {}
    subjects: dict[Slug, Phrases] = {}  # things told apart in prose: what is said of one does not count for another
    symbols: dict[str, Symbol] = {}
    misconceptions: dict[Slug, Misunderstanding] = {}


class Examples(Strict):
    """Unit tests of one criterion: answers to its part, and what holds of each."""

    met: tuple[str, ...] = Field(min_length=5)
    partly: tuple[str, ...] = ()
    not_met: tuple[str, ...] = ()
    negated: tuple[str, ...] = Field(min_length=1)  # not met: says that it is not so
    misconceived: tuple[str, ...] = Field(min_length=1)  # not met: says something wrong
    keywords: tuple[str, ...] = Field(min_length=1)  # not met: words without a statement

    @model_validator(mode="after")
    def _enough(self) -> Examples:
        if len(self.failing) < 5:
            raise ValueError(f"needs at least 5 answers that do not meet the criterion, has {len(self.failing)}")
        return self

    @property
    def failing(self) -> tuple[str, ...]:
        """All that must earn nothing."""
        return (*self.not_met, *self.negated, *self.misconceived, *self.keywords)

"""The judging of one exercise's answers, top to bottom: screen, read, judge each criterion, decide or abstain."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from functools import partial

from grader.catalog.rubric_spec import (
    ChoiceCriterion,
    Criterion,
    FormulaCriterion,
    MemberCriterion,
    NoExtrasCriterion,
    NumberCriterion,
    Part,
    TextCriterion,
)
from grader.language.words import FUNCTION_WORDS, stems_of
from grader.rubric import (
    choice,
    composition,
    disowned,
    evidence,
    formulas,
    guards,
    law,
    law_numbers,
    law_read,
    lessons,
    listing,
    number,
    screens,
    similarity,
    strictness,
    two_keys,
)
from grader.rubric.answer import MAX_CHARACTERS, Answer, read
from grader.rubric.decision import DEFAULT_THRESHOLDS, Decision, Layer, Proposal, Thresholds, decide
from grader.rubric.evidence import Prose, prose
from grader.rubric.prepared import Prepared
from grader.rubric.reading import Reading
from grader.rubric.screens import Screened
from grader.rubric.similarity import Likeness
from grader.rubric.trained import Learnt
from grader.rubric.wordings import GRADING

WORDS = Likeness()
TOPICAL = 2  # different words of the topic from which on what looks like orders may be an answer
SPEAKING = 3  # the same, with the question's own words counted
WORDS_ONLY = ("restated", "keywords", "language")  # flags that say nothing about what was read as a value


def judge(
    prepared: Prepared, answers: Mapping[str, str], thresholds: Thresholds = DEFAULT_THRESHOLDS
) -> tuple[Decision, ...]:
    """One decision a criterion, in the order of the rubric. A part without an answer is empty."""
    return tuple(
        decision
        for part in prepared.spec.parts
        for decision in judge_part(prepared, part, answers.get(part.id, ""), thresholds)
    )


def judge_part(
    prepared: Prepared, part: Part, text: str, thresholds: Thresholds = DEFAULT_THRESHOLDS
) -> tuple[Decision, ...]:
    """The decisions on one part's answer."""
    proposals = propose(prepared, part, text)
    least = Thresholds({**learnt(prepared).thresholds, **thresholds.least})
    return tuple(
        decide(prepared.spec.id, part.id, c.id, c.kind, c.points, proposals[c.id], least) for c in part.criteria
    )


def learnt(prepared: Prepared) -> Learnt:
    """What the rubric's graded answers teach; worked out when it is first asked for."""
    if prepared.lesson.learnt is None:
        prepared.lesson.learnt = lessons.learn(prepared.spec, prepared.labels, partial(read_part, prepared))
    return prepared.lesson.learnt


def propose(prepared: Prepared, part: Part, text: str) -> dict[str, Proposal]:
    """What the layers think of each criterion of a part, by its id."""
    reading = read_part(prepared, part, text)
    if reading.text is None:
        return dict(reading.proposals)
    proposals = reading.proposals
    trained = learnt(prepared).parts.get(part.id)
    if trained is not None:
        proposals = two_keys.turned(reading, part.criteria, trained.chances(lessons.seen(reading), proposals))
    return disowned.flagged(reading.text.answer, proposals)


def read_part(prepared: Prepared, part: Part, text: str) -> Reading:
    """What the rules make of one part's answer."""
    in_prose = any(isinstance(criterion, TextCriterion) for criterion in part.criteria)
    screened = screens.screen(text[:MAX_CHARACTERS], part.question, prose=in_prose)
    if screened.empty:
        flags = screened.flags if screened.flags and _claims(prepared, part, text) else ()
        nothing = Proposal(fraction=0.0, confidence=1.0, layer=Layer.SCREEN, reason=screened.empty, flags=flags)
        return Reading({criterion.id: nothing for criterion in part.criteria})
    answer = read(screened.text, prepared.lexer, prepared.vocabulary, foreign="language" in screened.flags)
    in_words = prose(answer, prepared, part.about)
    found = {c.id: _found(answer, in_words, c, part, prepared) for c in part.criteria}
    knows = prepared.vocabulary.knows
    left_over = _left_over(in_words, part, found, knows)
    by = WORDS if part.id in prepared.labels else prepared.likeness  # a model sees what it was trained on
    others = any(proposal is not None and not proposal.flags for proposal in found.values())
    whole = {
        c.id: found[c.id] or _nothing_found(in_words, c, part, left_over, by, others=others) for c in part.criteria
    }
    for criterion in part.criteria:
        whole[criterion.id] = _otherwise(criterion, whole)
    whole = {c.id: strictness.guarded(in_words, c, whole[c.id], part, whole, prepared) for c in part.criteria}
    whole = {c.id: strictness.depending(c, whole) for c in part.criteria}
    too_long = ("too_long",) if len(text) > MAX_CHARACTERS else ()
    loud = read(text[:MAX_CHARACTERS], prepared.lexer, prepared.vocabulary) if "injection" in screened.flags else None
    ordered = _earning(prepared, part, loud) if loud else frozenset()
    ignored = {c.id: _ignored(c, part, whole, screened, ordered) for c in part.criteria}
    proposals = {name: _screened(proposal, screened, too_long, ignored[name]) for name, proposal in whole.items()}
    return Reading(proposals, screened.flags, in_words)


def _claims(prepared: Prepared, part: Part, text: str) -> bool:
    """Whether an answer may be one if none of it is taken for words to the grader: it would earn something, or it is
    made of the topic's words ("layer_norm: full independence of the batch").
    """
    answer = read(text[:MAX_CHARACTERS], prepared.lexer, prepared.vocabulary)
    asked = stems_of(part.question)
    topical = {
        word.stem
        for word in answer.words.words
        if prepared.vocabulary.knows(word.text) and word.text not in FUNCTION_WORDS | GRADING
    }
    if (len(topical - asked) >= TOPICAL or len(topical) >= SPEAKING) and not screens.DOCUMENT.search(text):
        return True
    return bool(_earning(prepared, part, answer))


def _earning(prepared: Prepared, part: Part, answer: Answer) -> frozenset[str]:
    """Criteria that an answer may earn something of, before anything puts that in doubt."""
    in_words = prose(answer, prepared, part.about)
    found = {c.id: _found(answer, in_words, c, part, prepared) for c in part.criteria}
    return frozenset(name for name, proposal in found.items() if proposal is not None and proposal.fraction > 0)


def _found(answer: Answer, text: Prose, criterion: Criterion, part: Part, prepared: Prepared) -> Proposal | None:
    """What an answer claims of a criterion, in numbers and formulas or in words."""
    said, typed = evidence.judge(text, criterion), _typed(answer, criterion, part, prepared)
    said, typed = law_read.claimed(answer, said, typed, part)
    return _better(typed, said)


def _typed(answer: Answer, criterion: Criterion, part: Part, prepared: Prepared) -> Proposal | None:
    match criterion:
        case NumberCriterion():
            symbol = law.symbol_of(part)
            if symbol:
                return law_numbers.judge(answer, criterion, part, symbol, prepared)
            return number.judge(answer, criterion, part, prepared)
        case FormulaCriterion():
            return formulas.judge(answer, criterion, part, prepared)
        case ChoiceCriterion():
            return choice.judge(answer, criterion, part.choice) if part.choice else None
        case MemberCriterion() | NoExtrasCriterion():
            return listing.judge(answer, criterion, part.listing) if part.listing else None
        case TextCriterion():
            return None


def _better(typed: Proposal | None, said: Proposal | None) -> Proposal | None:
    """What was read counts, unless the words claim more and nothing puts them in doubt."""
    if typed is None:
        return said
    if said is not None and said.reason == "text.against" and typed.fraction > 0 and not _overlap(said, typed):
        return replace(typed, flags=(*typed.flags, "contradiction"))
    if typed.reason == "value.unread":
        return said or typed
    if typed.reason == "formula.sizes" and said is not None and set(said.flags) <= {"correction"}:
        return said  # "three of 768 by 768 for query, key and value, and one for the output"
    if said is None or said.flags or typed.flags or said.fraction <= typed.fraction:
        return typed
    if typed.reason == "formula.other":
        return replace(said, flags=("formula",))  # the words are right, but a formula is not
    return said if typed.fraction > 0 or typed.reason == "value.not_mentioned" else typed


def _overlap(one: Proposal, other: Proposal) -> bool:
    """Whether two proposals rest on the same words: the "by 2" of "divided by 2^alpha" is no claim of its own."""
    return any(a.start < b.end and b.start < a.end for a in one.quotes for b in other.quotes)


def _left_over(text: Prose, part: Part, found: Mapping[str, Proposal | None], known: Callable[[str], bool]) -> int:
    """Content words that no claim accounts for: what an answer may still say in words that the rubric does not know."""
    unread = evidence.unaccounted(text, [c for c in part.criteria if found[c.id] is not None], part.question)
    if any(isinstance(criterion, TextCriterion) for criterion in part.criteria):
        return len(unread)
    return sum(len(word) > 1 and word not in guards.NEUTRAL and not known(word) for word in unread)


def _nothing_found(
    text: Prose, criterion: Criterion, part: Part, left_over: int, by: Likeness, *, others: bool
) -> Proposal:
    """No claim is made: a suggestion from likeness, or certainty if other claims account for every word."""
    bare = isinstance(criterion, NumberCriterion) and not any(claim.credit > 0 for claim in criterion.claims)
    if bare and not text.answer.found:
        return Proposal(fraction=0.0, confidence=0.9, layer=Layer.TYPED, reason="value.missing")
    if composition.shows_a_number(criterion, part):
        return Proposal(fraction=0.0, confidence=0.9, layer=Layer.TYPED, reason="value.unread")
    if (left_over > 0 or not others) and not isinstance(criterion, TextCriterion):
        return Proposal(fraction=0.0, confidence=0.5, layer=Layer.TYPED, reason="value.unread")
    if left_over == 0 and others:
        return Proposal(fraction=0.0, confidence=0.9, layer=Layer.TEXT, reason="text.nothing_else_said")
    return similarity.suggest(text.answer, criterion, part.question, by)


def _otherwise(criterion: Criterion, proposals: Mapping[str, Proposal]) -> Proposal:
    own = proposals[criterion.id]
    if criterion.otherwise is None or own.fraction > 0 or own.reason in ("formula.known", "text.against"):
        return own
    other = proposals[criterion.otherwise.criterion]
    if other.fraction < 1.0 or other.layer is not Layer.TYPED:
        return own
    return replace(other, fraction=criterion.otherwise.credit, reason="otherwise", message="", misconception=None)


def _ignored(
    criterion: Criterion, part: Part, whole: Mapping[str, Proposal], screened: Screened, ordered: Collection[str]
) -> tuple[str, ...] | None:
    """Flags of the screens that say nothing of a proposal; None for one that rests on words, which they all concern.

    `ordered`: criteria that would earn something if orders to the grader were read as an answer.
    """
    proposal = whole[criterion.id]
    if isinstance(criterion, TextCriterion):
        return None
    right = any(p.reason == "value.accepted" and p.fraction == 1.0 and not p.flags for p in whole.values())
    words_only = proposal.layer is Layer.TYPED or (right and composition.shows_a_number(criterion, part))
    sure = proposal.fraction == 0.0 and proposal.confidence > strictness.SUGGESTED
    if sure and criterion.id not in ordered and not screened.counts:
        return (*(WORDS_ONLY if words_only else ()), "injection")  # a zero with the orders and without them
    return WORDS_ONLY if words_only else None  # "pre, pre, pre" needs no words of its own, and numbers no language


def _screened(
    proposal: Proposal, screened: Screened, flags: tuple[str, ...], ignored: tuple[str, ...] | None
) -> Proposal:
    """What the screens say holds for every criterion of the part, except for the flags that are ignored."""
    kept = tuple(flag for flag in screened.flags if flag not in (ignored or ()))
    proposal = replace(proposal, flags=(*proposal.flags, *kept, *flags))
    if ignored is not None or not screened.worthless:
        return proposal
    return replace(proposal, fraction=0.0, confidence=0.6, layer=Layer.SCREEN, reason=f"screen.{screened.flags[-1]}")

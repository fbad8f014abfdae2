"""What of the proposals for a law's formula and number is strict enough to be decided.

Credit is doubted for hearsay, a question, a multiple or another unit. A zero is doubted for words that could be what
was asked for and were not read: of a power for the formula, of a quantity for the number. The doubt becomes a flag.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from grader.catalog.rubric_folder import JOIN
from grader.catalog.rubric_spec import CriterionBase, FormulaCriterion, Part
from grader.language.algebra import Number, Operation, names_in, numbers_in, operators_in
from grader.language.words import NEGATORS, Word, stems_of
from grader.rubric import guards, law, refusal
from grader.rubric.answer import Answer
from grader.rubric.chains import chains
from grader.rubric.decision import Layer, Proposal
from grader.rubric.evidence import Prose
from grader.rubric.law_words import (
    ALWAYS,
    BASE,
    CANCELLED,
    CONDITIONAL,
    CUT,
    CUT_BEFORE,
    DOUBLES,
    FURTHER,
    HALVES,
    HEARSAY,
    HYPHENATED,
    IN_PERCENT,
    IS_ONE,
    LOGARITHM,
    MORE_PARAMETERS,
    MULTIPLE,
    OTHER_THINGS,
    POWER,
    QUANTITIES,
    REJECTED,
    TWO,
    misspelt,
)

DOUBTFUL, SURE = 0.75, 0.9  # confidence with a doubt, and of a zero without one
AGAINST = ("value.known", "value.other", "text.against")  # a zero for a claim that is wrong


def settle(
    text: Prose, criterion: CriterionBase, proposal: Proposal, part: Part, proposals: Mapping[str, Proposal]
) -> Proposal | None:
    """The proposal, sure or with a doubt; None where the part asks for no law. `proposals`: of all its criteria."""
    if not law.symbol_of(part):
        return None
    if proposal.flags:
        return proposal
    in_formula = isinstance(criterion, FormulaCriterion)
    if proposal.fraction > 0.0:
        doubt = _of_credit(text, criterion, proposal, proposals)
        return _doubted(proposal, doubt) if doubt else proposal
    doubt = _of_zero(text, proposal)
    if not doubt and in_formula:
        doubt = _unread_formula(text.answer, proposal, proposals, part)
    elif not doubt:
        doubt = _unread_quantity(text, proposals, part)
    if doubt:
        return _doubted(proposal, doubt)
    return replace(proposal, confidence=max(proposal.confidence, SURE), layer=Layer.TYPED)


def claimed(
    answer: Answer, said: Proposal | None, typed: Proposal | None, part: Part
) -> tuple[Proposal | None, Proposal | None]:
    """What a law's part says in words, and as a formula or number, after its corrections.

    Words that belong to a formula claim nothing: the "by 2" of "divided by 2^α". Of a claim in words and a formula the
    one behind the correction stands.
    """
    if said is None or said.fraction > 0 or not law.symbol_of(part):
        return said, typed
    spans = [answer.span(quote) for quote in said.quotes]
    if all(_in_formula(answer, span) for span in spans):
        again = [
            span for start, end in spans for span in _occurrences(answer, start, end) if not _in_formula(answer, span)
        ]
        if not again:
            return None, typed
        said, spans = replace(said, quotes=(answer.quote(*again[-1]),)), again[-1:]
    symbol = law.symbol_of(part)
    if typed is not None and typed.reason == "formula.accepted" and _behind(answer, typed, spans):
        sentences = {answer.sentence_at(start) for start, _ in spans}
        worked = [each for each in answer.found if law.power_of_symbols(each.expression, symbol)]
        if {answer.sentence_at(each.start) for each in worked} >= sentences:
            return None, typed  # "N^α has to become twice as large"
    if (
        "correction" not in said.flags
        or not {"correction", "doubt"} >= set(said.flags)
        or said.reason != "text.against"
    ):
        return said, typed
    turn = answer.corrections[-1]
    if all(end <= turn for _, end in spans):
        return None, typed
    if all(answer.span(quote)[0] < turn for quote in (typed.quotes if typed else ())):
        return replace(said, flags=()), None
    return said, typed


def _occurrences(answer: Answer, start: int, end: int) -> list[tuple[int, int]]:
    """Where the words of a span stand in the answer, also with other endings."""
    wanted = r"\W+".join(rf"{re.escape(word)}[^\W\d]*" for word in re.findall(r"\w+", answer.text[start:end]))
    return [match.span() for match in re.finditer(rf"\b{wanted}\b", answer.text)]


def _behind(answer: Answer, typed: Proposal, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether what was read as a formula stands behind words."""
    return all(answer.span(quote)[1] > end for quote in typed.quotes for _, end in spans)


def _in_formula(answer: Answer, span: tuple[int, int]) -> bool:
    """Whether words belong to a formula or an equation."""
    start, end = span
    return any(
        each.start < end and start < each.end and (len(chain) > 1 or isinstance(each.expression, Operation))
        for chain in chains(answer.found)
        for each in chain
    )


def _doubted(proposal: Proposal, doubt: str) -> Proposal:
    return replace(proposal, confidence=min(proposal.confidence, DOUBTFUL), flags=(*proposal.flags, doubt))


def _otherwise_said(text: Prose, criterion: CriterionBase, sentences: Collection[int]) -> bool:
    """Whether a claim that earns nothing stands in a sentence behind those of the formula: "So twice is enough."."""
    words = text.words()
    return any(
        words[match.first].sentence > max(sentences, default=0)
        for claim in criterion.claims
        if claim.credit == 0.0
        for says in claim.says
        if JOIN not in says
        for match in text.concepts.get(says, ())
    )


def _of_credit(text: Prose, criterion: CriterionBase, proposal: Proposal, proposals: Mapping[str, Proposal]) -> str:
    """What puts something that earns marks in doubt; empty if nothing does."""
    answer = text.answer
    words = answer.words.words
    spans = [answer.span(quote) for quote in proposal.quotes]
    sentences = {answer.sentence_at(start) for start, _ in spans}
    if HEARSAY.search(answer.text):
        return "hearsay"
    if sentences & answer.words.questions:
        return "question"
    if proposal.reason == "otherwise" and (_power_of_two(answer) or misspelt(word.text for word in words)):
        return "unread"  # a power of its own may be worth more than what a number implies
    if CANCELLED.search(answer.text):
        return "contradiction"
    if _otherwise_said(text, criterion, sentences):
        return "contradiction"
    wrong = any(each.fraction == 0.0 and each.reason in AGAINST for each in proposals.values())
    if wrong and ALWAYS.search(answer.text):
        return "contradiction"
    for start, _ in spans:
        clause = _clause(answer, start)
        if REJECTED.search(clause):
            return "negation"
        if OTHER_THINGS.search(clause):
            return "unit"
    if any(refusal.overshadowed(answer, start) for start, _ in spans if proposal.layer is Layer.TYPED):
        return "negation"
    for start, end in spans:
        if MULTIPLE.search(answer.text[max(0, start - 24) : start]) or FURTHER.match(answer.text, end):
            return "multiple"
        if proposal.reason == "formula.accepted" and IN_PERCENT.match(answer.text, end) and "100" not in answer.text:
            return "unit"
        if proposal.layer is Layer.TYPED and guards.other_unit(answer, end):
            return "unit"  # in words "a little bit" is none
        if MORE_PARAMETERS.match(answer.text, end) and proposal.reason in ("value.accepted", "otherwise"):
            return "unit"
    if proposal.layer is Layer.TEXT:
        covered = {place for place, word in enumerate(words) if any(start <= word.start < end for start, end in spans)}
        if any(each.reason in ("text.against", "value.other", "value.known") for each in proposals.values()):
            return "contradiction"
        if not guards.unhedged(answer, covered | text.negations):
            return "negation"
    return ""


def _clause(answer: Answer, start: int) -> str:
    """The plain text of the clause around a position."""
    words = answer.words.words
    inside = [word for word in words if word.clause == words[answer.word_at(start)].clause]
    if not inside:
        return ""
    return answer.text[inside[0].start : inside[-1].end]


def _of_zero(text: Prose, proposal: Proposal) -> str:
    """What puts a zero in doubt, whatever it is for."""
    answer = text.answer
    if proposal.reason in ("formula.guesses", "value.guesses"):
        return ""
    asking = [answer.span(quote)[0] for quote in proposal.quotes]
    if any(answer.sentence_at(start) in answer.words.questions for start in asking):
        return "question"
    if proposal.reason == "text.against" and (CONDITIONAL.search(answer.text) or IS_ONE.search(answer.text)):
        return "unread"  # "if α were 1, twice as many"
    for quote in proposal.quotes if proposal.reason.startswith("value.") else ():
        start, end = answer.span(quote)
        if MULTIPLE.search(answer.text[max(0, start - 24) : start]) or FURTHER.match(answer.text, end):
            return "multiple"
    return ""


def _unread_formula(answer: Answer, proposal: Proposal, proposals: Mapping[str, Proposal], part: Part) -> str:
    """Whether an answer may say a formula that was not read."""
    if HYPHENATED.search(answer.text) or misspelt(word.text for word in answer.words.words):
        return "unread"
    for each in answer.found:
        if CUT.match(answer.text, each.end) or CUT_BEFORE.search(answer.text[: each.start]):
            return "unread"
    rest = _outside(
        answer, [(each.start, each.end) for each in answer.found if not isinstance(each.expression, Number)]
    )
    asked = stems_of(part.question)
    if _power_unread(answer, [proposal] if proposal.reason.startswith("formula.") else proposals.values()):
        return "unread"
    if proposal.reason == "formula.known" and any(
        BASE.search(answer.text[: answer.span(quote)[0]]) for quote in proposal.quotes
    ):
        return "unread"  # "2 taken to 1/α"
    if LOGARITHM.search(rest):
        return "unread"
    if POWER.search(rest) and any(not _asked_for(word, asked) for word in TWO.findall(rest)):
        return "unread"
    return ""


def _power_of_two(answer: Answer) -> bool:
    """Whether a power with a two or a half in it stands in an answer."""
    written = (each.expression for each in answer.found)
    return any("^" in operators_in(each) and {2.0, 0.5} & set(numbers_in(each)) for each in written)


def _power_unread(answer: Answer, proposals: Collection[Proposal]) -> bool:
    """Whether a power stands in an answer that no proposal rests on: "1.5e9 * 2^(1/0.076)"."""
    quotes = [answer.span(quote) for each in proposals for quote in each.quotes]
    return any(
        isinstance(each.expression, Operation)
        and "^" in operators_in(each.expression)
        and not names_in(each.expression)
        and not any(start <= each.start < end for start, end in quotes)
        for each in answer.found
    )


def _asked_for(word: str, asked: Collection[str]) -> bool:
    """Whether a word says half or double where the question does."""
    return any(word.startswith(group) and any(stem.startswith(group) for stem in asked) for group in (HALVES, DOUBLES))


def _outside(answer: Answer, spans: list[tuple[int, int]]) -> str:
    """The plain text with the spans blanked out."""
    kept = list(answer.text)
    for start, end in spans:
        kept[start:end] = " " * (end - start)
    return "".join(kept)


def _unread_quantity(text: Prose, proposals: Mapping[str, Proposal], part: Part) -> str:
    """Whether an answer may say how much in words or digits that were not read."""
    answer = text.answer
    asked = stems_of(part.question)
    if _power_unread(answer, proposals.values()) or LOGARITHM.search(answer.text):
        return "unread"
    quotes = [answer.span(quote) for each in proposals.values() for quote in each.quotes]
    read = [*quotes, *((each.start, each.end) for each in answer.found)]

    def unread(place: int, word: Word) -> bool:
        if re.search(r"[^\W\d][-_]?$", answer.text[: word.start][-2:]):
            return False  # GPT-3
        if place in text.negations or any(start <= word.start < end for start, end in read) or word.stem in asked:
            return False
        if _asked_for(word.text, asked):
            return False
        denied = any(each.text in NEGATORS for each in answer.words.words[max(0, place - 2) : place])
        if denied and refusal.INSTEAD.search(answer.text[word.end :]):
            return False  # "not by half but ..."
        return word.text[0].isdigit() or QUANTITIES.match(word.text) is not None

    return "unread" if any(unread(place, word) for place, word in enumerate(answer.words.words)) else ""

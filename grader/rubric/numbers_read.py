"""Which proposals of number criteria are strict enough to be decided.

A right value is doubted for what stands beside it: a multiple or share, another unit, hearsay, a condition, or, for a
value that is short enough to be many things, words that were not read. A zero is doubted for what could still make the
right number of it: a multiple or a quantity in words after it, a number that was not read.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping

from grader.catalog.rubric_spec import NumberCriterion, Part
from grader.language.algebra import Name, Number, Operation, evaluate, names_in, numbers_in
from grader.language.formula import Found
from grader.language.words import FUNCTION_WORDS, stem, stems_of
from grader.rubric import guards
from grader.rubric.answer import Answer
from grader.rubric.beside import LARGE, ROUNDED, is_count
from grader.rubric.chains import MILLION, SMALL
from grader.rubric.decision import Layer, Proposal
from grader.rubric.elsewhere import elsewhere
from grader.rubric.evidence import Prose
from grader.rubric.goals import figures_of
from grader.rubric.prepared import Prepared

TELLING_DIGITS = 3  # significant digits from which on a large number is what it is, whatever is said around it
WRONG = ("value.known", "value.other")  # reasons of a zero for a number that was read
TIED = re.compile(r"[*/^+=~>]|\b(?:x|times|by|multiplied|squared)\b|^\w{1,3}$")  # names side by side may be a list
FEW = 10  # a whole number below it may count the parts of what is asked for
REASON = re.compile(r"\b(?:because|since|as|weil|da|denn|parce que|car|porque)\b")
REPORTED = " said says claim claims claimed"
# In letters of one's own: d f + f d.
UNKNOWN_PRODUCT = re.compile(r"\b[a-z]\w?\s?[*·]\s?[a-z]\w?\b|\b[a-z]\s?=\s?[a-z]")
SIZES_TIED = re.compile(
    r"\d(?: [^\W\d]\w*){1,2} (?:by|times|x|mal|per|for) (?:[^\W\d]\w* )?\d"
)  # "50 000 tokens by 768"
OF_HEADS = re.compile(r"\bheads? (?:with|of|having|has|have) (?:\w+ )?$")
SHAPED = re.compile(r"\b(?:shapes?|sizes?|dimensions?)\b(?: of)?\W*$")
COMPARED_TO = re.compile(r"\b(?:than|vs|versus|of|above|below|over|under|from|to) (?:the )?(?:\w+ )?$")
MULTIPLES = frozenset(
    """twice thrice double doubled triple quadruple half each both every per same again also likewise respectively times
    multiply multiplied product squared cubed plus sum added together another rows columns apiece jeweils je pro mal
    doppelt chaque chacun fois cada veces doble por par beide both""".split()
)
# Words that may stand for a quantity, in languages that are not read.
QUANTITY = re.compile(
    r"^(?:mil[lj]|mio|mrd|tausend|hundert|cent|cien|zw|drei|vier|acht|neun|dix|quar|cinqu|trei|trent|ottan|sess)"
)
# Words beside a value that say what a table of numbers looks like.
TABLE = frozenset(
    "row rows column columns entry entries table word words bit little store lookup vector vectors".split()
)
COUNTING = frozenset("each every per one".split())  # of what the question asks for, they change nothing


def strict(
    text: Prose,
    criterion: NumberCriterion,
    proposal: Proposal,
    part: Part,
    proposals: Mapping[str, Proposal],
    prepared: Prepared,
) -> bool | None:
    """Whether a proposal for a number is strict enough; None: the rules for words hold."""
    if proposal.reason.startswith("comparison."):
        return True
    if proposal.layer is Layer.TYPED and proposal.fraction > 0:
        reported = REPORTED if criterion.comparison is not None else ""  # what others say is what is compared
        return value_is_read(text.answer, proposal, part.question + reported, prepared.vocabulary.knows)
    if proposal.layer is Layer.TYPED:
        own = [each for name, each in proposals.items() if name != criterion.id]
        if proposal.reason == "value.unread" and any(each.fraction == 0 and each.reason in WRONG for each in own):
            return not any(word.text in guards.REJECTING for word in text.words())  # a wrong number is compared
        return zero_is_plain(text.answer, proposal, criterion, part, prepared)
    if proposal.reason == "text.nothing_else_said" and _compares(text.answer, criterion):
        return False
    if proposal.layer is Layer.TEXT and 0 < proposal.fraction < 1:
        wrong = any(each.fraction == 0 and each.reason in WRONG for each in proposals.values())
        return not wrong and alike_in_words(text.answer)
    return None


def value_is_read(answer: Answer, proposal: Proposal, question: str, knows: Callable[[str], bool]) -> bool:
    """Whether what stands around a value that earns something leaves it what it is."""
    if answer.corrects and answer.words.questions:
        return False
    for quote in proposal.quotes:
        start, end = answer.span(quote)
        if SHAPED.search(answer.text[:start]) and "=" not in answer.text[start:end]:
            return False  # "of shape d_model x d_ff"
        if OF_HEADS.search(answer.text[:start]):
            return False  # "12 heads with 2.36M each"
        if untied(answer, start, end):
            return False
        if guards.modified(answer, start, end, question) or _nothing(answer, question):
            return False
        if proposal.fraction < 1 and any(
            multiplies(answer, place, question) and not start <= word.start < end
            for place, word in enumerate(answer.words.words)
        ):
            return False
        unread = guards.unread_beside(answer, start, end, question, lambda word: word in TABLE or knows(word))
        if unread > guards.MOST_BESIDE and not _telling(answer, start, end):
            return False
    return True


def untied(answer: Answer, start: int, end: int) -> bool:
    """Whether names only stand side by side, as in a list: "d_ff d_model"."""
    inside = [each.expression for each in answer.found_in(start, end)]
    named = any(names_in(each) for each in inside) and not any(numbers_in(each) for each in inside)
    return named and TIED.search(answer.text[start:end]) is None


def _telling(answer: Answer, start: int, end: int) -> bool:
    """Whether a number is large and written with so many digits that it is hardly about something else."""
    return any(
        isinstance(each.expression, Number)
        and abs(each.expression.numeral.value) >= LARGE
        and each.expression.numeral.digits >= TELLING_DIGITS
        for each in answer.found_in(start, end)
    )


def _nothing(answer: Answer, question: str) -> bool:
    """Whether an answer also says of what is asked for that it has nothing to count: "no parameters at all"."""
    asked = {each for each in stems_of(question) if each.isalpha() and len(each) > 3} - {stem("parameters")}
    return any(
        word.stem in asked and word.sentence == answer.sentence_at(match.start())
        for match in re.finditer(r"\b(?:no|zero|0) (?:\w+ )?(?:parameters|params|weights)\b", answer.text)
        for word in answer.words.words
    )


def multiplies(answer: Answer, place: int, question: str) -> bool:
    """Whether a word makes a multiple or a sum, and not only takes up the question: "each attention sublayer"."""
    words = answer.words.words
    if words[place].text not in MULTIPLES:
        return False
    following = words[place + 1] if place + 1 < len(words) else None
    if following is not None and following.text == "other":
        return False  # "near each other"
    again = following is not None and following.stem in stems_of(question) and following.text not in FUNCTION_WORDS
    return not (words[place].text in COUNTING and again)


def zero_is_plain(
    answer: Answer, proposal: Proposal, criterion: NumberCriterion, part: Part, prepared: Prepared
) -> bool:
    """Whether nothing in an answer could be the number that was asked for."""
    match proposal.reason:
        case "value.known" | "value.other":
            return _stands(answer, proposal, criterion, part, prepared)
        case "value.not_mentioned":
            short = any(_short_for(value, figure) for value in answer.numbers for figure in figures_of(criterion))
            return not short and not _compares(answer, criterion)  # "they say 117"
        case "value.missing" | "value.unread":
            return (
                not UNKNOWN_PRODUCT.search(answer.text)
                and not SIZES_TIED.search(answer.text)
                and not _compares(answer, criterion)
                and _unsaid(answer, part.question)
            )
        case _:
            return True


def _short_for(value: float, figure: float) -> bool:
    """Whether a number may be a figure without its million: 117 for 117M."""
    return abs(value * MILLION - figure) < MILLION


def _compares(answer: Answer, criterion: NumberCriterion) -> bool:
    """Whether an answer has words of comparing, where a criterion can be met by those."""
    in_words = any(claim.credit > 0 for claim in criterion.claims)
    return in_words and any(word.text in guards.COMPARING for word in answer.words.words)


def alike_in_words(answer: Answer) -> bool:
    """Whether a claim in words that earns a part stands alone: no figure beside it, nothing against it."""
    large = {value for value in answer.numbers if value >= LARGE}
    return (
        len(large) <= 1
        and not answer.corrects
        and not answer.words.questions
        and not any(word.text in guards.DOUBTING for word in answer.words.words)
    )


def is_few(value: float) -> bool:
    """Whether a number may count the parts of what is asked for: the four of "four matrices"."""
    return 1 < value < FEW


def ending_number(answer: Answer, end: int) -> float | None:
    """The plain number that ends at a position."""
    found = answer.ending_at(end)
    return found.expression.numeral.value if found and isinstance(found.expression, Number) else None


def _stands(answer: Answer, proposal: Proposal, criterion: NumberCriterion, part: Part, prepared: Prepared) -> bool:
    """Whether a wrong number, or product, is what an answer ends with, and is not made another one."""
    if not proposal.quotes or answer.words.questions:
        return False
    start, end = answer.span(proposal.quotes[-1])
    number = ending_number(answer, end)
    if _goes_on(answer, end, number):
        return False
    if number is None and sum(isinstance(each.expression, Operation) for each in answer.found) > 1:
        return False  # several products may be meant to be added
    working = [each for each in answer.found if number is not None and _shows(each, number, prepared.constants)]
    around = set(range(len(answer.words.words))) if number is None else _behind(answer, end)
    unread = around - answer.places_in([(start, end), *((each.start, each.end) for each in working)])
    right = [each.number or 0.0 for each in prepared.targets[f"{part.id}/{criterion.id}"] if each.value.credit == 1.0]
    too_large = number is not None and number > max(right, default=0.0)
    if any(_makes_another(answer, place, part.question, too_large=too_large) for place in unread):
        return False
    return all(
        _adds_nothing(answer, each, criterion) for each in answer.found if each.start >= end and each not in working
    )


def _goes_on(answer: Answer, end: int, number: float | None) -> bool:
    """Whether a number goes on in a unit or in letters, or may be short for millions: "117" for 117M."""
    cut_off = number is not None and SMALL <= number < LARGE
    return cut_off or guards.other_unit(answer, end) or re.match(r"[^\W\d]", answer.text[end:]) is not None


def _behind(answer: Answer, end: int) -> set[int]:
    """Places of the words behind a number, in its clause, up to a reason that is given for it."""
    words = answer.words.words
    reason = REASON.search(answer.text, end)
    until = reason.start() if reason else len(answer.text)
    clause = max((word.clause for word in words if word.start < end), default=0)
    return {place for place, word in enumerate(words) if end <= word.start < until and word.clause == clause}


def _adds_nothing(answer: Answer, each: Found, criterion: NumberCriterion) -> bool:
    """Whether what stands behind a number is a name, a share, a count, or what it is compared with."""
    match each.expression:
        case Name():
            return True
        case Number(numeral) if not is_few(numeral.value):
            return each.percent or is_count(numeral.value) or _compared(answer, each, criterion)
        case _:
            return False


def _shows(each: Found, number: float, sizes: Mapping[str, float]) -> bool:
    """Whether a product is how a number was worked out: "153.6M (vocab times d_ff)"."""
    value = evaluate(each.expression, sizes) if isinstance(each.expression, Operation) else None
    return value is not None and math.isclose(value, number, rel_tol=ROUNDED)


def _makes_another(answer: Answer, place: int, question: str, *, too_large: bool) -> bool:
    """Whether a word makes a multiple; of too large a number "in each" at the end is only the question's own."""
    words = answer.words.words
    ends = place == len(words) - 1 and place > 0 and words[place - 1].text == "in"
    again = too_large and ends and words[place].text in COUNTING and words[place].stem in stems_of(question)
    return words[place].text in MULTIPLES and not again


def _compared(answer: Answer, each: Found, criterion: NumberCriterion) -> bool:
    """Whether a number is only what another one is compared with."""
    if COMPARED_TO.search(answer.text[: each.start]) is not None:
        return True
    return not criterion.only_with and elsewhere(answer, [each], criterion, named_before=True)


def _unsaid(answer: Answer, question: str) -> bool:
    """Whether no word of an answer could make a number of the sizes that the question gives."""
    asked = stems_of(question)
    words = [word for word in answer.words.words if word.text[0].isalnum()]
    if all(word.stem in asked or word.text in FUNCTION_WORDS for word in words):
        return True
    return not any(
        multiplies(answer, place, question)
        or QUANTITY.match(word.text)
        or (word.text[0].isdigit() and not _part_of_name(answer, word.start))
        for place, word in enumerate(answer.words.words)
        if not answer.in_formula(word.start)
    )


def _part_of_name(answer: Answer, start: int) -> bool:
    """Whether digits were read as a number, or belong to a name: GPT-2."""
    return answer.in_formula(start) or re.search(r"[^\W\d][-_]?$", answer.text[:start][-2:]) is not None

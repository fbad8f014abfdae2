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
from grader.language.words import FUNCTION_WORDS, NEGATORS, stem, stems_of
from grader.rubric import guards
from grader.rubric.answer import Answer
from grader.rubric.beside import ROUNDED
from grader.rubric.chains import SMALL
from grader.rubric.decision import Layer, Proposal
from grader.rubric.elsewhere import elsewhere
from grader.rubric.evidence import Prose
from grader.rubric.goals import figures_of
from grader.rubric.prepared import Prepared

MOST_BESIDE = 3  # words that the rubric does not know and that may stand beside a short value
TELLING_DIGITS = 3  # significant digits from which on a large number is what it is, whatever is said around it
LARGE = 1000.0
MILLION = 1e6
WRONG = ("value.known", "value.other")  # reasons of a zero for a number that was read
TIED = re.compile(r"[*/^+=~>]|\b(?:x|times|by|multiplied|squared)\b|^\w{1,3}$")  # names side by side may be a list
FEW = 10  # a whole number below it may count the parts of what is asked for
REASON = re.compile(r"\b(?:because|since|as|weil|da|denn|parce que|car|porque)\b")
REPORTED = " said says claim claims claimed"
# In letters of one's own: d f + f d.
UNKNOWN_PRODUCT = re.compile(r"\b[a-z]\w?\s?[*·]\s?[a-z]\w?\b|\b[a-z]\s?=\s?[a-z]")
SHAPED = re.compile(r"\b(?:shapes?|sizes?|dimensions?)\b(?: of)?\W*$")
COMPARED = re.compile(r"\b(?:than|vs|versus|of|above|below|over|under|from|to) (?:the )?(?:\w+ )?$")
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
        if unread > MOST_BESIDE and not _telling(answer, start, end):
            return False
    return True


def untied(answer: Answer, start: int, end: int) -> bool:
    """Whether names only stand side by side, as in a list: "d_ff d_model"."""
    inside = [each.expression for each in answer.found if start <= each.start < end]
    named = any(names_in(each) for each in inside) and not any(numbers_in(each) for each in inside)
    return named and TIED.search(answer.text[start:end]) is None


def _telling(answer: Answer, start: int, end: int) -> bool:
    """Whether a number is large and written with so many digits that it is hardly about something else."""
    return any(
        isinstance(each.expression, Number)
        and start <= each.start < end
        and abs(each.expression.numeral.value) >= LARGE
        and each.expression.numeral.digits >= TELLING_DIGITS
        for each in answer.found
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
            short = any(_short_for(value, figure) for value in values(answer) for figure in figures_of(criterion))
            return not short and not _compares(answer, criterion)  # "they say 117"
        case "value.missing" | "value.unread":
            return (
                not UNKNOWN_PRODUCT.search(answer.text)
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
    large = {value for value in values(answer) if value >= LARGE}
    watched = guards.DENYING | guards.REJECTING | guards.ALTERNATIVES | NEGATORS
    return (
        len(large) <= 1
        and not answer.corrects
        and not answer.words.questions
        and not any(word.text in watched for word in answer.words.words)
    )


def _value(found: Found) -> float:
    return found.expression.numeral.value if isinstance(found.expression, Number) else 0.0


def values(answer: Answer) -> list[float]:
    """The plain numbers of an answer, in their order."""
    return [each.expression.numeral.value for each in answer.found if isinstance(each.expression, Number)]


def _stands(answer: Answer, proposal: Proposal, criterion: NumberCriterion, part: Part, prepared: Prepared) -> bool:
    """Whether a wrong number is what an answer ends with, and is not made another one."""
    if not proposal.quotes:
        return False
    start, end = answer.span(proposal.quotes[-1])
    if guards.other_unit(answer, end) or re.match(r"[^\W\d]", answer.text[end:]):
        return False
    last = [each for each in answer.found if isinstance(each.expression, Number) and each.end == end]
    if any(SMALL <= value < LARGE for value in values(answer) if last and value == _value(last[0])):
        return False  # "117" may be short for 117M
    explicit = bool(last)
    if not explicit and sum(isinstance(each.expression, Operation) for each in answer.found) > 1:
        return False  # several products may be meant to be added
    clause = max((word.clause for word in answer.words.words if word.start < end), default=0)
    reason = REASON.search(answer.text, end) if explicit else None
    until = reason.start() if reason else len(answer.text)
    working = [
        (each.start, each.end)
        for each in answer.found
        if explicit and _shows(each, _value(last[0]), prepared.constants)
    ]
    doubtful = [
        place
        for place, word in enumerate(answer.words.words)
        if not explicit or (until > word.start >= end and word.clause == clause)
        if not any(a <= word.start < b for a, b in ((start, end), *working))
    ]
    right = [each.number or 0.0 for each in prepared.targets[f"{part.id}/{criterion.id}"] if each.value.credit == 1.0]
    larger = explicit and _value(last[0]) > max(right, default=0.0)
    if any(
        answer.words.words[place].text in MULTIPLES and not (larger and _of_each(answer, place, part.question))
        for place in doubtful
    ):
        return False
    later = [
        each
        for each in answer.found
        if each.start >= end and not isinstance(each.expression, Name) and (each.start, each.end) not in working
    ]
    return not answer.words.questions and all(
        isinstance(each.expression, Number)
        and not 1 < each.expression.numeral.value < FEW
        and (each.percent or _counts(each.expression.numeral.value) or _compared(answer, each, criterion))
        for each in later
    )


def _counts(value: float) -> bool:
    """Whether a number only counts heads or layers, and is not short for millions."""
    return value < LARGE and value.is_integer()


def _shows(each: Found, number: float, sizes: Mapping[str, float]) -> bool:
    """Whether a product is how a number was worked out: "153.6M (vocab times d_ff)"."""
    value = evaluate(each.expression, sizes) if isinstance(each.expression, Operation) else None
    return value is not None and math.isclose(value, number, rel_tol=ROUNDED)


def _of_each(answer: Answer, place: int, question: str) -> bool:
    """Whether "in each" at the end of an answer only takes up the question's own "each"."""
    words = answer.words.words
    ends = place == len(words) - 1 and place > 0 and words[place - 1].text == "in"
    return ends and words[place].text in COUNTING and words[place].stem in stems_of(question)


def _compared(answer: Answer, each: Found, criterion: NumberCriterion) -> bool:
    """Whether a number is only what another one is compared with."""
    if COMPARED.search(answer.text[: each.start]) is not None:
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
        if not any(each.start <= word.start < each.end for each in answer.found)
    )


def _part_of_name(answer: Answer, start: int) -> bool:
    """Whether digits were read as a number, or belong to a name: GPT-2."""
    read = any(each.start <= start < each.end for each in answer.found)
    return read or re.search(r"[^\W\d][-_]?$", answer.text[:start][-2:]) is not None

"""What numbers stand for that are no claim of their own: bytes, differences, counts, guesses, denials."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from grader.language.algebra import Name, Number, Operation, numbers_in
from grader.language.formula import Found
from grader.language.numerals import NUMERAL
from grader.rubric import guards
from grader.rubric.answer import Answer
from grader.rubric.goals import Goal

BYTES = re.compile(r"\s?(?:[kmgt]i?b\b|(?:kilo|mega|giga|tera)?(?:bytes?|octets?)\b|bits?\b)")
_MORE = (
    r"more|extra|additional(?:ly)?|further|fewer|less|larger|bigger|higher|lower|smaller|greater|above|over|below|under|off"
    r"|beyond|apart|short|on top|too (?:many|few|much)|difference|gap|mehr|zusätzlich|weniger|größer|kleiner|über|unter"
    r"|de plus|en plus|de moins|au-dessus|supplémentaires?|más|mas|menos|adicionales"
)
DIFFERENCE = re.compile(rf"\s?(?:(?:param|parám|paramè)\w*|weights?)?\s?(?:{_MORE})\b")
DIFFERING = re.compile(
    r"\b(?:difference|gap|excess|surplus|off|differs?|exceeds?|adds?|added|bring|unterschied|differenz|diferencia|différence"
    r"|écart|another|extra|additional|further)\b(?:\W+[^\W\d]+){0,6}?[^\w\d]*$"
    r"|\b(?:by|um)(?: about| roughly| around| rund)? *$"
)
TWOFOLD = re.compile(r"\b(?:both|twice|double|doubled|each|beide|doppelt|zweimal|deux fois|dos veces|doble)\b")
DENIED_HERE = re.compile(
    r"(?:(?:\bnot|n't|\bnever|\bcannot|\bneither|\bnor|\bno way)\s+(?:(?:think|believe|say)\s+)?(?:that\s+)?"
    r"(?:(?:it|this|that)(?:'s|\s+is)\s+)?)"
    r"(?:(?:be|have|has|equals?|get|hold|contain|come to|the|a|about|around|its|is)\s+){0,3}$"
)
DENIED_AFTER = re.compile(
    r"\s{0,9}(?:parameters? )?(?:(?:is|are|was|can|could|would)(?:n't| not) "
    r"(?!(?:\w+ ){0,2}(?:wrong|false|incorrect|only|far|bad))"
    r"|(?:is|would be) (?:wrong|false|incorrect))"
)
# Words that offer values to choose from; and with them all that may stand around values that are only guessed.
CHOOSING = frozenset("or / either maybe perhaps possibly pick choose take whichever oder vielleicht ou o".split())
GUESSING = CHOOSING | frozenset(
    """alternatively one of these this them depends depending who you ask whom i on which guess something somewhere
    between could might would be it is its any all say probably like quizás m million millions and the your idk
    dunno not sure so hard to matches match fits fit works right correct closest best suits applies want '""".split()
)
STANDING_FOR = re.compile(r"\s*(?:=|:|is|are|being|equals|of)?\s*")  # between a symbol and its value
ROUNDED = 0.01  # share by which a multiple of a rounded number may be off
MOST_PARTS = 10  # alike, that something is made of
LARGE = 1000.0  # smaller numbers count heads or layers; with a slash between them they are divided
LEAST_GUESSES = 3  # values in a row that are a list of guesses, whatever they are


def in_bytes(answer: Answer, chain: Sequence[Found]) -> list[Found] | None:
    """A chain without what it says in bytes: of `2,359,296 * 4 bytes = 9.4 MB` the count remains. None: nothing."""
    kept: list[Found] = []
    for each in chain:
        if BYTES.match(answer.text, each.end) is None:
            kept.append(each)
            continue
        match each.expression:
            case Operation("*", (first, _)) if not kept:
                written = NUMERAL.match(answer.text, each.start)
                return [replace(each, expression=first, end=written.end() if written else each.start + 1)]
            case _:
                break
    return kept or None


def difference(answer: Answer, start: int, end: int) -> bool:
    """Whether a number says by how much something differs or what is added: "6M above", "3,072 more"."""
    if DIFFERENCE.match(answer.text, end):
        return True
    return DIFFERING.search(answer.text[max(0, start - 60) : start]) is not None


def said_sizes(answer: Answer, names: Collection[str], sizes: Mapping[str, float]) -> bool | None:
    """Whether an answer says the value of each symbol of its formula: "4 d^2 with d = 768". None: of some, or another.

    A letter that is said to be a product of another one, "d_ff = 4d", has none of its own.
    """
    said: dict[str, float] = {}
    for one, other in itertools.pairwise(answer.found):
        match one.expression, other.expression:
            case Name(name), Number(numeral) if STANDING_FOR.fullmatch(answer.text[one.end : other.start]):
                said[name] = numeral.value
            case Number(numeral), Name(name) if other.relation == "=":
                said.setdefault(name, numeral.value)
            case _:
                pass
    if not said.keys() & names:
        given = {sizes[name] for name in names if name in sizes}
        return False if given.isdisjoint(answer.numbers) else None
    return True if all(said.get(name) == sizes.get(name) for name in names) else None


def told(answer: Answer, chain: Sequence[Found], times: float) -> bool:
    """Whether an answer says that something is there so many times, before a product is said to give its sum."""
    if not math.isclose(times, round(times), rel_tol=1e-9) or round(times) < 2:
        return False
    return counted(answer, chain[-1].start, round(times))


def counted(answer: Answer, before: int, count: int) -> bool:
    """Whether a count stands before a position, in its sentence: the 4 of "4 matrices of"."""
    sentence = answer.sentence_at(before)
    if count == 2 and TWOFOLD.search(answer.text):
        return True
    return any(
        isinstance(each.expression, Number)
        and each.expression.numeral.value == count
        and each.start < before
        and answer.sentence_at(each.start) == sentence
        for each in answer.found
    )


def is_count(value: float) -> bool:
    """Whether a number only counts heads, layers or times, and is not short for millions."""
    return value < LARGE and value.is_integer()


def counted_up(answer: Answer, value: float, again: int, goals: Sequence[Goal], *, each: bool) -> bool:
    """Whether a number is right as often as an answer says that it is there.

    again: how often it is written. each: whether it is said of each of several.
    """
    counts = {*answer.numbers, float(again), *((2.0,) if TWOFOLD.search(answer.text) else ())}
    counts.update(map(float, range(2, MOST_PARTS)) if each else ())
    return any(
        math.isclose(value * count, goal.number, rel_tol=ROUNDED)
        for count in counts
        if count > 1 and is_count(count)
        for goal in goals
        if goal.target.value.credit == 1.0
    )


def only_guesses(answer: Answer) -> bool:
    """Whether an answer is nothing but values to choose from: "117M or 124M or 163M", "2.36M? 4.72M? 7.08M?"."""
    values = {value for each in answer.found for value in _offered(each)}
    if len(values) < LEAST_GUESSES or not all(_offered(each) for each in answer.found):
        return False
    rest = {word.text for word in answer.words.words if not answer.in_formula(word.start)}
    if not rest <= GUESSING:
        return False
    slashed = any(isinstance(each.expression, Operation) for each in answer.found)
    return slashed or bool(answer.words.questions) or bool(CHOOSING & rest)


def _offered(each: Found) -> tuple[float, ...]:
    """The values that a number, or a list of large numbers between slashes, offers."""
    match each.expression:
        case Number(numeral):
            return (numeral.value,)
        case Operation("/", _) as listed:
            values = tuple(numbers_in(listed))
            return values if min(values, default=0.0) >= LARGE else ()
        case _:
            return ()


def plainly_denied(answer: Answer) -> bool:
    """Whether all numbers of an answer are denied beside them, and nothing else is said of them."""
    taken_back = [position for position in answer.corrections if answer.text[:position].strip()]  # not "No, ..."
    if not answer.found or answer.words.questions or taken_back:
        return False
    denied = all(
        DENIED_HERE.search(answer.text[: each.start][-40:]) or DENIED_AFTER.match(answer.text, each.end)
        for each in answer.found
    )
    return denied and not any(
        word.text in guards.CONTRASTS or (word.text in guards.ALTERNATIVES and word.text != "either")
        for word in answer.words.words
    )

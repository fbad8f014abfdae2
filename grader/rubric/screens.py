"""What is no answer: nothing, "don't know", the question again, keywords, orders to the grader, another language.

None of it earns anything. Only what is plainly empty is decided; the rest is for a person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from grader.language.normalise import plain
from grader.language.words import FUNCTION_WORDS, Words, stems_of, words
from grader.rubric.wordings import DONT_KNOW, FOREIGN, ORDERS, TAGGED

KEYWORDS = 5  # content words from which on a text without function words is a list of keywords
MAX_FUNCTION_SHARE = 0.25  # of its words, for such a list
STATING = frozenset("the a an is are was be it its they this there because has have does do can cannot minus".split())
OPERATORS = re.compile(r"[=<>^\\\\]|\d\s?[*/]|\w\(")
LONG_LIST = 10  # content words from which on an operator or a formula among them makes no statement of a list
NUMBERS = 5  # numbers in a row of words and numbers that say nothing of each other
DOCUMENT = re.compile(r"[{\[][^{\[]*[\"']\s*:")  # JSON and the like: a verdict made up, not an answer
COUNT = re.compile(r"\d{3}|\d[.,]?\d*\s?[*x/^=]\s?\d|\d\s?(?:[mk]\b|mil)")  # a number that may be an answer
OVERLAP = 0.8  # share of an answer's content words that are the question's: it is restated
SENTENCE = re.compile(r"(?<=[.!?])(?=\s)|(?<=\n)")


@dataclass(frozen=True, slots=True)
class Screened:
    """What is left to judge, and what is wrong with the whole."""

    text: str  # the original with orders blanked out, so that offsets stay
    empty: str = ""  # reason, if there is nothing to judge
    flags: tuple[str, ...] = ()  # no credit without a person
    worthless: bool = False  # suggest nothing
    counts: bool = False  # what was blanked out holds numbers that may be an answer


def screen(text: str, question: str, *, prose: bool) -> Screened:
    """Look at one part's answer. `prose`: whether it should be sentences; a list of numbers or names need not."""
    rest, ordered = without_orders(text)
    flags = ("injection",) if ordered or DOCUMENT.match(text.lstrip()) else ()
    spelling = plain(rest)
    if not re.search(r"\w", spelling.text):
        return Screened(rest, empty="screen.only_orders" if ordered else "screen.empty", flags=flags)
    if ordered and COUNT.search(plain(text).text) and not COUNT.search(spelling.text):
        return Screened(rest, flags=flags, counts=True)
    if DONT_KNOW.match(spelling.text.strip()):
        return Screened(rest, empty="screen.dont_know", flags=flags)
    found = words(spelling)
    if restated(found, question):
        return Screened(rest, flags=(*flags, "restated"), worthless=True)
    if foreign(found):
        return Screened(rest, flags=(*flags, "language"))
    if keywords(found, spelling.text) if prose else numbers_and_names(found, spelling.text):
        return Screened(rest, flags=(*flags, "keywords"), worthless=True)
    return Screened(rest, flags=flags)


def without_orders(text: str) -> tuple[str, bool]:
    """The text with tags, and sentences that give orders to whoever grades it, blanked out; whether there was one."""
    untagged = TAGGED.sub(lambda tag: " " * len(tag[0]), text)
    kept: list[str] = []
    ordered = untagged != text
    for piece in SENTENCE.split(untagged):
        order = ORDERS.search(plain(piece).text) is not None
        ordered = ordered or order
        kept.append(" " * len(piece) if order else piece)
    return "".join(kept), ordered


def restated(found: Words, question: str) -> bool:
    """Whether an answer says nothing that the question does not say."""
    asked = stems_of(question)
    if any(word.stem not in asked for word in found.words if word.text[0].isdigit() or not word.text.isalpha()):
        return False  # a number or a formula of its own
    content = [word for word in found.words if word.text.isalpha() and word.text not in FUNCTION_WORDS]
    new = [word for word in content if word.stem not in asked]
    return len(content) >= 3 and len(new) <= len(content) * (1 - OVERLAP) and len(new) <= 1


def keywords(found: Words, text: str) -> bool:
    """Whether the words are a list without a statement."""
    spoken = [word.text for word in found.words if word.text.isalpha()]
    content = [word for word in spoken if word not in FUNCTION_WORDS]
    if len(content) < KEYWORDS or STATING.intersection(spoken):
        return False
    if len(content) < LONG_LIST and OPERATORS.search(text):
        return False
    return (len(spoken) - len(content)) / len(spoken) < MAX_FUNCTION_SHARE


def numbers_and_names(found: Words, text: str) -> bool:
    """Whether numbers and words are listed without a statement, where an answer is a number."""
    numbers = sum(word.text[0].isdigit() for word in found.words)
    spoken = [word.text for word in found.words if word.text.isalpha()]
    content = [word for word in spoken if word not in FUNCTION_WORDS]
    stated = OPERATORS.search(text) or STATING.intersection(spoken)
    return numbers >= NUMBERS and len(content) >= KEYWORDS and not stated


def foreign(found: Words) -> bool:
    """Whether the function words are those of another language."""
    spoken = [word.text for word in found.words if word.text.isalpha()]
    if len(spoken) < 4:
        return any(not word.isascii() and len(word) > 1 for word in spoken) and len(spoken) > 1
    english = sum(word in FUNCTION_WORDS for word in spoken)
    other = sum(word in FOREIGN and word not in FUNCTION_WORDS for word in spoken)
    strange = sum(not word.isascii() and len(word) > 1 for word in spoken)
    return other > english or strange > len(spoken) / 2

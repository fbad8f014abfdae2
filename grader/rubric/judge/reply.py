"""A reply, read strictly. What is not exactly as asked, or rests on words that the answer does not hold, is nothing."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from grader.errors import GraderError
from grader.language.normalise import plain
from grader.language.words import FUNCTION_WORDS, words
from grader.rubric.decision import Quote, Verdict
from grader.rubric.judge.prompt import KEPT_CONTROLS

FIELDS = {"verdict", "quote", "confidence"}
FRACTIONS = {Verdict.MET: 1.0, Verdict.PARTLY: 0.5, Verdict.NOT_MET: 0.0}


class InvalidReply(GraderError):
    """The reply cannot be used; says why."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the model said of one criterion; nothing of it is checked against the answer yet."""

    verdict: Verdict
    quote: str
    confidence: float  # 0..1


@dataclass(frozen=True, slots=True)
class Opinion:
    """A reply whose quote stands in the answer."""

    verdict: Verdict
    confidence: float
    quotes: tuple[Quote, ...]

    @property
    def fraction(self) -> float:
        """Of the criterion's points."""
        return FRACTIONS[self.verdict]


def strict_json(text: str) -> Any:
    """The document. Raises InvalidReply for anything that is not plain JSON: names that are there twice, NaN, depth."""
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_constant)
    except (ValueError, RecursionError) as error:
        raise InvalidReply(f"not JSON: {type(error).__name__}") from error


def parse(text: str) -> Reply:
    """Raises InvalidReply unless the text is one JSON object with exactly the fields that were asked for."""
    document = strict_json(text)
    if not isinstance(document, dict) or set(document) != FIELDS:
        raise InvalidReply(f"not an object with exactly {', '.join(sorted(FIELDS))}")
    verdict, quote, confidence = document["verdict"], document["quote"], document["confidence"]
    if verdict not in [each.value for each in FRACTIONS]:
        raise InvalidReply("verdict is none of met, partly, not_met")
    if not isinstance(quote, str):
        raise InvalidReply("quote is not text")
    if isinstance(confidence, bool) or not isinstance(confidence, (int, float)) or not 0 <= confidence <= 1:
        raise InvalidReply("confidence is no number from 0 to 1")
    return Reply(Verdict(verdict), quote, float(confidence))


def verified(reply: Reply, answer: str) -> Opinion:
    """The reply with its quote found in the answer. Raises InvalidReply for credit without such a quote."""
    quote = find(reply.quote, answer)
    if quote is None and reply.verdict is not Verdict.NOT_MET:
        raise InvalidReply("the quote does not stand in the answer, or says nothing")
    return Opinion(reply.verdict, reply.confidence, (quote,) if quote else ())


def find(quote: str, answer: str) -> Quote | None:
    """Where the quote stands, in whole words; only white space and invisible characters may differ.

    None if it does not, or if it holds no word of its own: "the" stands in every answer.
    """
    sought, _ = _folded(quote)
    sought = sought.strip()
    if not _says_something(sought):
        return None
    text, offsets = _folded(answer)
    at = re.search(r"(?<!\w)" * sought[0].isalnum() + re.escape(sought) + r"(?!\w)" * sought[-1].isalnum(), text)
    if at is None:
        return None
    start, end = offsets[at.start()], offsets[at.end() - 1] + 1
    return Quote(start, end, answer[start:end])


def _folded(text: str) -> tuple[str, list[int]]:
    """The text with one space for each run of white space and nothing invisible, and where each character came from."""
    kept: list[str] = []
    offsets: list[int] = []
    for index, character in enumerate(text):
        if character.isspace():
            if kept and kept[-1] == " ":
                continue
            character = " "
        elif character not in KEPT_CONTROLS and unicodedata.category(character)[0] == "C":
            continue
        kept.append(character)
        offsets.append(index)
    return "".join(kept), offsets


def _says_something(text: str) -> bool:
    return any(
        word.text not in FUNCTION_WORDS and any(map(str.isalnum, word.text)) for word in words(plain(text)).words
    )


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name is there twice")
    return found


def _constant(name: str) -> float:
    raise ValueError(f"{name} is no JSON number")

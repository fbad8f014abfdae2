"""Numbers that are about something else than what is asked: GPT-2's 124M beside one's own total."""

from __future__ import annotations

import re
from collections.abc import Sequence

from grader.catalog.rubric_spec import NumberCriterion
from grader.language.formula import Found
from grader.language.phrases import PhraseSet
from grader.rubric.answer import Answer
from grader.rubric.prepared import compiled

OWN = frozenset("mine our ours my we i total so hence therefore thus altogether together".split())
LIKENED = frozenset("like as to with near".split())  # "like GPT-2 small, about 124M" may be one's own
LEADING = re.compile(r"[~=<>]|\b(?:like|and|but|while|near|close|matches|same)\b")


def elsewhere(
    answer: Answer, chain: Sequence[Found], criterion: NumberCriterion, *, named_before: bool = False
) -> bool:
    """Whether the chain is about something else: GPT-2's 124M beside one's own number.

    `named_before`: only if that is named before the number.
    """
    at, end = answer.word_at(chain[0].start), answer.word_at(chain[-1].end - 1)
    if criterion.only_with and not _close(answer, compiled(criterion.only_with), at, end):
        return True
    return bool(criterion.elsewhere) and _close(answer, compiled(criterion.elsewhere), at, end, behind=not named_before)


def _close(answer: Answer, phrases: PhraseSet, at: int, end: int, *, behind: bool = True) -> bool:
    """Whether a phrase stands up to six words before the words from `at` to `end` or three after them.

    No other claim may stand between.
    """
    numbers = answer.numbered
    for match in answer.find(phrases):
        if answer.words.words[match.first].sentence != answer.words.words[at].sentence:
            continue
        if match.last <= at:
            likened = match.first > 0 and answer.words.words[match.first - 1].text in LIKENED
            if likened and not behind:
                continue
            between = range(match.last, at)
            own = any(answer.words.words[i].text in OWN for i in between)
            if at - match.last < 7 and not own and not numbers & set(between):
                return True
        elif behind and match.first > end and answer.words.words[match.first].clause == answer.words.words[end].clause:
            between = range(end + 1, match.first)
            gap = answer.text[answer.words.words[end].end : answer.words.words[match.first].start]
            if match.first - end <= 3 and not numbers & set(between) and not LEADING.search(gap):
                return not any(answer.words.words[i].text in ("than", "as", "vs", "to") for i in between)
    return False

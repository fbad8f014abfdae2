"""Where an answer says two things that cannot both hold: it earns nothing for them, whichever was meant.

Only a denial that says nothing new counts. "It is not 2^α for small models" and "not 38.4M if the output is tied" are
about something else, and for a person.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from grader.catalog.rubric_spec import ChoiceCriterion
from grader.language.words import FUNCTION_WORDS, NEGATORS, Word, stem, stems_of
from grader.rubric import guards, refusal
from grader.rubric.answer import Answer
from grader.rubric.mentions import OTHER, Mention

Span = tuple[int, int]

LABEL = 3  # words of an attribute's name; a longer one describes it
KINDS = frozenset(stem(word) for word in "model architecture design style variant version transformer network".split())
RELATING = frozenset("to by of".split())  # "to 5 %" and "by 5 %" are two things
TABLE = frozenset("lookup table parameter parameters params weights trainable only just simply".split())
CONDITIONS = frozenset("if unless when where except otherwise whether".split())
NOTHING = re.compile(
    r"\b(?:has|have|contains?|holds?|there are|adds?|is|are) (?:no|0|zero) (?:\w+able |learned |own )?"
    r"(?:parameters|params|weights)\b"
)


def denied_again(answer: Answer, stated: Sequence[Span], denied: Span, topic: str = "") -> bool:
    """Whether what is stated at some spans is plainly denied at a later one, in the same words or those of the topic.

    "It falls to 5 %" and "it does not fall by 5 %" are two things.
    """
    words = answer.words.words
    denial = words[answer.word_at(denied[0])]
    clauses = {words[answer.word_at(start)].clause for start, _ in stated}
    if not stated or denial.clause in clauses or any(end > denied[0] for _, end in stated):
        return False
    if answer.corrects or refusal.PARTIAL.search(answer.text):
        return False
    own = [word for word in words if word.clause == denial.clause and not denied[0] <= word.start < denied[1]]
    said = [word for word in words if word.clause in clauses]
    if sum(word.text in NEGATORS for word in own) != 1:
        return False
    if any(word.text in guards.COMPARING for word in own) or not _texts(own) & RELATING <= _texts(said) & RELATING:
        return False
    return _plain(answer, denial.sentence, own, stems_of(topic) | {word.stem for word in said})


def counts_nothing(answer: Answer, since: int, question: str) -> bool:
    """Whether it is said, after a position, that what the question asks about has no parameters."""
    words, asked = answer.words.words, stems_of(question)
    for match in NOTHING.finditer(answer.text, since):
        at = words[answer.word_at(match.start())]
        own = [word for word in words if word.clause == at.clause and not match.start() <= word.start < match.end()]
        named = any(word.stem in asked and word.text not in FUNCTION_WORDS for word in own)
        between = [word for word in words if since <= word.start < match.start()]
        still = all(word.stem in asked or not _is_noun(word) for word in between)  # "it" may be another thing
        if (named or still) and _plain(answer, at.sentence, own, asked):
            return True
    return False


def _is_noun(word: Word) -> bool:
    return word.text.isalpha() and word.text not in FUNCTION_WORDS and word.text not in TABLE


def _texts(words: Sequence[Word]) -> frozenset[str]:
    return frozenset(word.text for word in words)


def both_said(
    answer: Answer, given: Sequence[tuple[str, Mention]], found: Sequence[Mention], criterion: ChoiceCriterion
) -> bool:
    """Whether an entity is given the right attribute and then plainly another one: "... LLaMA isn't pre-norm."."""
    words = answer.words.words
    name, last = given[-1]
    if name == criterion.answer or criterion.partly.get(name) or last.last - last.first > LABEL:
        return False
    clause, sentence = words[last.first].clause, words[last.first].sentence
    own = [each for each in found if words[each.first].clause == clause]
    read = {words[each.first].clause for each in found if each.kind in ("entity", "attribute")}
    unread = any(word.sentence == sentence and word.clause < clause and word.clause not in read for word in words)
    covered = {place for each in own for place in range(each.first, each.last)}
    beside = [word for place, word in enumerate(words) if word.clause == clause and place not in covered]
    denials = [each.first for each in own if each.kind == "negation"]
    said = [each for each in found if words[each.first].sentence == sentence and each.first < last.first]
    of_whom = any(each.name == criterion.entity for each in said)
    others = any(each.kind in ("only", "except", "aside") or each.name == OTHER for each in own)
    apart = len(denials) > 1 or any(each.kind == "entity" and each.first > place for place in denials for each in own)
    return of_whom and not (others or apart or unread) and _plain(answer, sentence, beside, KINDS)


def _plain(answer: Answer, sentence: int, clause: Sequence[Word], known: Collection[str]) -> bool:
    """Whether a clause says nothing but what is known, without condition or question in its sentence."""
    inside = {word.text for word in answer.words.words if word.sentence == sentence}
    return (
        sentence not in answer.words.questions
        and inside.isdisjoint(CONDITIONS)
        and all(
            (word.text in FUNCTION_WORDS and word.text not in guards.QUALIFYING)
            or word.text in NEGATORS
            or word.stem in known
            or not word.text.isalpha()
            or word.text in ("so", "s")
            for word in clause
        )
    )

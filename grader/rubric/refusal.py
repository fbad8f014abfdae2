"""What is denied, offered to choose from, or taken back, where an answer is a formula in a free symbol."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from grader.language.algebra import Name
from grader.language.words import FUNCTION_WORDS, NEGATORS, PRONOUNS, Word
from grader.rubric import guards
from grader.rubric.answer import Answer

Span = tuple[int, int]

INSTEAD = re.compile(
    r"\b(?:but|rather|sondern|sino|mais|instead)\b|[:;]|,\s*(?:it|that|this|they|we|you|the loss|n)\b"
)  # "not twice but 2^(1/α) times"
# Denials that may deny only part of what is said: then a person looks.
PARTIAL = re.compile(
    r"\b(?:not|n't) (?:only|just|exactly|quite|simply|merely|always|necessarily|really|precisely|yet|sure)\b"
    r"|\b(?:if|unless|otherwise|why)\b"
    r"|(?:\bnot|n't) [^.;,]*\bbut\b"
)
LITTLE = frozenset("much enough up down".split())  # "that's not much", "doubling isn't enough"
OF_A_CLAIM = frozenset(  # with which a denial says no more than that something is not so
    """answer factor formula value result case valid so happens happen hold holds apply applies believe think agree
    meant solution claim statement law likely possible probable plausible""".split()
)
OF_NO_USE = frozenset("needed necessary required used reached".split())  # "2^(1/α) times. That isn't needed."
RELATIVE = re.compile(r"\b(?:where|with|as|for)\b")
NEEDED = re.compile(r"\s*(?:really |actually )?(?:need|have|use|want|require)\b")
HENCE = re.compile(r"\b(?:so|hence|thus|therefore|then|because|since|and|also|daher|donc)\b")
FORWARD = re.compile(r"\s*(?:answer|formula|value|result)?\s*(?:is|are|would be|to|that)\b")
OPENING = 3  # words of a sentence
SCARCELY = frozenset("hardly barely scarcely".split())  # of a law these say how much: "barely anything: 0.95x"
OR = re.compile(r"\b(?:or|oder|ou|o|maybe|perhaps|either|vielleicht|peut-être|quizás)\b|^\s*/")
SAME = re.compile(
    r"\b(?:equivalently|equivalent|i\.e|that is|same|in other words|rather|about|also|put differently|inverse)\b"
)
CHOSEN = re.compile(
    r"\b(?:first|second|former|latter|i think|i believe|i pick|i choose|i'd say|go with|going with|take|more likely|"
    r"probably|most likely|depend\w*|depending|if|for)\b"
)
LIST = re.compile(r"[\s,;/?]*(?:(?:or|and|maybe|perhaps)\s*)*")
MOST_BETWEEN = 30  # characters between two alternatives
MANY = 3  # formulas in a row from which on a list is a guess


def denied(answer: Answer, start: int, end: int) -> bool:
    """Whether a denial is bound to a span, and is not only what the span is put in the place of."""
    return any(start <= position < end for position in _bound(answer))


def _bound(answer: Answer) -> Iterator[int]:
    """Where the formulas start that denials are about: the next of the sentence, or else the one before it.

    Single letters do not count ("does not reduce the loss by 5 %"). "Wrong" rejects what stands before it.
    """
    words = answer.words.words
    starts = [each.start for each in answer.found if not isinstance(each.expression, Name)]
    for place, forward in guards.denials(answer):
        denial = words[place]
        if denial.text in SCARCELY:
            continue
        before = [start for start in starts if start < denial.start]
        behind = [start for start in starts if start >= denial.end and answer.sentence_at(start) == denial.sentence]
        if behind and not _same_clause(answer, denial, behind[0]):
            behind = []
        if behind and _elsewhere(answer, denial.end, behind[0], forward=forward):
            behind = []
        if not forward and FORWARD.match(answer.text, denial.end):
            forward = True  # "it is wrong to say 2^α"
        near = (
            before[-1:]
            if before and (guards.about(answer, before[-1], denial) or _next_to(answer, before[-1], denial))
            else []
        )
        apart = near and (not _same_clause(answer, denial, near[0]) or _relative(answer, near[0], denial))
        if forward and apart and _says_more(answer, place):
            near = []
        yield from (behind[:1] or near) if forward else (near or behind[:1])


def _says_more(answer: Answer, place: int) -> bool:
    """Whether a denial makes a statement of its own: "2^-α, not halved", "2^α; doubling N does not halve it".

    Not "it is not true", "that is not what happens" and the like.
    """
    words = answer.words.words
    if NEEDED.match(answer.text, words[place].end):
        return False  # "but we don't need more"
    clause = [word for word in words if word.clause == words[place].clause]
    following = [word for word in clause if word.start > words[place].start]
    if clause[0].text in PRONOUNS and any(word.text in OF_NO_USE for word in following):
        return False
    return any(word.text in LITTLE or _is_content(word) for word in following)


def _is_content(word: Word) -> bool:
    plain = word.text in FUNCTION_WORDS or word.text in guards.CONFIRMING or word.text in OF_A_CLAIM
    return word.text.isalpha() and len(word.text) > 1 and not plain


def overshadowed(answer: Answer, start: int) -> bool:
    """Whether a negation before a formula, in its sentence, may still be about it: "nobody, as I see it, needs 2^α"."""
    words = answer.words.words
    before = [word for word in words if word.end <= start and word.sentence == answer.sentence_at(start)]
    return any(
        word.text in NEGATORS
        and word.text not in SCARCELY
        and not INSTEAD.search(answer.text[word.end : start])
        and not HENCE.search(answer.text[word.end : start])
        and (NEEDED.match(answer.text, word.end) is not None or not guards.of_a_noun(words, word))
        for word in before
    )


def _relative(answer: Answer, start: int, denial: Word) -> bool:
    """Whether a formula is only explained by what is denied: "2^α where α is not known"."""
    return RELATIVE.search(answer.text[start : denial.start]) is not None


def _same_clause(answer: Answer, denial: Word, start: int) -> bool:
    """Whether a formula stands in the clause of a denial."""
    return answer.words.words[answer.word_at(start)].clause == denial.clause


def _next_to(answer: Answer, start: int, denial: Word) -> bool:
    """Whether a rejection opens the sentence behind a formula: "2^α. Oh, wrong way round: ..."."""
    opening = [word for word in answer.words.words if word.sentence == denial.sentence][:OPENING]
    return denial.text in guards.REJECTING and denial in opening and answer.sentence_at(start) == denial.sentence - 1


def _elsewhere(answer: Answer, behind: int, start: int, *, forward: bool) -> bool:
    """Whether a denial before a formula is about something else: "not twice but ...", "wrong, it is ..."."""
    between = answer.text[behind:start]
    return INSTEAD.search(between) is not None or (not forward and answer.corrects)


def plain_denial(answer: Answer) -> bool:
    """Whether an answer's denials deny wholly: no condition, question or correction beside them."""
    return not (answer.words.questions or turns(answer) or PARTIAL.search(answer.text))


def negated_beside(answer: Answer, start: int) -> bool:
    """Whether a denial stands in the clause of a position: not "..., which is not efficient"."""
    words = answer.words.words
    clause = words[answer.word_at(start)].clause
    return any(words[place].clause == clause for place, _ in guards.denials(answer))


def turns(answer: Answer) -> tuple[int, ...]:
    """Where something is taken back: not where an answer only begins with "No, ..."."""
    return tuple(
        position
        for position in answer.corrections
        if answer.text[:position].strip() or not answer.text[position:].startswith("no")
    )


def guessed(answer: Answer, spans: Sequence[Span]) -> bool:
    """Whether the spans stand in a row to choose from, and nothing chooses: "2^-α, or maybe α^2"."""
    if len(spans) < 2 or turns(answer):
        return False
    around = answer.text[: spans[0][0]] + " " + answer.text[spans[-1][1] :]
    return (offered(answer, spans) or _in_a_row(answer, spans)) and not CHOSEN.search(around)


def listed(answer: Answer, spans: Sequence[Span]) -> bool:
    """Whether several spans are nothing but a list to choose from: "perhaps 2, perhaps 4, perhaps 2^α"."""
    return _in_a_row(answer, spans) and offered(answer, spans)


def offered(answer: Answer, spans: Sequence[Span]) -> bool:
    """Whether two of the spans stand to choose from."""
    return any(_or(piece) for piece in _between(answer, spans))


def _in_a_row(answer: Answer, spans: Sequence[Span]) -> bool:
    """Whether so many spans that they may be guesses have nothing between them but what is in a list."""
    return len(spans) >= MANY and all(LIST.fullmatch(piece) for piece in _between(answer, spans))


def _between(answer: Answer, spans: Sequence[Span]) -> list[str]:
    return [answer.text[one[1] : other[0]] for one, other in itertools.pairwise(spans)]


def _or(between: str) -> bool:
    return len(between) < MOST_BETWEEN and OR.search(between) is not None and not SAME.search(between)

"""What a model of graded answers sees: words, with what denies them, their letters, and what the rules find.

Features come in blocks of one kind. Each block has length 1 before it is weighted, so that neither long answers nor the
block with the most features outweigh the rest.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence

from grader.language.words import FUNCTION_WORDS, NEGATORS, Word, stem
from grader.rubric import guards
from grader.rubric.decision import Proposal
from grader.rubric.evidence import Prose, denied_before

# Chosen by cross-validation on the graded answers of stage 6; none of them matters much.
WEIGHTS = {"words": 1.0, "pairs": 0.7, "letters": 0.8, "concepts": 0.4, "beside": 0.2, "rules": 0.2, "shape": 0.5}
LETTERS = (3, 4, 5)  # of a word that count as one feature: what misspelt, compound and related words share
SHORTEST = 4  # letters: of shorter words no parts count
WORDS_A_LENGTH, LENGTHS = 8, 6  # answers are put into classes of so many words, at most so many classes


def features(text: Prose, flags: Sequence[str], proposals: Mapping[str, Proposal]) -> dict[str, float]:
    """Feature -> value. `flags`: what the screens say; `proposals`: what the rules say of the part's criteria."""
    blocks: dict[str, Iterable[str]] = {
        "words": _words(text),
        "pairs": _pairs(text),
        "letters": _letters(text.words()),
        "concepts": (name for names in _concepts(text).values() for name in names),
        "beside": _beside(text),
        "rules": _rules(flags, proposals),
        "shape": _shape(text),
    }
    found: dict[str, float] = {}
    for block, each in blocks.items():
        names = dict.fromkeys(each)  # in their order: weights are the same to the last bit
        for name in names:
            found[f"{block} {name}"] = WEIGHTS[block] / math.sqrt(len(names))
    return found


def _stem(text: Prose, word: Word) -> str:
    mended = text.answer.repaired.get(word.text)
    return stem(mended) if mended else word.stem


def _words(text: Prose) -> Iterator[str]:
    """Stems, and once more as denied those that stand behind a negation in their clause."""
    for _, clause in itertools.groupby(text.words(), key=lambda word: word.clause):
        denied = False
        for word in clause:
            yield _stem(text, word)
            if denied:
                yield f"not {_stem(text, word)}"
            denied = denied or word.text in NEGATORS


def _pairs(text: Prose) -> Iterator[str]:
    """Stems that follow each other in a clause; an empty one stands before the first."""
    for _, clause in itertools.groupby(text.words(), key=lambda word: word.clause):
        stems = ["", *(_stem(text, word) for word in clause)]
        yield from (f"{one} {other}" for one, other in itertools.pairwise(stems))


def _letters(words: Sequence[Word]) -> Iterator[str]:
    for text in dict.fromkeys(word.text for word in words if word.text.isalpha() and len(word.text) >= SHORTEST):
        marked = f"^{text}$"
        yield from (marked[at : at + count] for count in LETTERS for at in range(len(marked) - count + 1))


def _concepts(text: Prose) -> dict[int, list[str]]:
    """By sentence: the rubric's concepts that stand in it, or that are denied."""
    words = text.words()
    found: dict[int, list[str]] = {}
    for name, matches in text.concepts.items():
        for match in matches:
            mark = "not " if denied_before(words, match.first) else ""
            found.setdefault(words[match.first].sentence, []).append(mark + name)
    return found


def _beside(text: Prose) -> Iterator[str]:
    """Concepts of one sentence, two by two."""
    for names in _concepts(text).values():
        yield from (f"{one} {other}" for one, other in itertools.combinations(sorted(set(names)), 2))


def _rules(flags: Sequence[str], proposals: Mapping[str, Proposal]) -> Iterator[str]:
    yield from flags
    for name, proposal in proposals.items():
        yield f"{name} {proposal.reason} {proposal.fraction:g}"
        yield from (f"{name} {flag}" for flag in proposal.flags)


def _shape(text: Prose) -> Iterator[str]:
    """How an answer is made: its length, and what turns a statement round."""
    words = text.words()
    yield f"length {min(len(words) // WORDS_A_LENGTH, LENGTHS)}"
    spoken = {word.text for word in words}
    if spoken & FUNCTION_WORDS:
        yield "sentence"
    for name, there in (("negation", NEGATORS), ("rejection", guards.REJECTING), ("contrast", guards.CONTRASTS)):
        if spoken & there:
            yield name
    if text.answer.words.questions:
        yield "question"
    if text.answer.corrects:
        yield "correction"
    if text.denied:
        yield "affirmed and denied"

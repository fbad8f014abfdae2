"""Whether an answer states something at all: what looks like a claim to rules and models, and is none.

Like all guards these decide nothing: they leave credit to a person.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection

from grader.catalog.rubric_spec import CriterionBase
from grader.language.words import FUNCTION_WORDS, NEGATORS
from grader.rubric.answer import Answer
from grader.rubric.evidence import Prose, find
from grader.rubric.prepared import compiled

DEFINING = compiled(
    ("means that|how", "meaning of", "refers to", "is|are defined", "definition of", "measures how",
     "is|are very? important|interesting|famous|common|known|studied", "well known", "known as",
     "famous|classic|classical", "found|invented|introduced|proposed|discovered|published by|in", "chapter", "lecture")
)  # fmt: skip
# Words of which a statement of more than a few words has one.
BINDING = frozenset(
    """the a an is are was were be been it its they them this that these there because as so since if when while thus
    then has have had does do can cannot could will would gets get becomes become makes make goes go stays stay remains
    remain needs need lets let keeps keep gives give we you i =""".split()
)
FEW_WORDS = 4  # up to which an answer needs no binding word: "they die out"
PIECES, SHORT_PIECE = 3, 2.5  # from so many pieces of an answer on, of so few words, it is a list
JOINING_STATEMENTS = frozenset("and but though although yet while whereas however".split())  # between two statements
SHARED_WORDS = 2  # of two statements from which on they may be the same
MOST_STATEMENTS = 60  # that are compared with each other


def defines(answer: Answer) -> bool:
    """Whether a word is explained, or something said of it in general, and nothing is claimed with it."""
    return answer.says(DEFINING)


def listed(answer: Answer) -> bool:
    """Whether words stand in a row that state nothing: short pieces between marks, or no small word that binds them."""
    spoken = [word for word in answer.words.words if word.text.isalpha()]
    pieces = len({word.clause for word in spoken})
    if pieces >= PIECES and len(spoken) / pieces <= SHORT_PIECE:
        return True
    return len(spoken) > FEW_WORDS and BINDING.isdisjoint(word.text for word in answer.words.words)


def contradicted(answer: Answer) -> bool:
    """Whether two statements are much the same, one of them with a negation."""
    words = answer.words.words
    begun = itertools.accumulate(
        place > 0 and (word.text in JOINING_STATEMENTS or word.sentence != words[place - 1].sentence)
        for place, word in enumerate(words)
    )
    parts = [
        ({word.stem for word in group if word.text not in FUNCTION_WORDS}, any(w.text in NEGATORS for w in group))
        for _, each in itertools.groupby(zip(begun, words, strict=True), key=lambda pair: pair[0])
        if (group := [word for _, word in each])
    ]
    return any(
        denies != denied and len(one & other) >= SHARED_WORDS and len(one & other) > min(len(one), len(other)) / 2
        for (one, denies), (other, denied) in itertools.combinations(parts[:MOST_STATEMENTS], 2)
    )


def opposed(text: Prose, criterion: CriterionBase, covered: Collection[int]) -> bool:
    """Whether a claim against a criterion is made in other words than the `covered` ones, whatever stands beside it."""
    for claim in criterion.claims:
        if claim.credit == 0.0:
            found = find(text, claim.model_copy(update={"unless": ()}))
            if found is not None and not found.denied and found.places.isdisjoint(covered):
                return True
    return False

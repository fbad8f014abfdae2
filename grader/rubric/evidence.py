"""Evidence in prose: concepts of a claim close together, said of the right subject, with nothing against them.

Three things make evidence doubtful, and then a person decides: a negation near it that the phrases themselves do not
account for, something taken back, and a claim against it elsewhere in the answer. Similarity only ever suggests.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from grader.catalog.rubric_folder import JOIN
from grader.catalog.rubric_spec import Claim, CriterionBase
from grader.language.phrases import Match
from grader.language.words import BEHIND, FUNCTION_WORDS, NEGATORS, PRONOUNS, Word, stems_of
from grader.rubric.answer import Answer
from grader.rubric.decision import Layer, Proposal
from grader.rubric.prepared import Prepared, compiled

ONE_CLAUSE, ONE_SENTENCE, TWO_SENTENCES = 0.93, 0.87, 0.7  # confidence by how far apart the concepts stand
MOST_FOUND = 60  # places of one concept that are compared with the others; only a hostile answer has more
MOST_PLACES = 12  # of one concept that are looked at
NEAREST = 3  # places of a concept that are tried beside each place of another
COMPARATIVES = frozenset("less fewer lower worse reduced little more greater harder difficult than worst".split())
DOUBTS = compiled(
    ("myth", "false", "wrong|wrongly", "incorrect*", "untrue", "misconception", "contrary", "opposite", "would be nice",
     "not true|correct|right|so|case", "some people", "people|textbooks|many|others|often say|said|claim|think|believe",
     "one might think", "supposed to", "question|exercise|asked is|asks|about|whether", "asked whether|if|about")
)  # fmt: skip
BESIDE_THE_SUBJECT = compiled(
    ("than", "unlike", "compared to|with", "in comparison to|with", "rather than", "instead of", "as opposed to",
     "versus", "vs", "in contrast to|with", "contrary to", "over", "where as", "relative to", "from")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a claim is made."""

    claim: Claim
    places: frozenset[int]
    confidence: float
    doubts: tuple[str, ...]
    denied: bool  # a negation stands before it


@dataclass(frozen=True, slots=True)
class Prose:
    """An answer with everything that the rubric's concepts find in it."""

    answer: Answer
    concepts: Mapping[str, tuple[Match, ...]]
    subjects: tuple[str, ...]  # of each word
    segments: tuple[int, ...]  # of each word: clauses, split at "and"
    denied: frozenset[str]  # concepts that are also denied somewhere: "vanish and do not vanish"
    negations: frozenset[int]  # negations that a concept's own phrase accounts for: "hardly learn"

    def words(self) -> Sequence[Word]:
        return self.answer.words.words


def prose(answer: Answer, prepared: Prepared, about: str) -> Prose:
    """Find every concept once. `about` is the subject of a sentence that names none."""
    found = {name: answer.find(phrases)[:MOST_FOUND] for name, phrases in prepared.concepts.items()}
    longest = [match for matches in found.values() for match in matches]
    words = answer.words.words
    kept = {
        name: tuple(m for m in matches if not any(_swallowed(m, other, words) for other in longest))[:MOST_PLACES]
        for name, matches in found.items()
    }
    denied = frozenset(
        name
        for name, matches in found.items()
        if any(m not in kept[name] and denied_before(words, m.first) for m in matches)
    )
    inside = frozenset(i for match in longest for i in match.places if words[i].text in NEGATORS)
    splits = itertools.accumulate(word.text == "and" for word in words)
    segments = tuple(word.clause * (len(words) + 1) + count for word, count in zip(words, splits, strict=True))
    return Prose(answer, kept, tuple(_subjects(answer, prepared, about)), segments, denied, inside)


def _swallowed(match: Match, other: Match, words: Sequence[Word]) -> bool:
    """Whether a longer phrase turns what it contains round: "stable" in "less stable"."""
    if not (other.first <= match.first and match.last <= other.last) or match.places == other.places:
        return False
    return any(words[i].text in NEGATORS or words[i].text in COMPARATIVES for i in other.places - match.places)


def _subjects(answer: Answer, prepared: Prepared, about: str) -> Iterator[str]:
    """Of which subject each word speaks: the one named before it in its clause, or after it, or in an earlier one."""
    words = answer.words.words
    beside = {match.last for match in answer.find(BESIDE_THE_SUBJECT)}
    named: dict[int, str] = {}
    for name, phrases in prepared.subjects.items():
        for match in answer.find(phrases):
            aside = any(at in beside for at in (match.first, match.first - 1))
            for place in () if aside else range(match.first, match.last):
                named[place] = name
    held, sentence = about, -1
    for _, group in itertools.groupby(range(len(words)), key=lambda i: words[i].clause):
        places = list(group)
        if words[places[0]].sentence != sentence:
            sentence = words[places[0]].sentence
            refers = words[places[0]].text in PRONOUNS
            held = held if refers else about
        inside = [place for place in places if place in named]
        current = named[inside[0]] if inside else held
        for place in places:
            current = named.get(place, current)
            yield current
        held = current


def judge(text: Prose, criterion: CriterionBase) -> Proposal | None:
    """What the claims of a criterion give; None if none of them is made."""
    found = [each for claim in criterion.claims if (each := find(text, claim)) is not None]
    if not found:
        return None
    for_it = [each for each in found if each.claim.credit > 0]
    against = [each for each in found if each.claim.credit == 0 and not (each.denied and for_it)]
    if for_it and against and not _same_place(for_it, against):
        best = max(for_it, key=_rank)
        return _proposal(text, best, 0.0, 0.5, "text.contradicts", ("contradiction",))
    ranked = sorted(for_it or against, key=_rank, reverse=True)
    if for_it and against:  # the same words say both: the longer reading is meant
        ranked = sorted(found, key=lambda each: (len(each.places), *_rank(each)), reverse=True)
    best = ranked[0]
    if best.denied and best.claim.credit > 0:
        return _proposal(text, best, 0.0, 0.6, "text.negated", best.doubts)
    if best.denied:
        return None if len(ranked) == 1 else _proposal(text, best, 0.0, 0.5, "text.negated", best.doubts)
    reason = "text.claimed" if best.claim.credit > 0 else "text.against"
    return _proposal(text, best, best.claim.credit, best.confidence, reason, best.doubts)


def _rank(evidence: Evidence) -> tuple[bool, float, float]:
    return not evidence.doubts, evidence.claim.credit, evidence.confidence


def _same_place(one: Iterable[Evidence], other: Iterable[Evidence]) -> bool:
    return any(a.places <= b.places or b.places <= a.places for a in one for b in other)


def find(text: Prose, claim: Claim) -> Evidence | None:
    """The best place where a claim is made."""
    best: Evidence | None = None
    for places in _candidates(text, claim):
        evidence = _evidence(text, claim, places)
        if evidence is not None and (best is None or _rank(evidence) > _rank(best)):
            best = evidence
    return best


def _candidates(text: Prose, claim: Claim) -> Iterator[frozenset[int]]:
    for match in text.answer.find(compiled(claim.phrases)):
        yield match.places
    for says in claim.says:
        yield from _together(text, [text.concepts.get(name, ()) for name in says.split(JOIN)])


def _together(text: Prose, groups: Sequence[Sequence[Match]]) -> Iterator[frozenset[int]]:
    """For each place of the first concept, the nearest places of the others; no word counts twice."""
    words = text.words()
    for match in groups[0]:
        sentence = words[match.first].sentence
        near = [
            sorted(
                (m for m in group if abs(words[m.first].sentence - sentence) <= 1 and not m.places & match.places),
                key=lambda m: (abs(words[m.first].sentence - sentence), abs(m.first - match.first)),
            )[:NEAREST]
            for group in groups[1:]
        ]
        for others in itertools.product(*near):
            places = match.places.union(*(other.places for other in others))
            if len(places) == len(match.places) + sum(len(other.places) for other in others):
                yield places


def _evidence(text: Prose, claim: Claim, places: frozenset[int]) -> Evidence | None:
    words = text.words()
    clauses = {words[place].clause for place in places}
    sentences = {words[place].sentence for place in places}
    if sentences & text.answer.words.questions:
        return None
    if claim.about and not any(text.subjects[place] == claim.about for place in places):
        return None
    if claim.about and len({text.subjects[place] for place in places}) > 1:
        return None
    for name in claim.unless:
        if any(
            words[m.first].sentence in sentences and not m.places <= places and not denied_before(words, m.first)
            for m in text.concepts.get(name, ())
        ):
            return None
    stray = list(_stray(text, places, clauses))
    doubts: list[str] = []
    if stray:
        doubts.append("negation")
    if any(words[m.first].sentence in sentences and not m.places & places for m in text.answer.find(DOUBTS)):
        doubts.append("doubt")
    if text.answer.corrects:
        doubts.append("correction")
    if claim.credit > 0 and any(name in text.denied for says in claim.says for name in says.split(JOIN)):
        doubts.append("contradiction")
    confidence = ONE_CLAUSE if len(clauses) == 1 else ONE_SENTENCE if len(sentences) == 1 else TWO_SENTENCES
    if any(words[place].text in text.answer.repaired for place in places):
        confidence -= 0.05
    return Evidence(
        claim,
        places,
        confidence,
        tuple(doubts),
        any(place < max(places) or words[place].text in BEHIND for place in stray),
    )


def _stray(text: Prose, places: frozenset[int], clauses: set[int]) -> Iterator[int]:
    """Negations near the evidence that no phrase accounts for: its own, or, beyond an "and", any concept's."""
    words = text.words()
    segments = {text.segments[place] for place in places}
    for i, word in enumerate(words):
        if word.text not in NEGATORS or word.clause not in clauses or i in places:
            continue
        if text.segments[i] in segments or i not in text.negations:
            yield i


def denied_before(words: Sequence[Word], place: int) -> bool:
    """Whether a negation stands right before a word."""
    return any(
        word.text in NEGATORS and word.clause == words[place].clause for word in words[max(0, place - 4) : place]
    )


def _proposal(
    text: Prose, evidence: Evidence, fraction: float, confidence: float, reason: str, flags: Sequence[str]
) -> Proposal:
    return Proposal(
        fraction=fraction,
        confidence=confidence,
        layer=Layer.TEXT,
        reason=reason,
        message=evidence.claim.tell,
        quotes=(text.answer.quote_words(evidence.places),),
        misconception=evidence.claim.misconception or None,
        flags=tuple(flags),
    )


def unaccounted(text: Prose, criteria: Sequence[CriterionBase], question: str) -> frozenset[str]:
    """Content words of the answer that belong to no claim made in it, and not to the question."""
    words = text.words()
    covered: set[int] = set()
    for claim in (claim for criterion in criteria for claim in criterion.claims):
        found = find(text, claim)
        covered |= found.places if found is not None else set()
    asked = stems_of(question)
    return frozenset(
        word.text
        for place, word in enumerate(words)
        if place not in covered and word.text not in FUNCTION_WORDS and word.stem not in asked
        if word.text.isalpha() and not text.answer.in_formula(word.start)
    )

"""What an answer lists: each thing that is named, and whether it is listed, denied, or only mentioned on the way."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace

from grader.catalog.rubric_spec import Listing
from grader.language.phrases import Match
from grader.language.words import FUNCTION_WORDS, NEGATORS, PRONOUNS, stem
from grader.rubric import remainder
from grader.rubric.answer import Answer
from grader.rubric.calculated import calculated
from grader.rubric.guards import QUALIFYING, REJECTING
from grader.rubric.prepared import compiled
from grader.rubric.remainder import FOREIGN_PLAIN
from grader.rubric.surroundings import Around, Item, Status, surroundings
from grader.rubric.wordings import FOREIGN

SUBJECTS = PRONOUNS | frozenset("both each neither".split())  # with which a clause speaks of what was named before
LINKS = frozenset("but because since and so thus therefore hence".split())  # that such a clause may begin with
PREPOSITIONS = frozenset("any of as in for to from over on than per across at after before by".split())
ARTICLES = frozenset("a an the its their each every this that input hidden token whole same single".split())
SHORT = 3  # words of a remark on what stands before it: "mean (computed)"
GOVERNED = 4  # words before a thing in which a preposition is its own, or of a remark in which a denial is its verb's
COPULAS = frozenset("is are was were be as sind ist son sont".split())
MARKS = re.compile(r"[,;:()]")
REFUSING = NEGATORS | frozenset("unlike except excluding nicht kein keine ni pas".split())
UNDER = re.compile(r"\s*:[ \t]*(?:\n[ \t]*(?:[-*•]|\d+[.)])?[^\n]{0,40})+")  # the lines of a list, without an empty one
IN_A_ROW = re.compile(r"[\s,;&+/]*(?:(?:and|plus|also|as well as|the|a|an|both|with)[\s,]*)*")
DENIED_IN_A_ROW = re.compile(r"[\s,&/]*(?:(?:and|or|nor|the|a|an|any)[\s,]*)*")


# What a remark may say to deny of a thing that it is learned; "it does not depend on the batch" denies nothing.
LEARNING = frozenset(
    stem(word) for word in "learn learnable trainable train training gradient descent update parameter".split()
)
BELONGING = frozenset(stem(word) for word in "true right correct count include list answer belong member".split())


def read_items(answer: Answer, listing: Listing) -> list[Item]:
    """Every thing that is named, in order; of a longer name, such as "attention weights", only the whole."""
    named = [(name, match) for name, texts in listing.named() for match in answer.find(compiled(texts))]
    at: dict[int, list[Match]] = {}
    for _, match in named:
        for place in match.places:
            at.setdefault(place, []).append(match)
    beside = answer.find(compiled(listing.others))  # "like the other weights"
    around = surroundings(answer, listing)
    formulas = list(calculated(answer.text))
    found = [
        Item(name, match, _status(around, name in listing.members, match, at, formulas))
        for name, match in named
        if not (any(match.places < other.places for other in (*at[match.first], *beside)) or _apart(answer, match))
    ]
    found.sort(key=lambda item: item.match.first)
    return _in_a_row(around, _headed(around, _told_after(around, found, listing)), listing, formulas)


def _apart(answer: Answer, match: Match) -> bool:
    """Whether the gap of a phrase reaches over a mark into another clause: "(starts at ones), the other is added"."""
    words = answer.words.words
    first, last = words[match.first], words[match.last - 1]
    return bool(match.gaps) and first.clause != last.clause and bool(MARKS.search(answer.text, first.end, last.start))


def _status(
    around: Around,
    member: bool,
    match: Match,
    at: Mapping[int, Sequence[Match]],
    formulas: Sequence[tuple[int, int]],
) -> Status:
    clause = around.clause(match.first)
    for place in around.clauses[clause]:
        refuses = around.text(place) in REFUSING and place not in around.unheeded and place not in match.places
        if refuses and (not member or place < match.first or not _denies_another(around, place, match, at)):
            return Status.DENIED
    if clause in around.of_others:
        return Status.BESIDE
    worked_out = around.worked_out.get(clause, ())
    if member:
        return Status.DENIED if any(_predicate(around.answer, match, each) for each in worked_out) else Status.LISTED
    start = around.answer.words.words[match.first].start
    in_formula = any(first <= start < end for first, end in formulas)
    passing = worked_out or clause in around.on_the_way or in_formula or _of_another(around, match)
    return Status.BESIDE if passing else Status.LISTED


def _of_another(around: Around, match: Match) -> bool:
    """Whether a preposition makes a thing part of what is said of another: "as long as the embedding"."""
    for place in reversed([p for p in around.clauses[around.clause(match.first)] if p < match.first][-GOVERNED:]):
        if around.text(place) in PREPOSITIONS:
            return True
        if around.text(place) not in ARTICLES:
            return False
    return False


def _denies_another(around: Around, negation: int, match: Match, at: Mapping[int, Sequence[Match]]) -> bool:
    """Whether a negation behind a thing is about another thing: "gamma and beta, not the mean"."""
    clause = around.clauses[around.clause(negation)]
    following = [m for place in clause if negation < place <= negation + 2 for m in at.get(place, ())]
    if any(other.places != match.places and other.first > negation for other in following):
        return True
    between = [m for place in range(match.last, negation) for m in at.get(place, ()) if m.first >= match.last]
    told = range(match.last, min((m.first for m in between), default=match.last))
    return any(around.text(place) in COPULAS for place in told)  # "the gain is learned and the offset isn't"


def _predicate(answer: Answer, match: Match, said: Match) -> bool:
    """Whether a thing is said to be worked out: "gamma and beta are constants", not "gamma of the computed value"."""
    between = answer.words.words[match.last : said.first + 1]
    return any(word.text in COPULAS for word in between)


def _told_after(around: Around, found: Sequence[Item], listing: Listing) -> list[Item]:
    """The items, with what a clause after them says of them: "mean and variance: those are computed".

    Of a member that is only fixed in some respect, "both are fixed after training", it is not certain what is denied.
    """
    words = around.answer.words.words
    own = sorted({around.clause(place) for item in found for place in item.match.places})
    denied: set[int] = set()
    limited: set[int] = set()
    for clause, places in around.clauses.items():
        before = bisect_left(own, clause)
        if clause in own[before : before + 1] or before == 0:
            continue
        opening = [around.text(place) for place in places[:2]]
        subject = opening[1:] if opening[0] in LINKS else opening[:1]
        negated = any(around.text(place) in NEGATORS and place not in around.unheeded for place in places[:GOVERNED])
        near = around.answer.text[words[places[0] - 1].end : words[places[0]].start].strip()
        remark = len(places) <= SHORT and near in ("(", ":", "=", "-") and around.clause(places[0] - 1) in own
        turned = any(word.text in REJECTING and word.sentence == words[places[0]].sentence for word in words)
        refers = (SUBJECTS.intersection(subject) or remark) and not turned  # "False: there are no ..."
        fixes = clause in around.worked_out and (remark or any(around.text(place) in COPULAS for place in places))
        denies = not fixes and all(_of_learning(around, place) for place in places)
        if refers and (denies if negated else fixes):
            denied.add(own[before - 1])
            said = {place for match in around.worked_out.get(clause, ()) for place in match.places}
            respect = any(around.text(place) in QUALIFYING and place not in said for place in places)
            if fixes and (respect or not all(place in said or _of_learning(around, place) for place in places)):
                limited.add(own[before - 1])
    told: list[Item] = []
    for item in found:
        clause = around.clause(item.match.first)
        unsure = clause in limited and item.name in listing.members
        status = Status.BESIDE if unsure else Status.DENIED
        told.append(replace(item, status=status) if item.status is Status.LISTED and clause in denied else item)
    return told


def _of_learning(around: Around, place: int) -> bool:
    """Whether a word of a remark only says that something is learned, or is listed rightly."""
    word = around.answer.words.words[place]
    plain = word.text in FUNCTION_WORDS | NEGATORS | FOREIGN | FOREIGN_PLAIN or not word.text.isalpha()
    return plain or word.stem in LEARNING | BELONGING


def heads(answer: Answer, clause: int) -> bool:
    """Whether a clause ends in a colon, and so speaks of what follows."""
    last = max(place for place, word in enumerate(answer.words.words) if word.clause == clause)
    return answer.text[answer.words.words[last].end :].lstrip().startswith(":")


def _headed(around: Around, found: Sequence[Item]) -> list[Item]:
    """The items, without those that a heading denies: "not learned: mean, variance"."""
    words = around.answer.words.words
    own = {around.clause(item.match.first) for item in found}
    headings: list[tuple[int, bool]] = []  # the last place of each heading, and whether it denies
    since = remainder.stands_from(around.answer)
    for clause, places in around.clauses.items():
        if clause not in own and words[places[-1]].start >= since and heads(around.answer, clause):
            denies = any(around.text(place) in NEGATORS and place not in around.unheeded for place in places)
            headings.append((places[-1], denies != (clause in around.worked_out)))
    kept: list[Item] = []
    for item in found:
        over = [each for each in headings if each[0] < item.match.first]
        place, denies = over[-1] if over else (0, False)
        kept.append(replace(item, status=Status.DENIED) if denies and _under(around.answer, place, item) else item)
    return kept


def _under(answer: Answer, heading: int, item: Item) -> bool:
    """Whether a thing stands behind a heading, in its sentence or in the lines under it."""
    words = answer.words.words
    between = answer.text[words[heading].end : words[item.match.first].start]
    return words[heading].sentence == words[item.match.first].sentence or UNDER.fullmatch(between) is not None


def _row(around: Around, one: Item, other: Item) -> bool:
    """Whether two items stand in a row, with no semicolon between them."""
    words = around.answer.words.words
    between = around.answer.text[words[one.match.last - 1].end : words[other.match.first].start]
    return ";" not in between and IN_A_ROW.fullmatch(between) is not None


def _in_a_row(
    around: Around, found: Sequence[Item], listing: Listing, formulas: Sequence[tuple[int, int]]
) -> list[Item]:
    """The items; what stands in a row with a member is listed, unless it is said to be worked out."""
    words = around.answer.words.words
    rows: set[int] = set()
    denied: set[int] = set()
    for index, (one, other) in enumerate(itertools.pairwise(found)):
        start, end = words[one.match.last - 1].end, words[other.match.first].start
        member = any(item.name in listing.members and item.status is Status.LISTED for item in (one, other))
        passing, at = (one, index) if one.status is Status.BESIDE else (other, index + 1)
        fixed = around.clause(passing.match.first) in around.worked_out
        in_formula = any(first <= start < last for first, last in formulas)
        between = around.answer.text[start:end]
        extras = one.name in listing.extras and other.name in listing.extras
        if extras and DENIED_IN_A_ROW.fullmatch(between) and (one.status is Status.DENIED or index in denied):
            denied.add(index + 1)  # "not the mean, the variance"
        if member and passing.status is Status.BESIDE and not fixed and not in_formula:
            rows.update((at,) if IN_A_ROW.fullmatch(between) else ())
    computed: set[int] = set()
    for index in reversed(range(len(found) - 1)):  # "the running mean, the running variance are computed"
        one, other = found[index], found[index + 1]
        told = index + 1 in computed or around.clause(other.match.first) in around.worked_out
        denied_extra = other.status is Status.DENIED and other.name in listing.extras  # "mean, variance (not learned)"
        if (told or denied_extra) and one.name in listing.extras and _row(around, one, other):
            member = index > 0 and found[index - 1].name in listing.members and _row(around, found[index - 1], one)
            computed.update(() if member else (index,))
    status = {
        **dict.fromkeys(computed, Status.BESIDE),
        **dict.fromkeys(rows, Status.LISTED),
        **dict.fromkeys(denied, Status.DENIED),
    }
    return [replace(item, status=status.get(index, item.status)) for index, item in enumerate(found)]

"""Listing criteria: which things an answer lists, and whether it lists something false beside them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Collection, Sequence

from grader.catalog.rubric_spec import CriterionBase, Listing, MemberCriterion, NoExtrasCriterion, Part
from grader.language.words import FUNCTION_WORDS, stem, stems_of
from grader.rubric import remainder
from grader.rubric.answer import Answer
from grader.rubric.decision import Layer, Proposal, Quote
from grader.rubric.guards import REJECTING
from grader.rubric.items import SUBJECTS, heads, read_items
from grader.rubric.pairs import confused, offered, renamed, supposed
from grader.rubric.pieces import a_thing, beside_an_extra, covered_by, may_be_apart, piece
from grader.rubric.prepared import compiled
from grader.rubric.surroundings import ON_THE_WAY, WORKED_OUT, Item, Status
from grader.rubric.taken_back import nothing_listed, taken_back

MOST_UNKNOWN = 3  # words that nobody knows, up to which what is said of a thing was read
UNKNOWN_SHARE = 0.15  # of the words of a long answer
MOST_EXTRAS = 3  # false things beside which the right ones are still an answer, and no list of everything
GUESSES = 2  # pairs joined by "or" from which on a list is one of guesses
BELONGING = 4  # words behind a thing in which stands of what it is
NAME = 2  # words of the name of a thing; what is longer describes it
OBJECT_WITHIN = 6  # words behind a description in which stands what it does that to
OWNERS = frozenset(
    """linear attention ffn mlp data dataset optimizer optimiser encoder decoder convolution embedding residual stream
    skip dropout noise positional query queries key keys logits scores""".split()
)
ADDING = re.compile(r"\b(?:also|too|forgot|additionally|as well|missing)\b|^\W*plus\b")
SHORT = 3  # words of a remark
EXEMPTING = frozenset("except unless if besides other than apart beyond".split())
HINTING = frozenset(  # what a thing can be paraphrased with
    """factor factors multiply multiplies multiplied add adds added adding addition sum product times adjust adjusts
    adjusted adjustable transform transformed transformation linear tune tuned coefficient coefficients move moves moved
    restore undo amount amounts bigger larger same identical smaller higher lower""".split()
)
LETTERS = re.compile(r"[*/+=]\s*[^\W\d]\b|\b[^\W\d]\s*[*/+=]|\b[^\W\d]\s*\(")  # of a formula
REDUNDANT = re.compile(r"\b(?:redundant|superfluous|unnecessary|not (?:needed|necessary))\b")  # perhaps not listed
ONE_OF = compiled(("one|any|some of the?", "which of"))
# Said of a member it may be that it is not learned, or only where it stands.
DERIVED = compiled(("come|comes|taken|obtained|follow|follows|result|results from", "determined|given by"))

RESTING = frozenset("else rest others everything remaining all".split())  # may say something of the extras together


def judge(answer: Answer, criterion: MemberCriterion | NoExtrasCriterion, listing: Listing) -> Proposal:
    """The proposal; `listing.missing` if nothing of the listing is mentioned."""
    found, flags = _standing(answer, read_items(answer, listing), listing)
    chosen = {match.last for match in answer.find(ONE_OF)} & {item.match.first for item in found}
    pairs = offered(answer, found, listing)
    names = {item.name for item in found}
    if (
        len(pairs) >= GUESSES
        or (pairs and supposed(answer, found) and len(names) > GUESSES)
        or (chosen and len(names) > GUESSES)
    ):
        return _proposal(0.0, 0.9, "listing.alternatives", flags)
    members = [item for item in found if item.name in listing.members]
    false = [item for item in found if item.name in listing.extras and item.status is Status.LISTED]
    present = {item.name for item in members if item.status is Status.LISTED}
    denied = {item.name for item in members if item.status is Status.DENIED}
    gone = taken_back(answer, found, listing)
    if present and ({criterion.member} if isinstance(criterion, MemberCriterion) else present) <= gone:
        return _proposal(0.0, 0.9, "listing.taken_back", flags)
    if present and nothing_listed(answer, listing):
        flags = (*flags, "contradiction")
    asking = {answer.words.words[item.match.first].sentence for item in found} & answer.words.questions
    if pairs or chosen or len(asking) > 1 or len({item.name for item in false}) > MOST_EXTRAS:
        flags = (*flags, "alternatives")
    passing = {item.name for item in members if item.status is Status.BESIDE}
    if passing - present:
        flags = (*flags, "doubt")  # said of something else: perhaps of what is asked about as well
    if REDUNDANT.search(answer.text):
        flags = (*flags, "doubt")
    if isinstance(criterion, MemberCriterion):
        if criterion.member not in present:
            return _proposal(0.0, 0.9, "listing.missing", flags)
        if criterion.member in denied:
            flags = (*flags, "negation")
        item = next(i for i in members if i.name == criterion.member and i.status is Status.LISTED)
        return _proposal(1.0, 0.94, "listing.there", flags, quotes=(_quote(answer, item),))
    if present & denied:
        flags = (*flags, "negation")
    if false and any(_only(answer, item) for item in members if item.status is Status.LISTED):
        flags = (*flags, "contradiction")  # "mean, gamma and beta, of which only gamma and beta are learned"
    if not false:
        return _proposal(1.0 if present else 0.0, 0.9, "listing.clean" if present else "listing.missing", flags)
    if may_be_apart(answer, [item for item in members if item.status is Status.LISTED], false):
        flags = (*flags, "doubt")
    wrong = list(dict.fromkeys(item.name for item in false))
    mistake = next((listing.misconceptions[name] for name in wrong if name in listing.misconceptions), None)
    quotes = tuple(_quote(answer, next(item for item in false if item.name == name)) for name in wrong)
    message = f"Not among them: {', '.join(wrong)}."
    return _proposal(0.0, 0.9, "listing.extra", flags, quotes=quotes, message=message, misconception=mistake)


def _only(answer: Answer, item: Item) -> bool:
    """Whether a thing is said to be the only one."""
    before = answer.words.words[max(0, item.match.first - 2) : item.match.first]
    return any(word.text in ("only", "just", "solely") for word in before)


def _standing(answer: Answer, found: Sequence[Item], listing: Listing) -> tuple[list[Item], tuple[str, ...]]:
    """The items that are not taken back, and a flag where that is not certain.

    A correction that lists every member takes the place of all before it; any other is for a person.
    """
    if not answer.corrects:
        return list(found), ()
    since = remainder.stands_from(answer)
    kept = [item for item in found if answer.words.words[item.match.first].start >= since]
    listed = {item.name for item in kept if item.status is Status.LISTED}
    none = any(answer.words.words[match.first].start >= since for match in nothing_listed(answer, listing))
    if (set(listing.members) <= listed or (none and not listed)) and not ADDING.search(answer.text[since:]):
        return kept, ()
    return list(found), ("correction",)


def _proposal(
    fraction: float,
    confidence: float,
    reason: str,
    flags: tuple[str, ...] = (),
    *,
    quotes: tuple[Quote, ...] = (),
    message: str = "",
    misconception: str | None = None,
) -> Proposal:
    return Proposal(
        fraction=fraction,
        confidence=confidence,
        layer=Layer.TYPED,
        reason=reason,
        flags=flags,
        quotes=quotes,
        message=message,
        misconception=misconception,
    )


def understood(
    answer: Answer, criterion: CriterionBase, proposal: Proposal, part: Part, knows: Callable[[str], bool]
) -> bool:
    """Whether nothing around what was read turns it round, and not too much of it is unknown."""
    listing = part.listing
    assert listing is not None, "a member or no_extras criterion stands in a part with a listing"
    found, _ = _standing(answer, read_items(answer, listing), listing)
    words = answer.words.words
    since = remainder.stands_from(answer) if "correction" not in proposal.flags else 0
    places = [place for place, word in enumerate(words) if word.start >= since]
    none = nothing_listed(answer, listing)
    phrases = [*none, *answer.find(compiled(listing.others)), *answer.find(WORKED_OUT), *answer.find(ON_THE_WAY)]
    covered = {*covered_by(found), *(place for match in phrases for place in match.places)}
    for one, other in itertools.pairwise(found):  # "gamma or scale" are two names of one thing
        covered.update(
            range(one.match.last, other.match.first) if one.name == other.name and renamed(answer, one, other) else ()
        )
    asked = stems_of(part.question)
    zero = proposal.reason == "listing.missing"  # then also what the rubric knows elsewhere names nothing here
    unknown = remainder.unknown(
        answer,
        places,
        covered,
        lambda word: stem(word) in asked or (knows(word) if zero else word in answer.repaired),
    )
    if proposal.reason == "listing.taken_back":
        return True  # the denial says nothing else
    bare = all(item.name in listing.members for item in found) and len(covered_by(found)) == len(words)
    if proposal.reason == "listing.alternatives" and len(unknown) <= MOST_UNKNOWN:
        return True
    if remainder.salad(answer, covered):
        return proposal.reason == "listing.extra"  # no credit either way
    if proposal.reason == "listing.extra" and any(words[place].text in RESTING for place in places):
        return False  # "everything else (mean, variance) is measured"
    if confused(answer, found, listing) and not bare:
        return False  # but "gamma beta" lists both
    if not zero and any("only" in (words[i].text for i in range(max(0, place - 2), place)) for place in unknown):
        return False  # "only BatchNorm has gamma"
    member = criterion.member if isinstance(criterion, MemberCriterion) else ""
    if zero:
        denied = [item for item in found if item.status is Status.DENIED and member in ("", item.name)]
        told = bool(none or denied)
        apart = [place for place in unknown if not beside_an_extra(answer, place, found, listing)]
        hinted = _hinted(answer, [place for place in places if place not in covered], found, told=told)
        return not hinted and not _exempt(answer, denied) and len(apart) <= (MOST_UNKNOWN if told else 0)
    if proposal.reason == "listing.clean" and any(a_thing(answer, place, found) for place in unknown):
        return False
    if len(unknown) > max(MOST_UNKNOWN, int(UNKNOWN_SHARE * len(words))):
        return False
    members = [item for item in found if item.status is Status.LISTED and item.name in listing.members]
    if any(_of_something_else(answer, item, unknown) for item in members):
        return False
    wanted = [item for item in found if item.status is Status.LISTED and _rests_on(item, member, proposal, listing)]
    return not _turned(answer, wanted, found, places, covered, asked)


def _turned(
    answer: Answer,
    wanted: Sequence[Item],
    found: Sequence[Item],
    places: Sequence[int],
    covered: Collection[int],
    asked: Collection[str],
) -> bool:
    """Whether a word in the clauses of the items, or in one after them that speaks of them, turns the reading round."""
    words = answer.words.words
    around = {words[item.match.first].clause for item in wanted}
    others = {words[item.match.first].clause for item in found} - around
    later = {word.clause for word in words if word.clause > min(around)} - others
    told = {
        clause
        for clause in later
        if _speaks_of_it(answer, clause, asked)
        and not heads(answer, clause)
        and not _of(answer, clause, around, others)
    }
    own = [place for place in places if words[place].clause in around]
    after = [place for place in places if words[place].clause in told]
    denying = remainder.TURNING - remainder.TENTATIVE
    if any(words[match.first].clause in around for match in answer.find(DERIVED)):
        return True
    return remainder.turning(answer, own, covered) or remainder.turning(answer, after, covered, denying)


def _of(answer: Answer, clause: int, around: Collection[int], others: Collection[int]) -> bool:
    """Whether a clause goes on from others in its sentence: "the mean is computed, it is not learned"."""
    words = answer.words.words
    before = max(each for each in {*around, *others} if each < clause)
    sentences = {word.sentence for word in words if word.clause in (before, clause)}
    return before in others and len(sentences) == 1


def _hinted(answer: Answer, left: Sequence[int], found: Sequence[Item], *, told: bool) -> bool:
    """Whether what is left may be a thing in other words: "something is multiplied", "a * x".

    Not where it goes with a thing that is listed ("a bias is added"), nor if it is said that there is none.
    """
    if LETTERS.search(answer.text):
        return True
    read = covered_by([item for item in found if item.status is Status.LISTED])
    hints = [place for place in left if answer.words.words[place].text in HINTING]
    return not told and any(not read & piece(answer, place) for place in hints)


def _exempt(answer: Answer, denied: Sequence[Item]) -> bool:
    """Whether what is denied is exempted from it: "nothing besides gamma"."""
    words = answer.words.words
    around = {words[item.match.first].clause for item in denied}
    return any(word.text in EXEMPTING for word in words if word.clause in around)


def _of_something_else(answer: Answer, item: Item, unknown: Collection[int]) -> bool:
    """Whether an item is only part of a name that was not read, or is said to be of something: "beta decay"."""
    words = answer.words.words
    behind = words[item.match.last : item.match.last + OBJECT_WITHIN]
    place = item.match.last
    if not behind or behind[0].clause != words[place - 1].clause:
        return False
    if place - item.match.first > NAME and any(
        word.text in OWNERS and word.clause == behind[0].clause for word in behind
    ):
        return True  # "one multiplies the input by the attention matrix"
    if place in unknown and not answer.text[words[place - 1].end : behind[0].start].strip():
        return True
    return behind[0].text in ("of", "in", "from") and any(
        (place + at in unknown or word.text in OWNERS) and word.clause == behind[0].clause
        for at, word in enumerate(behind[:BELONGING])
    )


def _rests_on(item: Item, member: str, proposal: Proposal, listing: Listing) -> bool:
    """Whether a proposal rests on an item that is listed."""
    if proposal.reason == "listing.extra":
        return item.name in listing.extras
    return item.name == member if member else item.name in listing.members


def _speaks_of_it(answer: Answer, clause: int, asked: Collection[str]) -> bool:
    """Whether a clause that names nothing speaks of what was named before: "they are not", "that is wrong"."""
    said = [word for word in answer.words.words if word.clause == clause]
    return (
        len(said) <= SHORT
        or (any(word.text in SUBJECTS for word in said[:2]) and [word.text for word in said[:2]] != ["so", "that"])
        or any(word.text in REJECTING or (word.stem in asked and word.text not in FUNCTION_WORDS) for word in said)
    )


def _quote(answer: Answer, item: Item) -> Quote:
    return answer.quote_words(range(item.match.first, item.match.last))

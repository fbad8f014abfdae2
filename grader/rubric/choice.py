"""Choice criteria: which attribute an answer gives to which entity (GPT-2 pre-norm, the other two post-norm, ...)."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from rapidfuzz.distance import OSA

from grader.catalog.rubric_spec import Choice, ChoiceCriterion
from grader.rubric import contradicted, remainder
from grader.rubric.answer import Answer
from grader.rubric.assignments import Assigned, read_assignments
from grader.rubric.decision import Layer, Proposal
from grader.rubric.mentions import NAMED, OTHER, Mention, alternatives, lacking, mentions
from grader.rubric.relations import NORMALISING, untold

PLACES = frozenset(  # what an attribute can be paraphrased with
    """first second third before after ahead input inputs output outputs inside outside into within start end beginning
    top bottom front behind""".split()
)
PLACES_ELSEWHERE = frozenset(  # the same in other languages, and words for a stream that is or is not normed
    """placement layout place position arrangement scheme modern improved newer shown there pre post prior preceding
    previous upfront already clean raw untouched initial sum add added addition residual skip sublayer ln norm
    vor nach davor danach avant après antes después prima dopo voor na erst zuerst eingang ausgang entrée sortie
    entrada salida 前 后""".split()
)
SPELT_OUT = ("before", "after", "normalise", "normalised", "normalization", "layernorm", "prenorm", "postnorm", "norm")
SLIPS, SHORTEST_SLIP = 2, 4  # edits by which a misspelt word may be off; letters of one that is looked at
REFERRING = PLACES | frozenset(  # or referred to
    """latter former one ones variant option version formula form order way same this that it so do does yes no other
    early earlier late later norm norms layernorm""".split()
)
NORM_CALLED = re.compile(r"\b(?:\w*norm\w*|ln\w*|\w+_ln\w*)\s?\(")
DENIED_BEHIND = re.compile(r"\W{0,3}\b(?:no|nope|false)(?:\s?[,.;\n]|\s*$)")  # "pre-norm no, post-norm yes"
TICKS = re.compile(r"[✓✔✗✘❌✅☑☒]|\byes\b")  # yes and no, of whatever
VERSUS = frozenset("vs versus v and or the in of exercise question task problem part topic title answer".split())
DOUBLY_DENIED = re.compile(r"(?:\bnot|n't|\bnever|\bno) (?:un\w+|less|not|any less|do without|go without|without)\b")
IN_BOTH_PLACES = re.compile(r"\bbefore(?:,? and| as well as| &) after\b|\bboth (?:places|sides|positions)\b")
SWAPPING = re.compile(r"\b(?:swap|switch|revers|exchang|confus|mix(?:ed|ing)|flip)")
STAYING = frozenset("stay stays remain remains unchanged".split())
UNKNOWN_SHARE = 0.15  # of the words of a long answer
MOST_UNKNOWN = 3  # words that nobody knows, up to which an answer that names who and what was read


def judge(answer: Answer, criterion: ChoiceCriterion, choice: Choice) -> Proposal:
    """The proposal; `choice.missing` if the answer says nothing of this entity."""
    found = standing(answer, mentions(answer, choice))
    assigned = read_assignments(answer, found, choice)
    if criterion.entity not in assigned.attributes and answer.corrects:
        stays = _stays(answer, criterion.entity, found)
        found = mentions(answer, choice)  # what was corrected may say nothing of this one
        assigned = read_assignments(answer, found, choice)
        assigned.doubts.update(() if stays else ("correction",))
    if DOUBLY_DENIED.search(answer.text):
        assigned.doubts.add("negation")  # "LLaMA does not do without it"
    if IN_BOTH_PLACES.search(answer.text):
        assigned.doubts.add("contradiction")
    if answer.corrects and not STAYING.isdisjoint(word.text for word in answer.words.words):
        assigned.doubts.add("correction")  # "edit: LLaMA is post-norm, the other two stay"
    if answer.corrects and SWAPPING.search(answer.text) and not _said_anew(answer, criterion.entity, found):
        assigned.doubts.add("correction")  # "sorry, I swapped them"
    given = assigned.attributes.get(criterion.entity, [])
    in_order = not any(mention.kind in NAMED for mention in found)
    attributes = sum(mention.kind == "attribute" for mention in found)
    offered = [] if in_order and attributes == len(choice.entities) else alternatives(answer, found)  # "pre/pre/post"
    if in_order and attributes > 1 and _only_named(answer, found):
        return _proposal(answer, 0.0, 0.9, "choice.alternatives", Assigned())  # "pre-norm vs post-norm" is a title
    if offered and len(offered) * 2 == attributes:
        guesses = Assigned(doubts={"correction"} if answer.corrects else set())
        return _proposal(answer, 0.0, 0.9, "choice.alternatives", guesses)  # they claim nothing
    if offered:
        assigned.doubts.add("alternatives")
    if given and _unassigned(answer, found, choice):
        assigned.doubts.add("order")
    if len({name for name, _ in given}) > 1 and not contradicted.both_said(answer, given, found, criterion):
        assigned.doubts.add("contradiction")
    if not given:
        beside = assigned.beside.get(criterion.entity, [])
        credit = max((criterion.partly.get(name, 0.0) for name in beside), default=0.0)
        implied = any(name != criterion.answer for name in assigned.only)  # "only GPT-2 is post-norm"
        reason = "choice.beside" if credit else "choice.missing"
        spoken_of = criterion.entity in {*assigned.waiting, *assigned.unread}
        named = spoken_of or any(mention.kind in ("all", "rest") for mention in found)
        placed = any(mention.kind == "attribute" for mention in found)
        denied = any(mention.kind == "negation" for mention in found)
        told = _told_otherwise(answer, criterion.entity, found)  # from where on something else is said of it
        hinted = _hints(answer, found, REFERRING if named else PLACES, told) and (named or not placed or told >= 0)
        named_at = next((each.first for each in found if each.name == criterion.entity), 0)
        placing = bool(credit) and _hints(answer, found, PLACES, named_at)  # "LLaMA: RMSNorm up front"
        spoken = told < 0 and placed and (named or denied)
        unread = not credit and (bool(assigned.said) or spoken or hinted)
        implied = implied or placing or criterion.entity in assigned.contrasted or (placed and _onwards(found))
        unplaced = bool(credit) and not placed and any(mention.kind == "all" for mention in found)
        singled = bool(credit) and _singled_out(answer, criterion.entity, found)  # "pre-norm, only LLaMA with RMSNorm"
        sure = criterion.entity in assigned.unsure or not (implied or unread or unplaced or singled)
        return _proposal(answer, credit, 0.9 if sure else 0.6, reason, assigned)
    name, mention = given[-1]
    right = name == criterion.answer
    credit = 1.0 if right else criterion.partly.get(name, 0.0)
    return _proposal(answer, credit, 0.93, "choice.right" if right else "choice.wrong", assigned, mention)


def _only_named(answer: Answer, found: Sequence[Mention]) -> bool:
    """Whether different attributes are named beside each other, and nothing else is said."""
    covered = {place for each in found if each.kind == "attribute" for place in range(each.first, each.last)}
    rest = {word.text for place, word in enumerate(answer.words.words) if place not in covered}
    headed = {text for text in rest if not text[0].isdigit() and len(text) > 1} | (rest & VERSUS)
    return len({each.name for each in found if each.kind == "attribute"}) > 1 and bool(headed) and headed <= VERSUS


def _hints(answer: Answer, found: Sequence[Mention], hinting: Collection[str], since: int) -> bool:
    """Whether an attribute may be meant by words that name none, from a place on: "the first one", "that order"."""
    read = {place for each in found for place in range(each.first, each.last) if each.kind != "ordinal"}
    words = [word.text for place, word in enumerate(answer.words.words) if place not in read and place >= since]
    return any(text in hinting or text.startswith(NORMALISING) for text in words)


def _told_otherwise(answer: Answer, entity: str, found: Sequence[Mention]) -> int:
    """Where an entity is first named if all clauses that name it say another thing of it; else -1.

    "LLaMA uses BatchNorm" leaves nothing open of LLaMA.
    """
    words = answer.words.words
    own = [each for each in found if each.kind == "entity" and each.name == entity]
    beside = {words[each.first].clause for each in found if each.kind == "beside"}
    if not own or not {words[each.first].clause for each in own} <= beside:
        return -1
    return min(each.first for each in own)


def _singled_out(answer: Answer, entity: str, found: Sequence[Mention]) -> bool:
    """Whether "only" stands in a clause that names an entity: the rest of what was said may hold of it as well."""
    words = answer.words.words
    own = {words[each.first].clause for each in found if each.name == entity}
    return any(each.kind == "only" and words[each.first].clause in own for each in found)


def _said_anew(answer: Answer, entity: str, corrected: Sequence[Mention]) -> bool:
    """Whether a correction says something of an entity by its name, or of all."""
    words = answer.words.words
    said = {words[each.first].clause for each in corrected if each.kind == "attribute"}
    return any(
        each.kind == "all" or (each.kind == "entity" and each.name == entity)
        for each in corrected
        if words[each.first].clause in said
    )


def _stays(answer: Answer, entity: str, corrected: Sequence[Mention]) -> bool:
    """Whether a correction names others only, and so leaves an entity as it was: "edit: GPT-2 is pre too"."""
    kinds = {each.kind for each in corrected}
    retrospective = any(remainder.RETROSPECTIVE.match(answer.text, start) for start in answer.corrections)
    vague = retrospective or kinds & {"all", "rest", "ordinal", "only", "except"}
    named = {each.name for each in corrected if each.kind == "entity"}
    return bool(named - {OTHER}) and entity not in named and "attribute" in kinds and not vague


def _proposal(
    answer: Answer,
    fraction: float,
    confidence: float,
    reason: str,
    assigned: Assigned,
    mention: Mention | None = None,
) -> Proposal:
    return Proposal(
        fraction=fraction,
        confidence=confidence,
        layer=Layer.TYPED,
        reason=reason,
        quotes=(answer.quote_words(range(mention.first, mention.last)),) if mention else (),
        flags=tuple(sorted(assigned.doubts)),
    )


def standing(answer: Answer, found: Sequence[Mention]) -> list[Mention]:
    """The mentions that are not taken back, and who was spoken of where the correction names nobody: "no, pre"."""
    since = remainder.stands_from(answer)
    words = answer.words.words
    kept = [mention for mention in found if words[mention.first].start >= since]
    before = [mention for mention in found if words[mention.first].start < since and mention.kind in NAMED]
    of_whom = next((mention for mention in kept if mention.kind in (*NAMED, "attribute")), None)
    if not before or of_whom is None or of_whom.kind != "attribute":
        return kept
    own = (each for each in kept if each.kind in NAMED and each.name != OTHER)
    if any(words[each.first].clause == words[of_whom.first].clause for each in own):
        return kept  # "oops, pre for all"
    clause, at = words[before[-1].first].clause, of_whom.first
    spoken_of = [mention for mention in before if words[mention.first].clause == clause]
    return [*(replace(mention, first=at, last=at + 1) for mention in spoken_of), *kept]


def understood(answer: Answer, proposal: Proposal, choice: Choice, knows: Callable[[str], bool]) -> bool:
    """Whether nothing around what was read turns it round, and not too much of it is unknown."""
    words = answer.words.words
    every = mentions(answer, choice)
    found = standing(answer, every) if "correction" not in proposal.flags else every
    covered = {place for each in found for place in range(each.first, each.last)} | lacking(answer)
    since = remainder.stands_from(answer)
    places = [place for place, word in enumerate(words) if word.start >= since or place in covered]
    zero = proposal.reason == "choice.missing"  # then what the rubric knows from elsewhere names nothing here
    unknown = len(
        remainder.unknown(answer, places, covered, lambda word: knows(word) if zero else word in answer.repaired)
    )
    if proposal.reason == "choice.alternatives":
        return unknown <= MOST_UNKNOWN and not any(each.kind == "negation" for each in found)
    bare = ("negation", "same", "like", "only", "aside")
    read = {words[each.first].clause for each in found if each.kind not in bare}
    alone = any(each.kind == "negation" and words[each.first].clause not in read for each in found)
    if alone and not remainder.hedges(answer) & {each.first for each in found if each.kind == "negation"}:
        return False  # "All pre-norm. That is not true."
    if (
        untold(found, answer)
        or _unread_call(answer, found)
        or any(DENIED_BEHIND.match(answer.text, words[each.last - 1].end) for each in found)
    ):
        return False
    stated = {place for each in found if each.kind != "beside" for place in range(each.first, each.last)}
    if TICKS.search(answer.text) or remainder.salad(answer, stated | lacking(answer)):
        return False
    if remainder.wordlist(answer) and len({each.name for each in found if each.kind == "attribute"}) > 1:
        return False  # "pre-norm rmsnorm gpt llama post-norm residual"
    covered |= {place for place in places if _joins(answer, place, found)}
    if remainder.turning(answer, places, covered) or any(_counted_on(answer, each) for each in found):
        return False
    if zero:
        left = {words[place].text for place in places if place not in covered}
        placed = any(each.kind == "attribute" for each in found)
        if unknown and not any(each.kind in ("attribute", "beside") for each in found):
            return not any(_may_place(text, unread=text not in answer.repaired) for text in left)
        return unknown == 0 and not (placed and left & remainder.COLLECTIVE)
    named = any(each.kind in NAMED and each.name != OTHER for each in found)
    most = max(MOST_UNKNOWN, int(UNKNOWN_SHARE * len(words)))
    return unknown <= most if named else remainder.bare(answer, places, covered)


def _may_place(text: str, *, unread: bool) -> bool:
    """Whether a word may say where a norm stands, in any spelling: "befor", "nromalised"."""
    if text in PLACES | PLACES_ELSEWHERE or text.startswith((*NORMALISING, "norm")):
        return True
    return unread and any(
        abs(len(text) - len(word)) <= SLIPS and OSA.distance(text, word, score_cutoff=SLIPS) <= SLIPS
        for word in SPELT_OUT
        if len(text) >= SHORTEST_SLIP
    )


def _unread_call(answer: Answer, found: Sequence[Mention]) -> bool:
    """Whether a function of a norm is called in code that was not read: "x = ln_1(x + attn(x))"."""
    words = answer.words.words
    read = [(words[each.first].start, words[each.last - 1].end) for each in found if each.kind == "attribute"]
    return any(not any(a <= call.start() < b for a, b in read) for call in NORM_CALLED.finditer(answer.text))


def _joins(answer: Answer, place: int, found: Sequence[Mention]) -> bool:
    """Whether "or" or "either" goes with a denial ("nor GPT-3 or LLaMA", "isn't either"), or "both" with two names."""
    words = answer.words.words
    if words[place].text not in ("either", "instead", "both", "or"):
        return False
    clause = [each for each in found if words[each.first].clause == words[place].clause]
    if words[place].text == "either":
        return any(each.kind == "negation" and each.first < place for each in clause)
    if words[place].text == "instead":  # "LLaMA too, with RMSNorm instead"
        apart = [word.text for word in words[place + 1 : place + 2]] != ["of"]
        return apart and any(each.kind == "beside" for each in clause)
    if words[place].text == "both":
        return len({each.name for each in clause if each.kind == "entity"}) > 1
    entities = [each for each in found if each.kind == "entity"]
    between = any(each.last == place for each in entities) and any(each.first == place + 1 for each in entities)
    return between and any(each.kind in ("nor", "negation") for each in found)


def _counted_on(answer: Answer, mention: Mention) -> bool:
    """Whether a number makes another entity of the one that was read: the 4 of GPT-4."""
    following = answer.words.words[mention.last : mention.last + 1]
    return (mention.kind, mention.name == OTHER) == ("entity", False) and any(
        word.text[0].isdigit() and answer.text[word.start - 1] in " -4" for word in following
    )


def _onwards(found: Sequence[Mention]) -> bool:
    """Whether something may hold of all from one on: "pre-norm from GPT-3 on"."""
    since = [m.last for m in found if m.kind == "aside" and m.name == "from"]
    return any(m.kind in ("entity", "ordinal") and m.first - 1 <= last <= m.first for m in found for last in since)


def _unassigned(answer: Answer, found: Sequence[Mention], choice: Choice) -> bool:
    """Whether attributes are named of nobody in particular, and neither one for all nor one for each in order.

    "In pre-norm: x + Attention(LayerNorm(x))" explains a word. "From GPT-3 on" says nothing of those before.
    """
    attributes = [mention for mention in found if mention.kind == "attribute"]
    if any(m.kind in ("all", "ordinal") or (m.kind == "entity" and m.name != OTHER) for m in found):
        return len({m.name for m in attributes}) == 1 and _onwards(found)
    if any(m.kind == "negation" and answer.words.words[m.first].text == "none" for m in found):
        return len(attributes) > 1  # "none of these has the post-norm of BERT"
    others = any(m.kind in ("entity", "rest") for m in found)
    return bool(attributes) and (others or len(attributes) not in (1, len(choice.entities)))

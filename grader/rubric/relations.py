"""How the things that one clause names belong together: set aside, excepted, denied, put before a list."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Sequence

from grader.catalog.rubric_spec import Choice
from grader.language.words import FUNCTION_WORDS, stem
from grader.rubric.answer import Answer
from grader.rubric.choice_words import DENYING_BEHIND
from grader.rubric.mentions import NAMED, OTHER, Mention

# What may follow a negation that denies what was said before: "LLaMA does not use it either".
ELLIPTIC = frozenset("one case true like use uses using used do does so".split())
# In what models may be likened: what is the same in size or training says nothing of the norm.
LIKENED_IN = frozenset(
    stem(word)
    for word in """architecture design scheme placement layout arrangement structure setup recipe convention order style
    variant version model norm normalization normalisation block respect regard matter way""".split()
)
# Where a norm may stand, and that it stands there.
PLACING = frozenset(
    "first last before after ahead behind front start end beginning inside outside input output".split()
)
NORMALISING = ("normali", "standardi", "normed")
JOINING_NAMES = frozenset("and or".split())  # of whom the same is said
AUXILIARIES = frozenset("is are was were be do does did has have".split())
ASKING = frozenset("what how which where who why when whether if".split())
HEADING = re.compile(r"\s?[:?]|\s-+\s")
PREDICATING = frozenset("is are was were remains makes has have had seems looks".split())
USING = frozenset(
    stem(word)
    for word in "used found applied adopted chosen employed seen taken kept common valid true hold case".split()
)


def leads(attribute: Mention, following: Sequence[Mention], answer: Answer) -> bool:
    """Whether an attribute stands before a list of entities: the next clause names some and says nothing of them."""
    words = answer.words.words
    between = answer.text[words[attribute.last - 1].end : words[following[0].first].start]
    apart = words[attribute.first].sentence != words[following[0].first].sentence and "\n" not in between
    only = {mention.kind for mention in following} <= {*NAMED, "beside"} and following[0].kind in NAMED
    copula = attribute.last < len(words) and words[attribute.last].text in PREDICATING
    if copula and not bare([attribute], answer, USING):
        return False  # "pre-norm is unstable, GPT-2 ..."
    return only and not apart and (following[0].kind == "entity" or bare(following, answer))


def part_of(place: int, answer: Answer) -> tuple[int, int]:
    """The clause that a word stands in; a slash between spaces parts clauses as a comma does."""
    word = answer.words.words[place]
    return word.clause, answer.text.count(" / ", 0, word.start)


def bare(found: Sequence[Mention], answer: Answer, beside: Collection[str] = frozenset()) -> bool:
    """Whether a clause says nothing beside what it names, and words whose stems are in `beside`."""
    words, at = answer.words.words, found[0].last - 1
    covered = {place for mention in found for place in range(mention.first, mention.last)}
    since, until = answer.text.rfind(" / ", 0, words[at].start), answer.text.find(" / ", words[at].end)
    behind = itertools.takewhile(lambda place: words[place].clause == words[at].clause, range(at, len(words)))
    before = itertools.takewhile(lambda place: words[place].clause == words[at].clause, range(at - 1, -1, -1))
    return all(
        word.text in FUNCTION_WORDS or word.stem in beside or not word.text.isalpha() or len(word.text) == 1
        for word in (words[place] for place in itertools.chain(before, behind) if place not in covered)
        if since < word.start and (until < 0 or word.start < until)
    )


def is_none(mention: Mention, answer: Answer) -> bool:
    """Whether a negation denies of everybody by itself: "none of the three"."""
    return mention.kind == "negation" and answer.words.words[mention.first].text in ("none", "neither", "nor")


def led(found: Sequence[Mention]) -> set[str]:
    """Entities that are named before the first attribute of a clause, and so have it."""
    return {m.name for m in itertools.takewhile(lambda m: m.kind != "attribute", found) if m.kind == "entity"}


def headed(mention: Mention, answer: Answer) -> bool:
    """Whether a name heads what follows it: "LLaMA: BatchNorm", "LLaMA - no idea"."""
    return HEADING.match(answer.text, answer.words.words[mention.last - 1].end) is not None


def goes_ahead(found: Sequence[Mention], ahead: Sequence[Sequence[Mention]], standing: Mention, answer: Answer) -> bool:
    """Whether the sentence goes on with entities that come before its next attribute: "GPT-2, GPT-3 are ..."."""
    words = answer.words.words
    sentence = words[found[0].first].sentence
    at, following = next(
        ((at, clause) for at, clause in enumerate(ahead) if any(m.kind == "attribute" for m in clause)), (0, ())
    )
    if not following or words[following[0].first].sentence != sentence:
        return False
    # A new sentence begins a new list: "BERT is post-norm. GPT-2, GPT-3: pre-norm"
    before = ahead[at - 1] if at and words[standing.first].sentence != sentence else found
    between = answer.text[words[before[-1].last - 1].end : words[following[0].first].start]
    if following[0].kind == "attribute":
        return between.strip() in (":", "=", "(") and before[-1].kind == "entity"  # "Post for GPT-2. LLaMA: pre"
    others = all(m.name == OTHER for m in following if m.kind in NAMED)
    if ";" in between or following[0].kind == "only" or others:
        return False  # "..., only BERT is post-norm" is said of nobody before
    return next(m for m in following if m.kind in (*NAMED, "attribute")).kind != "attribute"


def guesses_next(found: Sequence[Mention], ahead: Sequence[Sequence[Mention]], answer: Answer) -> bool:
    """Whether who says not to be sure goes on with a guess: "LLaMA: not sure, probably pre-norm"."""
    words = answer.words.words
    following = ahead[0] if ahead else ()
    kinds = {mention.kind for mention in following}
    same = bool(following) and words[following[0].first].sentence == words[found[0].first].sentence
    return same and "attribute" in kinds and kinds.isdisjoint(NAMED)


def elliptic(found: Sequence[Mention], answer: Answer) -> bool:
    """Whether the negation of a clause denies what was said before: "and LLaMA is not", not "LLaMA has no norm"."""
    words = answer.words.words
    denies = next(m for m in found if m.kind == "negation")
    named = (m for m in found if m.kind in (*NAMED, "same", "like", "negation"))
    covered = {place for mention in named for place in range(mention.first, mention.last)}
    clause = words[denies.first].clause
    behind = [place for place in range(denies.last, len(words)) if words[place].clause == clause]
    if words[denies.first].text == "no" and behind:
        return False
    return all(
        place in covered or words[place].text in FUNCTION_WORDS | ELLIPTIC or not words[place].text.isalpha()
        for place in behind
    )


def denies_it(found: Sequence[Mention], answer: Answer, *, denied: bool) -> bool:
    """Whether a clause denies of somebody what was said last: "LLaMA isn't", "nor GPT-3", "neither LLaMA does".

    `denied`: whether what was said last was a denial as well.
    """
    kinds = {mention.kind for mention in found}
    if "negation" in kinds:
        return elliptic(found, answer)
    return "nor" in kinds and (denied or affirms(found, answer))


def affirms(found: Sequence[Mention], answer: Answer) -> bool:
    """Whether a clause only affirms of somebody what was said before: "the other two are", "LLaMA does"."""
    words = answer.words.words
    clause = [word for word in words if word.clause == words[found[0].first].clause]
    asked = clause[0].sentence in answer.words.questions or any(word.text in ASKING for word in clause)
    return not asked and clause[-1].text in AUXILIARIES and bare(found, answer)


def likened(found: Sequence[Mention], answer: Answer) -> str:
    """Whom others are likened to: GPT-2 in "GPT-3 like GPT-2"; empty if nobody is."""
    words = answer.words.words
    likens, of_somebody = None, False
    for mention in found:
        joined = mention.first > 0 and words[mention.first - 1].text in JOINING_NAMES  # "GPT-3 and also LLaMA"
        if mention.kind in ("same", "like") and of_somebody and not joined:
            likens = mention
        elif mention.kind == "entity" and likens is not None:
            between = words[likens.last : mention.first]
            return mention.name if all(word.text in FUNCTION_WORDS - JOINING_NAMES for word in between) else ""
        else:
            likens, of_somebody = None, of_somebody or mention.kind in ("entity", "rest")
    return ""


def unread_heading(found: Sequence[Mention], every: Sequence[Mention], answer: Answer) -> bool:
    """Whether an entity stands behind a heading that is no attribute: "Other: LLaMA"."""
    words, at = answer.words.words, found[0].first
    if at == 0 or answer.text[words[at - 1].end : words[at].start].strip() != ":":
        return False
    heads_it = any(mention.kind == "attribute" and mention.first < at <= mention.last for mention in every)
    return found[0].kind == "entity" and not heads_it


def excepted(found: Sequence[Mention]) -> Iterator[str]:
    after = next((m.first for m in found if m.kind == "except"), None)
    if after is not None:
        yield from (m.name for m in found if m.kind == "entity" and m.first > after)


def compared(found: Sequence[Mention], answer: Answer) -> dict[str, str]:
    """Who is likened to whom behind an attribute: LLaMA to GPT-2 in "GPT-3 is post-norm and LLaMA is like GPT-2".

    Somebody with nobody to be likened to is only compared with: LLaMA in "the GPTs are not pre-norm like LLaMA".
    """
    words = answer.words.words
    behind = list(itertools.dropwhile(lambda mention: mention.kind != "attribute", found))
    denied = any(m.kind == "negation" for m in found)
    likens = [m.first for m in behind if m.kind in ("same", "like")]
    pairs: dict[str, str] = {}
    for one, other in itertools.pairwise(m for m in behind if m.kind == "entity" and m.name):
        between = [word.text for word in words[one.last : other.first]]
        like = any(one.last <= place < other.first for place in likens) or between == ["as"]
        if like and one.name != other.name and JOINING_NAMES.isdisjoint(between):
            pairs[one.name] = other.name
    if denied and likens and not pairs:
        pairs = {m.name: "" for m in behind if m.kind == "entity" and m.first > likens[0]}
    return pairs


def parted(found: Sequence[Mention], answer: Answer) -> list[str]:
    """Entities of which a place is said that was not read: LLaMA in "the norm is first in GPT-2 and last in LLaMA"."""
    words = answer.words.words
    covered = {place for mention in found for place in range(mention.first, mention.last)}
    entities = [m for m in found if m.kind in ("entity", "rest")]
    attributes = [m.first for m in found if m.kind == "attribute"]
    names: list[str] = []
    for one, other in itertools.pairwise(entities if len(attributes) == 1 else ()):
        gap = range(one.last, other.first)
        said = (words[place].text for place in gap if place not in covered)
        if attributes[0] not in gap and any(text in PLACING or text.startswith(NORMALISING) for text in said):
            behind = attributes[0] < one.first  # then it is what follows that is told apart
            names += [m.name for m in entities if (m.first >= other.first if behind else m.first <= one.first)]
    return names


def contrasted(found: Sequence[Mention]) -> set[str]:
    """Entities that others are told apart from: "unlike GPT-2"."""
    names: set[str] = set()
    contrast = False
    for mention in found:
        contrast = mention.name == "contrast" or (contrast and mention.kind != "attribute")
        if contrast and mention.kind == "entity":
            names.add(mention.name)
    return names


def otherwise(found: Sequence[Mention]) -> list[str]:
    """Entities of which something else is said: LLaMA in "the GPTs are pre-norm and LLaMA uses RMSNorm"."""
    attributes = [index for index, m in enumerate(found) if m.kind == "attribute"]
    if len(attributes) != 1 or not any(m.kind in NAMED for m in found[: attributes[0]]):
        return []
    behind = found[attributes[0] + 1 :]
    pairs = itertools.pairwise(behind)
    return [one.name for one, other in pairs if one.kind == "entity" and other.kind == "beside"]


def opposed(found: Sequence[Mention], answer: Answer) -> tuple[list[str], bool]:
    """Entities behind the attribute of others that a negation follows, and whether it denies this attribute of them.

    It does in "the GPTs are pre-norm and LLaMA is not", it does not in "... and LLaMA has no norm".
    """
    attributes = [index for index, m in enumerate(found) if m.kind == "attribute"]
    if len(attributes) != 1 or not any(m.kind in NAMED for m in found[: attributes[0]]):
        return [], False
    behind = found[attributes[0] + 1 :]
    denied = any(m.kind == "negation" for m in behind) and elliptic(behind, answer)
    pairs = itertools.pairwise(behind)
    return [one.name for one, other in pairs if one.kind == "entity" and other.kind == "negation"], denied


def aside(mention: Mention, found: Sequence[Mention]) -> bool:
    """Whether an attribute is only named to be set aside: "pre-norm rather than post-norm"."""
    asides = [m.last for m in found if m.kind == "aside" and 0 <= mention.first - m.last <= 2]
    between = [m.first for m in found if m.kind == "attribute" and m.first < mention.first]
    return bool(asides) and not any(place >= asides[-1] for place in between)  # "from post to pre" sets post aside


def turned(mention: Mention, found: Sequence[Mention], choice: Choice, answer: Answer) -> str:
    """The attribute that is meant: the other one, if it is denied in its clause."""
    clause = answer.words.words[mention.first].clause
    before = [m for m in found if m.first < mention.first and answer.words.words[m.first].clause == clause]
    denied = False
    for each in reversed(before):
        if each.kind == "attribute":
            break
        denied = denied or each.kind in ("negation", "nor")
    for each in found:
        if each.first > mention.first and answer.words.words[each.first].clause == clause:
            if each.kind == "attribute" or each.kind in NAMED:
                break  # "and LLaMA is not" denies it of LLaMA
            denied = denied or answer.words.words[each.first].text in DENYING_BEHIND  # "pre-norm in none of them"
    others = [name for name in choice.attributes if name != mention.name]
    return others[0] if denied and len(others) == 1 else mention.name


def untold(found: Sequence[Mention], answer: Answer) -> bool:
    """Whether a clause names an entity and says of it what was not read: "..., after it in LLaMA"."""
    words = answer.words.words
    covered = {place for mention in found for place in range(mention.first, mention.last)}
    for clause, group in itertools.groupby(found, key=lambda mention: words[mention.first].clause):
        named = list(group)
        kinds = {mention.kind for mention in named}
        if "attribute" in kinds or "entity" not in kinds:
            continue
        beside = (word.text for place, word in enumerate(words) if word.clause == clause and place not in covered)
        if not PLACING.isdisjoint(beside):
            return True
        if named[0].kind == "entity" and any(mention.name == "contrast" for mention in named):
            return True
    return any(headed(one, answer) and (other is None or other.kind in NAMED) for one, other in _followed(found))


def _followed(found: Sequence[Mention]) -> Iterator[tuple[Mention, Mention | None]]:
    """The entities of a choice, each with what is named behind it."""
    for at, mention in enumerate(found):
        if mention.kind == "entity" and mention.name != OTHER:
            yield mention, next((other for other in found[at + 1 :] if other.first >= mention.last), None)

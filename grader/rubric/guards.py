"""What puts a reading in doubt, wherever it stands: denials, things taken back, alternatives, words that were not read.

Nothing here decides anything. A guard that speaks turns a proposal into a suggestion for a person. A negation is taken
to deny a *statement* ("is not", "never", "wrong") unless it plainly belongs to a noun ("without biases", "not counting
the norms"), which states an assumption.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from grader.language.algebra import Operation, numbers_in
from grader.language.words import FUNCTION_WORDS, NEGATORS, PRONOUNS, Word, stem, stems_of
from grader.rubric.answer import Answer
from grader.rubric.bounds import bounded
from grader.rubric.prepared import compiled

DENYING = frozenset(
    "not never none neither nor cannot hardly barely scarcely nowhere nobody nicht kein keine pas jamais nunca".split()
)  # what follows
HAVING = frozenset("has have had with needs".split())
REJECTING = frozenset("wrong false incorrect untrue myth mistaken impossible nonsense".split())  # what precedes
SET_ASIDE = compiled(
    ("rather than", "instead of", "unlike", "as opposed to", "contrary to", "no longer", "far from", "no way",
     "opposed to", "different from|than")
)  # fmt: skip
# After "not": what it then denies is no value ("not counting biases"), or only how sure somebody is.
OF_A_NOUN = frozenset(
    """count counting counted include including included with using use have having need tied tie shared share train
    trained sure certain know remember convinced confident considering considered matter matters add adds
    play plays change changes affect affects influence depend depends""".split()
)
NOUN_WITHIN = 3  # words after "not" in which one of those may stand
CONTRASTS = frozenset("but however although though whereas while yet unlike despite except unless still".split())
ALTERNATIVES = frozenset("or maybe perhaps either possibly alternatively versus vs".split())
DOUBTING = DENYING | REJECTING | ALTERNATIVES | NEGATORS  # with one of them a claim may not be what is meant
LEAVING_OUT = frozenset("without excluding exclude ignoring".split())
ASSUMED = ("bias", "norm", "layernorm", "ln", "pos", "embed", "ty", "tie", "round", "count", "learn")
CONFIRMING = frozenset("correct right really true must should".split())  # of one of several numbers
COMPARING = frozenset(
    """more less fewer larger smaller bigger higher lower close closer similar same near nearly almost difference differ
    gap match matches above below equal equals like comparable identical""".split()
)
CONDITIONS = compiled(
    ("if", "with", "without", "when", "depend*", "tied", "untied", "tying", "including", "excluding", "counting",
     "plus", "assum*", "also", "separate*")
)  # fmt: skip
UNITS = re.compile(
    r"\s?(?:more |times |additional )?"
    r"(?:[kmgt]i?b\b|multiply|(?:kilo|mega|giga|tera)?(?:bytes?|bits?)\b|flops?\b|macs?\b|neurons?\b"
    r"|rows?\b|columns?\b|vectors?\b|tokens?\b|seconds?\b|hours?\b"
    r"|days?\b|words?\b|dollars?\b|gpus?\b|operations?\b|multiplications?\b|activations?\b|layers?\b|blocks?\b|heads?\b)"
)
OF_A_FACTOR = re.compile(r"\s?(?:rows?|columns?|vectors?|tokens?|words?)\b")
OF_A_COUNT = re.compile(r"\s?(?:layers?|blocks?|heads?)\b")
MOST_BESIDE = 3  # words that the rubric does not know and that may stand beside a short value
MOST_LAYERS = 100  # that a factor of a product counts: "7.08M * 12 layers"
# What makes another value of the one before it.
AFTER = re.compile(
    r"[\s,]{0,9}(?:±|[*/^+]\s{0,9}(?:[\d(]|[a-zα]\b)|x\s?\d|times\s+(?:\d|all\b)|(?:minus|divided|multiplied|doubled|halved|squared)\b"
    r"|(?:more|higher|larger) loss|(?:too|off)\b)"
)
IN_BYTES = re.compile(r"\s?[*x]\s?\d+ ?b(?:ytes?|its?)?\b")
SHARE = re.compile(r"^\W*(?:\w+\W+){0,3}?(?:per|each|every|all|whole|entire|together)\b(?:\W+\w+){0,3}")
SHARED = re.compile(r"\b(?:per|each|every|all|whole|entire|together)\b(?:\W+[^\W\d]+){0,4}\W*$")
EXPLAINED = re.compile(r"\bone \w+ (?:per|for (?:each|every)) \w+")  # "38.4M, one row per token"
HYPOTHETICAL = frozenset(
    """would said says claim claims claimed heard someone somebody people supposed frozen zero idk
    dunno guessing clue idea random alone""".split()
)
# "would" that only is careful, or that says what something else would add.
CAREFUL = re.compile(
    r"\b(?:i|we) would (?:say|guess|think|estimate|expect)\b|\b(?:which|that|this) would (?:be|make|give|mean)\b"
    r"|\bbias(?:es)? would\b|\bwould (?:add|bring)\b|\bwould have to add\b|\bhave to say\b"
    r"|\bno (?:clue|idea) (?:why|where|what)\b"
)
FOLLOWING = re.compile(r"(?:[=~>:]|\beach,|\b(?:gives?|makes?|yields?))\s*$")  # a value that something comes to
# With which a statement holds of something else, of some time or case, or is only supposed, reported or asked.
QUALIFYING = frozenset(
    """after again against another any away before below above besides between beyond better could each else every ever
    far few first for from further hence here how however if instead itself last like many may might more most of off on
    once one only or other others out own part per said same saw say says see seen should so some such than then there
    thus to under until up upon what when where whereas whether which while who whole why with within without would
    yet""".split()
)
REPORTING = frozenset("said says claim claims claimed supposed people".split())  # of their own clause
MODEST = re.compile(
    r"\b(?:if i(?: a|')m not (?:mistaken|wrong)|(?:unless|correct me if) i(?: a|')m (?:mistaken|wrong))\b"
)
# Words that add nothing to a value: how exact it is, what is counted, and the manners of an answer.
NEUTRAL = frozenset(
    """roughly approximately approx about around circa ca nearly exactly precisely total totally altogether overall sum
    parameter param weight weights params parameters number answer result value factor times time percent think guess
    believe reckon say think would probably maybe sure equal equals million thousand billion m k b model loss
    x i e g etc ok so lol bias biases old new original""".split()
)


def denied(answer: Answer, start: int, end: int, spared: Collection[int] = ()) -> bool:
    """Whether a denial is bound to a span of the plain text; words at the places `spared` deny nothing."""
    return any(start <= position < end for position in _bound(answer, spared))


def denials(answer: Answer) -> Iterator[tuple[int, bool]]:
    """Places of words that deny a statement, and whether they deny what follows them."""
    words = answer.words.words
    modest = answer.places_in(match.span() for match in MODEST.finditer(answer.text))
    for place, word in enumerate(words):
        if place in modest:
            continue
        if word.text == "none" and place > 0 and words[place - 1].text in HAVING:
            continue  # "GELU has none"
        if word.text in REJECTING:
            yield place, False
        elif word.text in DENYING and not _of_a_noun(
            [other for other in words[place + 1 : place + 1 + NOUN_WITHIN] if other.clause == word.clause]
        ):
            yield place, True
    for match in answer.find(SET_ASIDE):
        yield match.first, True


def of_a_noun(words: Sequence[Word], negation: Word) -> bool:
    """Whether a negation only denies a noun, or how sure somebody is: "not sure", "no biases"."""
    place = words.index(negation)
    following = words[place + 1 : place + 1 + NOUN_WITHIN]
    return _of_a_noun([other for other in following if other.sentence == negation.sentence])


def _of_a_noun(following: Sequence[Word]) -> bool:
    """Whether the words after a negation give it a noun to deny, before any number."""
    for word in following:
        if word.text in OF_A_NOUN:
            return not any(each.text[0].isdigit() for each in following)
    return False


def _bound(answer: Answer, spared: Collection[int]) -> Iterator[int]:
    """Where the formulas start that a denial is about: the next of its sentence, and the one before in its clause."""
    words = answer.words.words
    starts = [(each.start, words[at]) for each in answer.found if (at := answer.word_at(each.start)) >= 0]
    for place, forward in denials(answer):
        if place in spared:
            continue
        word = words[place]
        before = [pair for pair in starts if pair[0] < word.start and _about(pair[1], word, words)]
        behind = [pair for pair in starts if pair[0] > word.start and pair[1].sentence == word.sentence]
        near, far = (behind[:1], before[-1:]) if forward else (before[-1:], behind[:1])
        yield from (start for start, _ in near)
        yield from (start for start, there in far if not near or there.clause == word.clause)


def about(answer: Answer, start: int, denial: Word) -> bool:
    """Whether a denial can be about the formula that starts at a position before it."""
    at = answer.word_at(start)
    return at >= 0 and _about(answer.words.words[at], denial, answer.words.words)


def _about(there: Word, denial: Word, words: Iterable[Word]) -> bool:
    """Whether a denial can be about a word before it: in its sentence, or in the one before ("38M. That is wrong.")."""
    if there.sentence == denial.sentence:
        return True
    first = next(word for word in words if word.sentence == denial.sentence)
    return there.sentence == denial.sentence - 1 and (first.text in PRONOUNS or first is denial)


def taken_back(answer: Answer, start: int) -> bool:
    """Whether something is taken back at or after a position: then what stands there may not be what is meant."""
    return any(position >= start for position in answer.corrections)


def other_unit(answer: Answer, end: int) -> bool:
    """Whether the number that ends at a position counts something else: 38.4 MB, but not "768 x 50k rows"."""
    if UNITS.match(answer.text, end) is None:
        return False
    found = answer.ending_at(end)
    match found.expression if found else None:
        case Operation("*", _) as product:
            few = bool(numbers_in(product)) and numbers_in(product)[-1] < MOST_LAYERS
            return not (OF_A_FACTOR.match(answer.text, end) or (few and OF_A_COUNT.match(answer.text, end)))
        case _:
            return True


def modified(answer: Answer, start: int, end: int, question: str) -> bool:
    """Whether words beside a value make another one of it, or a share: "twice 38.4M", "38.4M x 2", "in each layer"."""
    text = answer.text
    if bounded(answer, start) or (AFTER.match(text, end) and not IN_BYTES.match(text, end)) or other_unit(answer, end):
        return True
    asked = stems_of(question)
    careful = answer.places_in(match.span() for match in CAREFUL.finditer(text))
    inside = answer.sentence_at(start)
    sentence = [w for place, w in enumerate(answer.words.words) if w.sentence == inside and place not in careful]
    there = answer.words.words[answer.word_at(start)].clause
    if any(
        word.text in HYPOTHETICAL and word.stem not in asked and (word.clause == there or word.text not in REPORTING)
        for word in sentence
    ):
        return True
    named = asked - {stem(word) for word in FUNCTION_WORDS}  # not "no, the ..."
    if any(one.text == "no" and other.stem in named for one, other in itertools.pairwise(sentence)):
        return True  # "has no parameters"
    follows = FOLLOWING.search(text[:start]) or re.search(r"[=~>]", text[start:end])
    before = "" if follows else text[max(0, start - 48) : start]
    return _shared(text[end : end + 48], asked, SHARE) or _shared(before, asked, SHARED)


def _shared(text: str, asked: Collection[str], pattern: re.Pattern[str]) -> bool:
    """Whether a value is that of each of several things, or of all of them, and not of what the question asks for."""
    found = pattern.search(EXPLAINED.sub(" ", re.split(r"[.;\n]\s|\b(?:because|since)\b", text)[0]))
    if found is None:
        return False
    counted = {stem(word) for word in re.findall(r"[^\W\d_]+", found[0])}
    many = bool(counted & {"each", "every", "per"})
    if not many and not counted & {stem(word) for word in ("layers", "blocks", "heads", "twelve")}:
        return False
    wanted = bool({"each", "every", "per"} & set(asked)) if many else "total" in asked
    return not wanted or (many and not (counted - {"each", "every", "per"}) & set(asked))


def left_out(answer: Answer) -> bool:
    """Whether something is left out that is no usual assumption: "without the output projection"."""
    words = answer.words.words
    return any(
        word.text in LEAVING_OUT
        and not any(other.text.startswith(ASSUMED) for other in words[place + 1 : place + 5])
        and not any(other.text[0].isdigit() for other in words[place + 1 : place + 3])  # "without the 12: 123.3M"
        for place, word in enumerate(words)
    )


def offered(answer: Answer) -> bool:
    """Whether two values stand to choose from: "38.4M or 50k"."""
    return any(
        re.fullmatch(r"[^\w/]*(?:or|or maybe|maybe|perhaps)\W+(?:\w+\W+){0,2}", answer.text[one.end : other.start])
        for one, other in itertools.pairwise(answer.found)
    )


def unread_beside(answer: Answer, start: int, end: int, question: str, knows: Callable[[str], bool]) -> int:
    """How many words of a value's sentence neither the question nor the rubric has: they may say of what it is."""
    asked = stems_of(question)
    sentence = answer.sentence_at(start)
    return sum(
        word.text.isalpha()
        and len(word.text) > 1
        and not (word.stem in asked or word.text in NEUTRAL or knows(word.text))
        for word in answer.words.words
        if word.sentence == sentence and not start <= word.start < end
    )


def left_over(answer: Answer, spans: Iterable[tuple[int, int]], question: str) -> int:
    """How many words and numbers outside the spans may say something: neither neutral nor the question's."""
    read, asked = answer.places_in(spans), stems_of(question)
    return sum(
        place not in read
        for place, word in enumerate(answer.words.words)
        if word.text[0].isalnum() and word.text not in FUNCTION_WORDS and word.text not in NEUTRAL
        if word.stem not in asked
    )


def unhedged(answer: Answer, covered: Collection[int]) -> bool:
    """Whether nothing in the answer denies, contrasts, asks or offers alternatives, outside the covered places."""
    if answer.words.questions or answer.corrects:
        return False
    watched = NEGATORS | REJECTING | CONTRASTS | ALTERNATIVES
    return not any(word.text in watched and place not in covered for place, word in enumerate(answer.words.words))

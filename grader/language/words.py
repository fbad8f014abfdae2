"""Plain text as words in clauses and sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from grader.language.normalise import Plain, plain

TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d[\d.,]*\d|\d|[^\w\s]|_")
NEGATORS = frozenset(
    """not no never none neither nor without cannot hardly barely scarcely nobody nothing nowhere fails fail failed
    lack lacks lacking unable nicht kein keine keinen keiner keinerlei ohne nie niemals kaum pas jamais aucun aucune
    sans sin nunca ningún ninguna ni apenas""".split()
)
BEHIND = frozenset("nicht nie niemals pas jamais".split())  # negations that follow what they deny
CONTRACTED = re.compile(
    r"(?P<verb>[a-z]+)n't|(?P<bare>do|does|did|is|are|was|were|has|have|had|wo|ca|would|could|should)nt"
)
ELIDED = frozenset("l d s n j c m qu jusqu lorsqu puisqu".split())  # French words that lose their vowel
SENTENCE_ENDS = frozenset(".!?\n")
CLAUSE_WORDS = frozenset(
    """but while whereas although though because since so which however therefore thus hence then when if unless yet
    whilst""".split()
)
CLAUSE_MARKS = frozenset(",;:()>-")
ABBREVIATIONS = re.compile(r"\b(?:e\.g|i\.e|etc|vs|approx|ca|resp|fig|eq|no)$")
INITIALS = re.compile(r"(?:i\.e|e\.g|z\.b|d\.h)\b")
FUNCTION_WORDS = frozenset(
    """a about above after again all almost along also always am among an and another any are around as at away back be
    because been before being below best better between both but by can could did do does done down during each
    either else enough even ever every far few first for from further get gets give given gives go goes good had
    has have having he hence her here how however i if in instead into is it its itself just keep keeps last
    later least less let like made make makes many may me means might more most much must my near need needs
    never next no nor not now of off often on once one only or other others our out over own part per quite
    rather really same say says see seen set she should since so some something still such take takes than that
    the their them themselves then there therefore these they thing things this those though through thus to too
    two under until up upon us use used uses using usually very via was way we well were what when where whereas
    whether which while who whole why will with within without would yet you your""".split()
)
PRONOUNS = frozenset("it they this that these those there which its their".split())


@dataclass(frozen=True, slots=True)
class Word:
    """One word or sign; `start` and `end` are offsets into the plain text."""

    text: str
    stem: str
    start: int
    end: int
    clause: int
    sentence: int


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one answer. `questions` are the sentences that end in a question mark."""

    words: tuple[Word, ...]
    questions: frozenset[int]

    def sentences(self) -> Iterator[tuple[Word, ...]]:
        """The words of each sentence that has any."""
        last, held = -1, list[Word]()
        for word in self.words:
            if word.sentence != last and held:
                yield tuple(held)
                held = []
            held.append(word)
            last = word.sentence
        if held:
            yield tuple(held)


def words(text: Plain) -> Words:
    """Split into words; a negation inside a contraction becomes a word of its own."""
    found: list[Word] = []
    questions: set[int] = set()
    clause = sentence = 0
    previous_end = 0
    for match in TOKEN.finditer(text.text):
        piece, start, end = match[0], match.start(), match.end()
        if "\n" in text.text[previous_end:start] and found:
            clause, sentence = clause + 1, sentence + 1
        if piece in SENTENCE_ENDS and not (piece == "." and _abbreviates(text.text, start)):
            if piece == "?":
                questions.add(sentence)
            clause, sentence = clause + 1, sentence + 1
        elif piece in CLAUSE_WORDS or (piece in CLAUSE_MARKS and _separates(text.text, start, end)):
            clause += 1
        if piece[0].isalnum():
            for part, at, until in _parts(piece, start, end):
                found.append(Word(part, stem(part), at, until, clause, sentence))
        elif piece == "-" and text.text[start - 1 : start] in (" ", ")") and text.text[end : end + 1] != "-":
            found.append(Word("minus", "minus", start, end, clause, sentence))
        elif piece in "+=<%'^*/":
            found.append(Word(piece, piece, start, end, clause, sentence))
        previous_end = end
    return Words(tuple(found), frozenset(questions))


@lru_cache(maxsize=512)
def stems_of(text: str) -> frozenset[str]:
    """The stems of a text that is asked about again and again, such as a question."""
    return frozenset(word.stem for word in words(plain(text)).words)


def _abbreviates(text: str, dot: int) -> bool:
    """Whether a dot is part of an abbreviation: both of "i.e."."""
    return ABBREVIATIONS.search(text[:dot][-8:]) is not None or INITIALS.match(text, max(0, dot - 1)) is not None


def _separates(text: str, start: int, end: int) -> bool:
    """Whether a mark stands between words, not inside one (warm-up) or a formula (f(x))."""
    if text[start] in ",;":
        return True
    before, after = text[start - 1 : start], text[end : end + 1]
    if text[start] in "()":
        return (before in " .,:" or not before) if text[start] == "(" else (after in " .,:;" or not after)
    return after.isspace() or before.isspace()


def _parts(piece: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    contracted = CONTRACTED.fullmatch(piece)
    if contracted:
        verb = contracted["verb"] or contracted["bare"]
        yield {"wo": "will", "ca": "can"}.get(verb, verb), start, start + len(verb)
        yield "not", start + len(verb), end
    elif piece == "cannot":
        yield "can", start, start + 3
        yield "not", start + 3, end
    elif (elided := piece.partition("'"))[0] in ELIDED and elided[2]:
        if elided[0] == "n":
            yield "not", start, start + 1
        yield elided[2], end - len(elided[2]), end
    else:
        yield piece.split("'")[0], start, end


_SUFFIXES = ("ations", "ation", "ingly", "edly", "ings", "ing", "ies", "ied", "ely", "ers", "ed", "es", "ly", "er", "s")
_BRITISH: Mapping[str, str] = {"is": "iz", "ys": "yz"}


def stem(word: str) -> str:
    """A word without its ending; British and American spelling give the same."""
    if len(word) <= 3 or not word.isalpha():
        return word
    short = word
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3 and not (suffix == "s" and word[-2] in "sui"):
            short = word[: -len(suffix)] + ("y" if suffix in ("ies", "ied") else "")
            break
    short = short.removesuffix("e") if len(short) > 3 else short
    if len(short) > 3 and short[-1] == short[-2] and short[-1] not in "aeiouls":
        short = short[:-1]
    if len(short) > 4 and short[-2:] in _BRITISH:
        short = short[:-2] + _BRITISH[short[-2:]]
    return short.replace("our", "or") if len(short) > 5 else short

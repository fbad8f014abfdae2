"""Plain text to the tokens of a formula: numbers, symbols by any of their spellings, operators in signs or in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from grader.language import spoken_algebra
from grader.language.number_words import SPELLED, spelled
from grader.language.numerals import NUMERAL, Numeral, numeral


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of the text.

    Kinds: number, name, function, operator, open, close, relation, word, other; percent, times, power (squared), frac;
    and where algebra is spoken: root, inverse, in_exponent.
    """

    kind: str
    text: str
    start: int
    end: int
    numeral: Numeral | None = None
    spelling: str = ""  # of a name: as it stands in the text
    breaks: bool = False  # a new line begins with it


OPERATORS = {
    **dict.fromkeys(("**", "^", "to the power of", "to the power", "to the", "raised to the power of"), "^"),
    **dict.fromkeys(("*", "times", "multiplied by", "multiplied with", r"\cdot", r"\times", "@", "fois", "veces"), "*"),
    **dict.fromkeys(("/", "divided by", "over", r"\div"), "/"),
    **dict.fromkeys(("+", "plus", "added to"), "+"),
    **dict.fromkeys(("-", "minus"), "-"),
}
FUNCTIONS = {
    "exp": "exp", "ln": "ln", "log": "ln", "sqrt": "sqrt", "log2": "log2", "log_2": "log2", "lb": "log2", "ld": "log2",
    "log base 2": "log2", "logarithm": "ln", "natural log": "ln",
}  # fmt: skip
RELATIONS = {
    "=": "=", "==": "=", "~": "~", "~=": "~", r"\approx": "~", "->": ">", "=>": ">", ">": ">", r"\to": ">",
    "equals": "=", "is equal to": "=", r"\simeq": "~", ":=": "=", "makes": ">", "gives": ">", "comes to": ">",
    "which is": ">", "that is": ">", "or about": "~", "i.e.": ">", "so": ">",
}  # fmt: skip
SHARED_NAMES = {"e": "e", r"\mathrm{e}": "e", "euler": "e"}
_SPOKEN = {
    **dict.fromkeys(spoken_algebra.POWERS, "^"),
    **dict.fromkeys(spoken_algebra.TIMES, "*"),
    **dict.fromkeys(spoken_algebra.MINUS, "-"),
    **dict.fromkeys(spoken_algebra.OVER, "/"),
}
_OF = re.compile(r"\s+(?:of(?:\s+the)?|the)$")
_NOISE = re.compile(r"\\(?:left|right|big|bigl|bigr|,|;|!|quad|displaystyle|mathrm|text|operatorname|,)|\$+|[`]")
_WORDLIKE = re.compile(r"[^\W\d_]+\d*(?:'[a-z]+)*|\\[a-z]+")
_TIMES = re.compile(r"x(?=\s?[\d(])")
_PART_OF_NAME = re.compile(r"(?:[^\W\dx]|\bx_|[^\W\d_]-|[^\W\d]x)\Z")  # GPT-2, W_2 and d2 hold no numbers; 4x768 does
_BEFORE_ONE = re.compile(r"(?:[-+*/=^(<]|plus|minus|times|over|by|is|equals|and|power of)\s*$")
_AFTER_ONE = re.compile(r"\s*(?:[-+*/=^]|plus\b|minus\b|over\b|times\b|divided\b)")
_THINGS = frozenset(
    """heads layers blocks matrices matrix tokens parameters params projections dims dimensions features weights words
    rows columns vectors entries times""".split()
)
_RULE = re.compile(r"-{2,}(?!>)")  # a line drawn, or a long dash: no minus
_BETWEEN = re.compile(r"(?:by|por|mal)(?=\s\d)")  # numbers they multiply: "768 by 768", "50.000 por 768"
# What may stand before such numbers: nothing, or what has a shape; not "divide 50,000 by 768", "exceeds 117M by 6.3M".
_SHAPED = re.compile(
    r"(?:\A|[;:=(*x+\n]|[.,](?=\s)|(?<!\w)(?:and|und|y|et|each|is|are|a|an|the|shape|size|also|so|then|just|simply|it'?s)"
    r"|(?:matri\w+|tables?|arrays?|shapes?|sizes?|weights?|layers?|projections?|embeddings?|vectors?)"
    r"(?: (?:of|is|are|has))?)"
    r"\s*\d[\d,.' ]*k?\s\Z"
)
_SHAPE = 48  # characters before "by" in which the number and what it belongs to stand
_SQUARED = re.compile(r"\b(squared|cubed)\b")


def _alternation(spellings: Iterable[str]) -> str:
    parts = []
    for text in sorted(spellings, key=len, reverse=True):
        head = r"(?<![^\W\d])(?<!\\)" if text[0].isalpha() else ""
        tail = r"(?![^\W\d_])" if text[-1].isalnum() else ""
        parts.append(head + re.escape(text).replace(r"\ ", r"[\s-]+") + tail)
    return "|".join(parts)


class Lexer:
    """Splits plain text into tokens; `names` maps each spelling of a symbol to its id.

    `algebra`: also read what `spoken_algebra` knows, for formulas with a free symbol.
    """

    def __init__(self, names: Mapping[str, str], *, algebra: bool = False) -> None:
        self.names = {**SHARED_NAMES, **names}
        self.algebra = algebra
        self.operators = {**OPERATORS, **_SPOKEN} if algebra else OPERATORS
        self.operators = {sign: name for sign, name in self.operators.items() if sign != "@" or not algebra}
        self.relations = {**RELATIONS, **dict.fromkeys(spoken_algebra.EQUALS, "=")} if algebra else RELATIONS
        numbers = ((NUMERAL, numeral), (SPELLED, spelled))
        self._numbers = ((spoken_algebra.FRACTION, spoken_algebra.fraction), *numbers) if algebra else numbers
        spoken = {
            "root": rf"{spoken_algebra.ROOT.pattern}|{spoken_algebra.OF_POWER.pattern}",
            "inverse": r"(?<![^\W\d_])" + spoken_algebra.INVERSE.pattern,
            "in_exponent": spoken_algebra.IN_EXPONENT.pattern,
        }
        groups = {
            "noise": _NOISE.pattern,
            **(spoken if algebra else {}),
            "relation": _alternation(self.relations),
            "symbol": _alternation(self.names),
            "function": r"(?<![^\W\d])\\?(?:"
            + "|".join(sorted(FUNCTIONS, key=len, reverse=True))
            + r")(?![^\W\d_])"
            + (r"(?:\s+of)?(?:\s+the(?=\s))?" if algebra else ""),
            "operator": _alternation(self.operators),
            "power": _SQUARED.pattern,
            "times": _TIMES.pattern,
            "word": _WORDLIKE.pattern,
            "space": r"\s+",
            "other": r".",
        }
        self._pattern = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in groups.items()), re.DOTALL)

    def tokens(self, text: str) -> list[Token]:
        """Every token of the text, spaces and typesetting noise left out."""
        found: list[Token] = []
        at = 0
        while at < len(text):
            token, at = self._next(text, at, _no_name_before(found) if self.algebra else _of_function(found))
            if token is not None:
                broken = bool(found) and "\n" in text[found[-1].end : token.start]
                if token.text == "-" and (broken or not found) and text[token.end : token.end + 1].isspace():
                    token = replace(token, kind="other")  # the mark of a list's item
                found.append(replace(token, breaks=True) if broken else token)
        if self.algebra:
            found = self._settled(found)
        return [token for i, token in enumerate(found) if not _counted(found, i)]

    def _settled(self, found: Sequence[Token]) -> list[Token]:
        """The tokens with the kinds that their neighbours give them."""
        spellings = [(token.kind, token.spelling or token.text) for token in found]
        settled: list[Token] = []
        for token, kind in zip(found, spoken_algebra.kinds(spellings), strict=True):
            mended = spoken_algebra.misspelt(token.text, self.names) if kind == "word" else None
            if mended is not None:
                settled.append(replace(token, kind="name", text=mended))
            elif kind == "name" and token.kind != "name":
                settled.append(replace(token, kind="name", text=f"{spoken_algebra.UNKNOWN}{token.text}"))
            elif kind == "raised":
                settled.append(replace(token, kind="operator", text="^"))
            elif kind != token.kind:
                settled.append(replace(token, kind=kind, text=token.spelling or token.text))
            else:
                settled.append(token)
        return settled

    def _next(self, text: str, at: int, free: bool) -> tuple[Token | None, int]:
        for pattern, read in self._numbers:
            number = pattern.match(text, at)
            if number and number[0] == "one" and not _counts(text, at):
                continue  # "the old one"
            if number and (free or not _PART_OF_NAME.search(text[max(0, at - 2) : at])):
                value = read(number)
                kind = "number" if value is not None else "other"
                return Token(kind, number[0], at, number.end(), value), number.end()
        rule = _RULE.match(text, at)
        if rule:
            return Token("other", rule[0], at, rule.end()), rule.end()
        between = None if self.algebra else _BETWEEN.match(text, at)
        if between and _SHAPED.search(text, max(0, at - _SHAPE), at):
            return Token("operator", "*", at, between.end(), spelling=between[0]), between.end()
        match = self._pattern.match(text, at)
        assert match is not None, "the last alternative takes any character"
        kind, piece = match.lastgroup or "other", match[0]
        spaced = re.sub(r"[\s-]+", " ", piece) if len(piece) > 1 else piece
        token: Token | None
        if kind in ("noise", "space"):
            token = None
        elif kind == "relation":
            token = Token("relation", self.relations.get(piece) or self.relations[spaced], at, match.end())
        elif kind == "symbol":
            token = Token("name", self.names.get(piece) or self.names[spaced], at, match.end(), spelling=piece)
        elif kind == "function":
            token = Token("function", FUNCTIONS[_OF.sub("", piece.removeprefix("\\"))], at, match.end())
        elif kind in ("root", "inverse", "in_exponent"):
            token = Token("operator" if piece == "的" else kind, "^", at, match.end())
        elif kind == "operator":
            sign = self.operators.get(piece) or self.operators[spaced]
            token = Token("operator", sign, at, match.end(), spelling=piece if piece.isalpha() else "")
        elif kind == "power":
            token = Token("power", "2" if piece == "squared" else "3", at, match.end())
        elif piece in "([{":
            token = Token("open", piece, at, match.end())
        elif piece in ")]}":
            token = Token("close", piece, at, match.end())
        elif piece in (r"\frac", r"\tfrac", r"\dfrac"):
            token = Token("frac", piece, at, match.end())
        elif piece == "%":
            token = Token("percent", piece, at, match.end())
        elif piece == "x":
            token = Token("times", piece, at, match.end())
        else:
            token = Token("word" if kind == "word" else "other", piece, at, match.end())
        return token, match.end()


def _of_function(found: Sequence[Token]) -> bool:
    """Whether a number that follows is what a function is of: log2 768."""
    return bool(found) and found[-1].kind == "function"


def _no_name_before(found: Sequence[Token]) -> bool:
    """The same, or a symbol and a minus before it: α-1, unlike the 2 of GPT-2."""
    return _of_function(found) or (len(found) > 1 and found[-1].text == "-" and found[-2].kind == "name")


def _counts(text: str, at: int) -> bool:
    """Whether the word "one" is meant as the number 1."""
    before = _BEFORE_ONE.search(text[max(0, at - 14) : at])
    return before is not None or _AFTER_ONE.match(text, at + 3) is not None


def _counted(tokens: Sequence[Token], index: int) -> bool:
    """Whether a word only says what is counted in the middle of a product: 12 heads * 4."""
    token = tokens[index]
    if token.kind != "word" or token.text not in _THINGS or not 0 < index < len(tokens) - 1:
        return False
    return tokens[index - 1].kind in ("number", "close") and tokens[index + 1].kind in ("operator", "times")

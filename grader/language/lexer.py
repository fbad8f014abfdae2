"""Plain text to the tokens of a formula: numbers, symbols by any of their spellings, operators in signs or in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from grader.language.number_words import SPELLED, spelled
from grader.language.numerals import NUMERAL, Numeral, numeral


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of the text. Kinds: number, name, function, operator, open, close, relation, word, other."""

    kind: str
    text: str
    start: int
    end: int
    numeral: Numeral | None = None


OPERATORS = {
    **dict.fromkeys(("**", "^", "to the power of", "to the power", "to the", "raised to the power of"), "^"),
    **dict.fromkeys(("*", "times", "multiplied by", "multiplied with", r"\cdot", r"\times", "@"), "*"),
    **dict.fromkeys(("/", "divided by", "over", r"\div"), "/"),
    **dict.fromkeys(("+", "plus", "added to"), "+"),
    **dict.fromkeys(("-", "minus"), "-"),
}
FUNCTIONS = {"exp": "exp", "ln": "ln", "log": "ln", "sqrt": "sqrt", "log2": "log2", "log_2": "log2"}
RELATIONS = {
    "=": "=", "==": "=", "~": "~", "~=": "~", r"\approx": "~", "->": ">", "=>": ">", ">": ">", r"\to": ">",
    "equals": "=", "is equal to": "=", r"\simeq": "~", ":=": "=", "makes": ">", "gives": ">", "comes to": ">",
    "which is": ">", "that is": ">", "or about": "~", "i.e.": ">", "so": ">",
}  # fmt: skip
SHARED_NAMES = {"e": "e", r"\mathrm{e}": "e", "euler": "e"}
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
_SQUARED = re.compile(r"\b(squared|cubed)\b")


def _alternation(spellings: Iterable[str]) -> str:
    parts = []
    for text in sorted(spellings, key=len, reverse=True):
        head = r"(?<![^\W\d])(?<!\\)" if text[0].isalpha() else ""
        tail = r"(?![^\W\d_])" if text[-1].isalnum() else ""
        parts.append(head + re.escape(text).replace(r"\ ", r"[\s-]+") + tail)
    return "|".join(parts)


class Lexer:
    """Splits plain text into tokens; `names` maps each spelling of a symbol to its id."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = {**SHARED_NAMES, **names}
        groups = {
            "noise": _NOISE.pattern,
            "relation": _alternation(RELATIONS),
            "symbol": _alternation(self.names),
            "function": r"(?<![^\W\d])\\?(?:" + "|".join(sorted(FUNCTIONS, key=len, reverse=True)) + r")(?![^\W\d_])",
            "operator": _alternation(OPERATORS),
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
            token, at = self._next(text, at, bool(found) and found[-1].kind == "function")
            if token is not None:
                found.append(token)
        return [token for i, token in enumerate(found) if not _counted(found, i)]

    def _next(self, text: str, at: int, of_function: bool) -> tuple[Token | None, int]:
        for pattern, read in ((NUMERAL, numeral), (SPELLED, spelled)):
            number = pattern.match(text, at)
            if number and number[0] == "one" and not _counts(text, at):
                continue  # "the old one"
            if number and (of_function or not _PART_OF_NAME.search(text[max(0, at - 2) : at])):
                value = read(number)
                kind = "number" if value is not None else "other"
                return Token(kind, number[0], at, number.end(), value), number.end()
        match = self._pattern.match(text, at)
        assert match is not None, "the last alternative takes any character"
        kind, piece = match.lastgroup or "other", match[0]
        spaced = re.sub(r"[\s-]+", " ", piece) if len(piece) > 1 else piece
        token: Token | None
        if kind in ("noise", "space"):
            token = None
        elif kind == "relation":
            token = Token("relation", RELATIONS.get(piece) or RELATIONS[spaced], at, match.end())
        elif kind == "symbol":
            token = Token("name", self.names.get(piece) or self.names[spaced], at, match.end())
        elif kind == "function":
            token = Token("function", FUNCTIONS[piece.removeprefix("\\")], at, match.end())
        elif kind == "operator":
            token = Token("operator", OPERATORS.get(piece) or OPERATORS[spaced], at, match.end())
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

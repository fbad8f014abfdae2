"""A small grammar for what people write as mathematics, read by our own tokenizer and parser; nothing is ever executed.

    sum     = product (("+" | "-") product)*
    product = power (("*" | "/") power | power)*        juxtaposition multiplies: 4d^2, 2(a + b)
    power   = "-" power | atom ("^" power)? "%"?
    atom    = number | name | function atom | "(" sum ")" | "\\frac" atom atom | "\\sqrt" "[" sum "]" atom

and in words, where algebra is spoken: atom "th root of" power, "inverse of" power, sum "in the exponent of" power.

Names are those the caller knows, by any of their spellings; everything else ends the formula. Length, depth and size of
numbers are bounded, so that reading takes time linear in the text. All input is plain spelling (`normalise.plain`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from grader.language.algebra import Expression, Name, Number, Operation, names_in
from grader.language.lexer import Lexer, Token
from grader.language.numerals import Numeral

MAX_TOKENS = 120  # of one formula; a longer one is read in pieces
MAX_DEPTH = 24  # of nested parentheses and signs
STARTS = ("number", "name", "open", "function", "frac", "inverse")  # kinds of tokens that a formula can start with
EXPLAINED = 1000.0  # a number from which on parentheses behind a space are no factor
ONE = Number(Numeral(1.0, 1.0, 1))


@dataclass(frozen=True, slots=True)
class Found:
    """One formula in a text."""

    expression: Expression
    start: int
    end: int
    relation: str = ""  # "=", "~" or ">" if it continues the formula before it
    percent: bool = False


class _NoFormula(Exception):
    """No formula starts here."""


@dataclass(slots=True)
class _Parser:
    """Reads the longest formula from `at`."""

    tokens: Sequence[Token]
    at: int
    end: int = field(init=False)

    def __post_init__(self) -> None:
        self.end = min(len(self.tokens), self.at + MAX_TOKENS)

    def peek(self) -> Token | None:
        return self.tokens[self.at] if self.at < self.end else None

    def sum(self, depth: int) -> Expression:
        left = self.product(depth)
        if (token := self.peek()) and token.kind == "in_exponent":
            base = self._operand(depth, self.power)
            if base is not None:
                left = Operation("^", (base, left))
        while (token := self.peek()) and token.kind == "operator" and token.text in "+-":
            right = self._operand(depth, self.product)
            if right is None:
                break
            left = Operation(token.text, (left, right))
        return left

    def product(self, depth: int) -> Expression:
        left = self.power(depth)
        while token := self.peek():
            if (token.kind == "operator" and token.text in "*/") or token.kind == "times":
                right = self._operand(depth, self.power)
                if right is None:
                    break
                if token.text == "/":
                    right = self._whole_divisor(left, right, depth)
                left = Operation("/" if token.text == "/" else "*", (left, right))
            elif token.kind in STARTS and token.kind != "number" and self._juxtaposed(token, left):
                before = self.at
                try:
                    left = Operation("*", (left, self.power(depth)))
                except _NoFormula:
                    self.at = before
                    break
            else:
                break
        return left

    def power(self, depth: int) -> Expression:
        if depth > MAX_DEPTH:
            raise _NoFormula
        token = self.peek()
        if token and token.kind == "operator" and token.text in "+-":
            self.at += 1
            inner = self.power(depth + 1)
            return Operation("neg", (inner,)) if token.text == "-" else inner
        base = self.atom(depth)
        token = self.peek()
        if token and token.kind == "root":
            of = self._operand(depth + 1, self.power)
            if of is not None:
                return Operation("^", (of, Operation("/", (ONE, base))))
        if token and token.kind == "power":
            self.at += 1
            return Operation("^", (base, Number(Numeral(float(token.text), 1.0, 1))))
        if token and token.kind == "operator" and token.text == "^":
            exponent = self._operand(depth + 1, self._exponent)
            if exponent is not None:
                return Operation("^", (base, exponent))
        return base

    def _exponent(self, depth: int) -> Expression:
        """An exponent. `2^1/a` and "2 to the power of one over a" mean 2^(1/a): nobody writes an exponent of 1."""
        exponent = self.power(depth)
        token = self.peek()
        one = isinstance(exponent, Number) and exponent.numeral.value == 1.0
        if one and token and token.kind == "operator" and token.text == "/":
            divisor = self._operand(depth, self.power)
            if divisor is not None:
                return Operation("/", (exponent, divisor))
        return exponent

    def atom(self, depth: int) -> Expression:
        token = self.peek()
        if token is None or depth > MAX_DEPTH:
            raise _NoFormula
        self.at += 1
        if token.kind == "number" and token.numeral is not None:
            return Number(token.numeral)
        if token.kind == "name":
            return Name(token.text)
        if token.kind == "function":
            index = self._index(depth) if token.text == "sqrt" else None
            of = self.power(depth + 1)
            return Operation("^", (of, Operation("/", (ONE, index)))) if index else Operation(token.text, (of,))
        if token.kind == "inverse":
            return Operation("/", (ONE, self.power(depth + 1)))
        if token.kind == "frac":
            top = self.atom(depth + 1)
            return Operation("/", (top, self.atom(depth + 1)))
        if token.kind == "open":
            inner = self.sum(depth + 1)
            closing = self.peek()
            if closing is None or closing.kind != "close":
                raise _NoFormula
            self.at += 1
            return inner
        raise _NoFormula

    def _index(self, depth: int) -> Expression | None:
        """The index of a typeset root, \\sqrt[n]{...}."""
        token = self.peek()
        if token is None or token.text != "[":
            return None
        return self.atom(depth + 1)

    def _whole_divisor(self, dividend: Expression, divisor: Expression, depth: int) -> Expression:
        """N/2N is N/(2N): a name that stands right behind the divisor and in the dividend belongs to the divisor."""
        token = self.peek()
        if token is None or token.kind != "name" or token.start != self.tokens[self.at - 1].end:
            return divisor
        if not isinstance(divisor, Number) or token.text not in names_in(dividend):
            return divisor
        return Operation("*", (divisor, self.power(depth)))

    def _operand(self, depth: int, read: Callable[[int], Expression]) -> Expression | None:
        """What follows an operator; None, and the operator left where it is, if nothing readable does."""
        before = self.at
        self.at += 1
        try:
            return read(depth)
        except _NoFormula:
            self.at = before
            return None

    def _juxtaposed(self, token: Token, left: Expression) -> bool:
        """Whether the token stands close enough to what is before it to be multiplied by it.

        Behind a large number parentheses explain it: "38.4 million (50,000 x 768)".
        """
        before = self.tokens[self.at - 1]
        large = isinstance(left, Number) and left.numeral.value >= EXPLAINED
        if large and token.kind == "open" and token.start > before.end:
            return False
        return token.start - before.end <= 1 and not token.breaks


def formulas(tokens: Sequence[Token]) -> list[Found]:
    """Every formula in the tokens, in order: runs that parse, with the relation that ties each to the one before."""
    found: list[Found] = []
    at, tied = 0, ""
    while at < len(tokens):
        token = tokens[at]
        if token.kind == "relation":
            tied = token.text if found and _nothing_between(found[-1].end, tokens, at) else ""
            at += 1
            continue
        if token.kind not in STARTS and token.kind != "operator":
            tied = ""
            at += 1
            continue
        parser = _Parser(tokens, at)
        try:
            expression = parser.sum(0)
        except (_NoFormula, RecursionError):
            at += 1
            tied = ""
            continue
        last = tokens[parser.at - 1]
        after = tokens[parser.at] if parser.at < len(tokens) else None
        percent = after is not None and (after.kind == "percent" or after.text in ("percent", "pct"))
        found.append(Found(expression, token.start, last.end, tied, percent or _is_percent(expression)))
        at = parser.at + (1 if percent else 0)
        tied = ""
    return found


def _nothing_between(end: int, tokens: Sequence[Token], at: int) -> bool:
    """Whether only closing signs stand between a formula's end and the relation at `at`."""
    while at > 0 and tokens[at - 1].start >= end:
        at -= 1
        if tokens[at].kind not in ("close", "percent"):
            return False
    return True


def _is_percent(expression: Expression) -> bool:
    return isinstance(expression, Number) and expression.numeral.percent


def parse(text: str, lexer: Lexer) -> Expression | None:
    """The formula that the whole text is; None if it is none. For what authors write."""
    tokens = lexer.tokens(text)
    parser = _Parser(tokens, 0)
    try:
        expression = parser.sum(0)
    except _NoFormula:
        return None
    return expression if parser.at == len(tokens) else None

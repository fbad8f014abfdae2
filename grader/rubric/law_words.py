"""Words that take a law's formula or number away, and words that may say it where it was not read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from rapidfuzz.distance import OSA

SPOKEN: Mapping[str, frozenset[str]] = {  # words of spoken formulas, and right words that are as near as a slip
    "power": frozenset(("powers", "poser", "poker", "powder")),
    "divided": frozenset(("divides", "divide", "divider")),
    "multiplied": frozenset(("multiplies", "multiplier")),
    "raised": frozenset(("raises", "raise", "rained")),
    "exponent": frozenset(("exponents",)),
    "alpha": frozenset(("alphas",)),
    "inverse": frozenset(("inverses", "inversed")),
    "reciprocal": frozenset(("reciprocals",)),
    "squared": frozenset(("square", "squares")),
}
HEARSAY = re.compile(
    r"\b(?:(?:he|she|they|people|someone|somebody|friend|classmates?|neighbour|who|chatgpt|paper) "
    r"(?:\w+ )?(?:says?|said|claims?|claimed)"
    r"|claims|claimed|i heard|heard|supposedly|allegedly|reportedly|guessing|random(?:ly)?|wikipedia)\b"
)
CONDITIONAL = re.compile(r"\bif (?:α|alpha|a|it|the exponent|we had)\b|\bwere\b")
IS_ONE = re.compile(  # then twice is right
    r"(?:α|\balpha|\bexponent)\s*(?:=|≈|:|is|of|were|was)\s*(?:1|one)\b(?!\s?[.,/]\s?\d)"
)
ALWAYS = re.compile(r"\b(?:always|whatever|regardless|every|all|any|independent\w*|no matter)\b")
# Words that take a statement away without a negation, and things that no law of loss and parameters is about.
REJECTED = re.compile(
    r"\b(?:disagree\w*|doubt\w*|den(?:y|ies|ied)|reject\w*|refut\w*|disput\w*|contradict\w*|unlikely|opposite|contrary"
    r"|mistak\w*|tempting|trap|joke|fake|myth|avoid\w*|absurd|nonsense|ridiculous|far from"
    r"|too (?:much|many|big|large|high)|overestimat\w*|underestimat\w*|exaggerat\w*)\b"
)
CANCELLED = re.compile(
    r"\b(?:stays?|stayed|remains?|remained|is|be) (?:exactly |just )?(?:the same|unchanged|constant)\b"
    r"|\bno (?:change|effect|additional|more|extra|difference|increase|decrease|improvement)\b"
)
OTHER_THINGS = re.compile(
    r"\b(?:data|datasets?|tokens|compute|flops|gpus?|hours|days|steps|epochs|batch(?:es)?|layers|heads|memory|accuracy"
    r"|perplexity|gradients?|learning rate|examples|samples|texts|price|costs?|energy|vocabulary|width|depth|daten)\b"
)
MULTIPLE = re.compile(
    r"\b(?:twice|thrice|half|double|triple|except|other than|different from)\W+(?:of\W+)?(?:the\W+)?$"
)
FURTHER = re.compile(r"[\s,]*(?:[*/^+]\s*(?:[\d(]|[a-zα]\b)|times\s+\d|(?:squared|doubled|halved)\b|too\b)")
MORE_PARAMETERS = re.compile(r"\s?(?:k\s)?(?:more|extra|additional|new)?\s?(?:parameters?|params?)\b")
# A power, in words of the languages that are read; a "power law" is none.
POWER = re.compile(
    r"\b(?:powers?(?! law)|exponent\w*|exposant\w*|roots?|rais\w*|inverse|reciprocal|log\w*(?!-log)|hoch|potenz\w*"
    r"|puissance|racine|raíz|raiz|potencia|wurzel|squared?|doublings)\b|次方|次幂|根"
)
IN_PERCENT = re.compile(r"\s?(?:%|percent\b)")  # "by 2^α percent"
LOGARITHM = re.compile(r"\b(?:log2?|ln|logarithm)\b(?=\W*(?:of|space|scale|loss|[lnk]\b|\())")
BASE = re.compile(
    r"\b(?:two|2)(?: (?!and\b|or\b|so\b|not\b)[^\W\d]+){1,3} $"
)  # the base of a power in words that were not read
TWO = re.compile(r"\b(?:two|2|half|halb\w*|zwei|deux|dos|ratio|doublings)\b|½|二")
QUANTITIES = re.compile(
    r"(?:small(?!er)|tiny|slight|little|minor|marginal|modest|negligib|minimal|few|couple|point$|barely|hardly|diminish|bit$|lots?$|huge|enorm|"
    r"massiv|gigantic|vast|immens|astronomic|thousand|million|billion|hundred|dozen|fraction|magnitude|extreme|"
    r"insane|crazy|infinit|significant|substantial|considerabl|drastic|halb|half|halv|moitié|mitad|doppel|doubl|twice|thrice|"
    r"tripl|quadrupl|tenfold|wenig|kaum|gering|klein|leicht|paar$|etwas|minim|faible|quelques|petit|poca|ligera|apenas|pequeñ|peu$|poco|légèr|beaucoup|mucho|énorm|riesig|mille$|tausend|"
    r"cien|once)"
)
HALVES, DOUBLES = ("half", "halv", "halb", "moitié", "mitad", "hälfte"), ("doubl", "twice", "doppel", "verdoppel")
CUT = re.compile(r"\s*[\^*/+_\\]")
CUT_BEFORE = re.compile(r"[\^*/+\\]\s*$")


HYPHENATED = re.compile(r"\w-(?:to-the|to-minus|over|times|by)-\w")  # "two-to-the-alpha" is not read as a formula


def misspelt(words: Iterable[str]) -> bool:
    """Whether a word is one edit or transposition from one that formulas are spoken with, and no form of it."""
    return any(
        word[0] == meant[0] and word not in forms and OSA.distance(word, meant, score_cutoff=1) == 1
        for word in words
        for meant, forms in SPOKEN.items()
    )

"""Characters to one plain spelling, keeping where each came from, so that evidence can be quoted from the original."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ᵃᵅᵈⁿˣ", "0123456789+-()aαdnx")
RAISED = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ᵃᵅᵈⁿˣ")
PLAIN = {
    **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
    **dict.fromkeys("‘’‚‛′ʹʼ`´", "'"),
    **dict.fromkeys("“”„‟″", '"'),
    **dict.fromkeys("×⋅·∙•∗✕✖", "*"),
    **dict.fromkeys("÷∕⁄", "/"),
    **dict.fromkeys("≈≃≅∼～", "~"),
    **dict.fromkeys("→⇒⟶⟹➔➜", ">"),
    "½": "(1/2)",
    "¼": "(1/4)",
    "…": ".",
    "ɑ": "α",
    "𝛼": "α",
}
LOOKALIKES = str.maketrans("аеорсхуіАВЕКМНОРСТХ", "aeopcxyiABEKMHOPCTX")  # Cyrillic letters that pass for Latin ones
ISH = re.compile(r"(?<=\d)-?ish\b", re.IGNORECASE)
LONGEST_FORM = 4  # characters that one character may stand for; a longer ligature is a space
INVISIBLE = "\u200b"
TYPESET = re.compile(  # of LaTeX
    r"\{(?P<separator>[.,])\}|(?P<times>\\(?:cdot|times)(?![a-zA-Z]))|(?P<thin>\\[,;!:])"
    r"|\\(?:text|mathrm)\{\s?(?P<word>[A-Za-z]{1,12})\s?\}"
)
MIXED = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Plain:
    """One answer in plain spelling: `text` is lower case, and `origin[i]` is where its character i stood."""

    original: str
    text: str
    origin: tuple[int, ...]

    def quote(self, start: int, end: int) -> tuple[int, int]:
        """Offsets into the original of the plain characters start..end."""
        if start >= end:
            return (0, 0)
        return self.origin[start], self.origin[end - 1] + 1


def plain(original: str) -> Plain:
    """Compatibility forms, dashes, quotes, superscripts (as ^( )), and invisible characters brought to one spelling."""
    untricked = ISH.sub(_unhedged, TYPESET.sub(_typeset, MIXED.sub(_one_script, original)))
    out: list[str] = []
    origin: list[int] = []

    def put(text: str, index: int) -> None:
        out.append(text)
        origin.extend([index] * len(text))

    raised = False
    for index, char in enumerate(untricked):
        if char in RAISED:
            put(char.translate(SUPERSCRIPTS) if raised else "^(" + char.translate(SUPERSCRIPTS), index)
            raised = True
            continue
        if raised:
            put(")", index - 1)
            raised = False
        if char.isascii():
            if char.isprintable():
                put(char.lower(), index)
            else:
                put("\n" if char == "\n" else " ", index)
        elif char in PLAIN:
            put(PLAIN[char], index)
        elif unicodedata.category(char) in ("Cf", "Mn", "Me", "Cs", "Co", "Cn"):
            continue  # invisible, or a mark on the letter before
        else:
            forms = unicodedata.normalize("NFKC", char).lower()
            for form in forms if len(forms) <= LONGEST_FORM else " ":
                put(PLAIN.get(form, " " if not form.isprintable() or form.isspace() else form), index)
    if raised:
        put(")", len(untricked) - 1)
    return Plain(original, "".join(out), tuple(origin))


def _unhedged(ish: re.Match[str]) -> str:
    """The "ish" of "5ish %" as nothing, so that the number before it stands by its unit."""
    return INVISIBLE * len(ish[0])


def _typeset(mark: re.Match[str]) -> str:
    """A LaTeX separator, times sign, thin space or word as plain text; as long as before, so that positions stay."""
    if mark["word"]:
        before = mark.start("word") - mark.start()
        return INVISIBLE * before + mark["word"] + INVISIBLE * (len(mark[0]) - before - len(mark["word"]))
    sign = mark["separator"] or ("*" if mark["times"] else " ")
    return INVISIBLE + sign + INVISIBLE * (len(mark[0]) - 2)


def _one_script(word: re.Match[str]) -> str:
    """A word that mixes Latin with letters that only look Latin is Latin; any other word stays as it is."""
    text = word[0]
    if text.isascii():
        return text
    changed = text.translate(LOOKALIKES)
    return changed if changed.isascii() and any(char.isascii() for char in text) else text

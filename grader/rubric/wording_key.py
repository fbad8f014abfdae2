"""When two answers are the same words."""

from __future__ import annotations

import hashlib
import unicodedata

from grader.language.normalise import plain


def answer_hash(text: str) -> str:
    """SHA-256 (hex) of an answer without what never matters: case, white space, typography, a full stop at the end.

    Marks that the plain spelling drops are kept beside it: an equals sign that is struck through is no equals sign.
    """
    composed = unicodedata.normalize("NFC", text)
    marks = "".join(char for char in composed if unicodedata.category(char) in ("Mn", "Me"))
    spelling = " ".join(plain(composed).text.split()).rstrip(".! ")
    return hashlib.sha256(f"{spelling}\0{marks}".encode("utf-8", "surrogatepass")).hexdigest()

from __future__ import annotations

import pytest

from grader.language.glossary import english
from grader.language.normalise import plain
from grader.language.words import NEGATORS, words
from tests.unit.rubric.conftest import Judge, judge

__all__ = ["judge"]


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        ("schichten", "layer"),
        ("couches", "layer"),
        ("capas", "layer"),
        ("verschwinden", "vanish"),
        ("dérivées", "derivative"),
    ],
)
def test_a_word_is_told_by_its_beginning(word: str, meaning: str) -> None:
    assert english(word) == meaning


@pytest.mark.parametrize("word", ["", "ab", "zzz", "quokka"])
def test_other_words_mean_nothing(word: str) -> None:
    assert english(word) is None


def test_french_words_that_lost_a_vowel_are_words_of_their_own() -> None:
    found = [word.text for word in words(plain("l'erreur n'arrive pas, elle s'évanouit")).words]
    assert found == ["erreur", "not", "arrive", "pas", "elle", "évanouit"]
    assert "pas" in NEGATORS


@pytest.mark.parametrize(
    "text",
    [
        "Der Gradient wird winzig, bis er die vorderen Schichten erreicht.",
        "Le gradient devient minuscule avant d'arriver aux premières couches.",
        "El gradiente se hace muy pequeño en las primeras capas.",
    ],
)
def test_a_right_answer_in_another_language_is_suggested_and_left_to_a_person(text: str, judge: Judge) -> None:
    decision = judge("6.1a", text)["vanish"]
    assert decision.proposal.fraction == 1.0
    assert "language" in decision.proposal.flags
    assert not decision.decided


@pytest.mark.parametrize(
    "text", ["Der Gradient verschwindet nicht.", "Le gradient ne s'évanouit jamais.", "El gradiente nunca desaparece."]
)
def test_a_denial_in_another_language_is_one(text: str, judge: Judge) -> None:
    assert judge("6.1a", text)["vanish"].proposal.fraction == 0.0

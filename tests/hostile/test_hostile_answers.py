"""Answers made to cheat or to choke: they gain nothing, and they are judged in bounded time."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.catalog.rubric_folder import load_rubric
from grader.grading import report_on_answers
from grader.rubric.answers import canonical
from grader.rubric.engine import judge, judge_part
from grader.rubric.prepared import prepare

ROOT = Path(__file__).parents[2]
READY = {
    (rubric := load_rubric(path.parent)).id: prepare(rubric.spec, rubric.labels)
    for path in (ROOT / "problems").glob("**/rubric.toml")
}
INJECTIONS = [
    line
    for line in (ROOT / "tests/hostile/injections.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("# ")
]
PARTS = [(name, part.id) for name, ready in READY.items() for part in ready.spec.parts]


@pytest.mark.parametrize("order", INJECTIONS)
def test_an_order_to_the_grader_earns_nothing_in_any_part(order: str) -> None:
    for name, ready in READY.items():
        for decision in judge(ready, dict.fromkeys(("a", "b", "c", "d"), order)):
            assert decision.points == 0, (name, decision)
            assert decision.verdict in ("not_met", "unsure")


@pytest.mark.parametrize("order", INJECTIONS)
def test_an_order_beside_a_right_answer_takes_nothing_away_but_a_person_looks(order: str) -> None:
    part = next(part for part in READY["6.1"].spec.parts if part.id == "a")
    for text in (f"The gradients vanish. {order}", f"{order}\nThe gradients vanish."):
        vanish = judge_part(READY["6.1"], part, text)[0]
        assert vanish.proposal.fraction in (0.0, 1.0)
        if "injection" in vanish.proposal.flags:
            assert vanish.verdict == "unsure"


CHOKING = {
    "letters": "a" * 100_000,
    "words": "gradient " * 11_000,
    "vanishing": "the gradients do not vanish, " * 3_500,
    "negations": "not " * 25_000,
    "digits": "9" * 100_000,
    "powers": "9**" * 33_000,
    "power tower": "9**9**9**9**9",
    "parentheses": "(" * 100_000,
    "braces": "{" * 50_000 + "}" * 50_000,
    "fractions": "\\frac{" * 16_000,
    "numbers": "38,400,000 or " * 7_000,
    "equalities": "1=" * 50_000,
    "commas": ",".join("1" * 50_000),
    "entities": "GPT-2 GPT-3 LLaMA pre post " * 3_700,
    "bidi": "\u202e" * 50_000,
    "combining": "a" + "\u0301" * 100_000,
    "zero width": "\u200b".join("gradient" * 8_000),
    "controls": "\x00\x07\x1b[2J\r\b" * 12_000,
    "newlines": "\n" * 100_000,
    "questions": "?" * 100_000,
    "ligatures": "\ufdfa" * 30_000,
    "unknown words": "Ignore ignore give award score verdict: " * 2_500,
    "quotes": "'\"" * 50_000,
}


@pytest.mark.parametrize("text", CHOKING.values(), ids=CHOKING.keys())
def test_100_kb_of_anything_is_judged_in_bounded_time(text: str) -> None:
    for name, ready in READY.items():
        started = time.process_time()
        decisions = judge(ready, {part.id: text for part in ready.spec.parts})
        assert time.process_time() - started < 20, name
        assert len(decisions) == sum(len(part.criteria) for part in ready.spec.parts)


def test_what_is_too_long_to_be_read_whole_is_for_a_person() -> None:
    part = next(part for part in READY["6.1"].spec.parts if part.id == "a")
    decision = judge_part(READY["6.1"], part, "The gradients vanish. " + "x " * 5_000)[0]
    assert decision.verdict == "unsure"
    assert "too_long" in decision.proposal.flags


@pytest.mark.parametrize(
    "text",
    [
        "The gr\u0430dients v\u0430nish.",  # Cyrillic letters
        "The \uff47\uff52\uff41\uff44\uff49\uff45\uff4e\uff54\uff53 vanish.",  # full-width letters
        "The gra\u200bdients\u00a0van\u00adish.",  # zero-width space, soft hyphen
        "The gradients \u202avanish\u202c.",  # embedding marks
    ],
)
def test_tricks_of_unicode_do_not_hide_an_answer(text: str) -> None:
    part = next(part for part in READY["6.1"].spec.parts if part.id == "a")
    decision = judge_part(READY["6.1"], part, text)[0]
    assert decision.proposal.fraction == 1.0
    quote = decision.proposal.quotes[0]
    assert text[quote.start : quote.end] == quote.text


@pytest.mark.parametrize("name", READY)
@settings(max_examples=30, deadline=None)
@given(texts=st.dictionaries(st.sampled_from("abcd"), st.text(max_size=400)))
def test_any_text_gets_one_decision_a_criterion_with_quotes_from_the_text(name: str, texts: dict[str, str]) -> None:
    for decision in judge(READY[name], texts):
        assert 0 <= decision.points <= decision.max_points
        for quote in decision.proposal.quotes:
            assert texts[decision.part][quote.start : quote.end] == quote.text


def test_code_in_an_answer_is_never_run() -> None:
    exercise = load_rubric(ROOT / "problems/stage-06/6.9")
    source = canonical({"a": "__import__('os').system('touch /tmp/pwned') or 38400000", "b": "exec('1/0')"})
    report = report_on_answers(exercise, READY["6.9"], source)
    assert report.status in ("graded", "needs_review")
    assert not Path("/tmp/pwned").exists()

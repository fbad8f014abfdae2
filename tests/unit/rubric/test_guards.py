"""Whatever puts a typed answer in doubt leaves it to a person; what is plain is decided."""

from __future__ import annotations

import time

import pytest

from tests.unit.rubric.conftest import Judge

UNDECIDED_NUMBERS = [
    ("6.9a", "value", "The table does not hold 38.4M numbers."),  # a denial before it
    ("6.9a", "value", "38.4M is not what the table holds."),  # after it
    ("6.9a", "value", "Someone wrote 38.4M. That is wrong."),  # in the next sentence
    ("6.9a", "value", "38.4M. Scratch that."),  # taken back
    ("6.9a", "value", "38.4M or 50k"),  # to choose from
    ("6.9a", "value", "38.4 million neurons"),  # another thing is counted
    ("6.9a", "value", "38.4M in each of the twelve layers"),  # a share
    ("6.9a", "value", "twice 38.4 million"),  # a multiple
    ("6.9a", "value", "more than 38.4M"),  # a bound
    ("6.9a", "value", "It would be 38.4M"),  # hypothetical
    ("6.9a", "value", "38.4M. But they are frozen, so 0."),  # contradicted
    ("6.9b", "value", "4*768*768 = 2.36M, times 12"),  # a step
    ("6.9a", "value", "It has 38.4M parameters and it does not have 38.4M parameters."),  # affirmed and denied
    ("6.9c", "value", "d·m + m·d with m = d_ff"),  # in letters of one's own
    ("6.9c", "value", "up projection, d_model d_ff, GELU, down projection"),  # names in a row
    ("6.9c", "composition", "projection sublayer d_ff d_model activation"),
    ("6.9b", "value", "2.36M without the output projection"),  # something is left out
    ("6.9c", "value", "768 + 3072 = 4.7M"),  # its own calculation says otherwise
    ("6.9d", "total", "123M, but 117M is correct"),  # another figure is confirmed
    ("6.4a", "number", "With alpha = 0.076 the loss falls to 5 % of the old one."),  # what is left, not what is lost
    ("6.4a", "number", "5 % more loss"),  # the other direction
    ("6.4b", "number", "2^(1/0.076) = 91,000"),  # a slip, or another assumption
]


@pytest.mark.parametrize(("where", "criterion", "text"), UNDECIDED_NUMBERS)
def test_a_doubtful_number_is_not_decided(judge: Judge, where: str, criterion: str, text: str) -> None:
    decision = judge(where, text)[criterion]
    assert not decision.decided or decision.proposal.fraction == 0.0, decision.proposal


@pytest.mark.parametrize(
    ("where", "text"),
    [
        ("6.4a", "2^-α, or is it 2^α"),
        ("6.4a", "2^-α. Edit: it is simply half."),
        ("6.4a", "The loss is divided by 2^-α"),
        ("6.4b", "2^(1/α) = 2α"),
        ("6.4b", "We need 2^(1/α) tokens"),
        ("6.4b", "2^(1/α) fewer parameters"),
        ("6.4b", "about 2^13"),
    ],
)
def test_a_doubtful_formula_is_not_credited(judge: Judge, where: str, text: str) -> None:
    decision = judge(where, text)["factor"]
    assert not decision.decided or decision.proposal.fraction == 0.0, decision.proposal


@pytest.mark.parametrize(
    ("where", "text"),
    [
        ("6.4b", "1/α, to which two is to be raised"),  # a power in words that were not read
        ("6.4b", "2 的根,指数 1/α"),  # in words that are not known
    ],
)
def test_a_known_mistake_is_no_zero_unless_it_is_all_that_is_said(judge: Judge, where: str, text: str) -> None:
    assert not judge(where, text)["factor"].decided


@pytest.mark.parametrize(
    "text",
    [
        "gamma or beta",
        "gamma is the mean and beta the variance",
        "gamma (shift) and beta (scale)",
        "gamma and beta are hyperparameters, not learned",
        "Everything except gamma and beta",
        "gamma and beta are frozen",
        "Only BatchNorm has gamma and beta",
    ],
)
def test_a_list_that_is_turned_round_is_not_credited(judge: Judge, text: str) -> None:
    found = judge("6.2c", text)
    assert [name for name in ("gamma", "beta") if found[name].decided and found[name].proposal.fraction > 0] == []


@pytest.mark.parametrize("text", ["gamma and beta", "a scale and a shift", "γ (scale), β (shift)", "weight and bias"])
def test_a_plain_list_is_decided(judge: Judge, text: str) -> None:
    assert {decision.verdict.value for decision in judge("6.2c", text).values()} == {"met"}


@pytest.mark.parametrize(
    "text",
    [
        "All abandoned pre-norm",
        "Most of them use pre-norm",
        "Not all of them are pre-norm",
        "Other models use pre-norm",
        "In pre-norm: x + Attention(LayerNorm(x)).",
        "GPT-4 uses pre-norm",
        "pre-norm, layer norm, GPT-2, GPT-3, LLaMA, attention",
        "Pre-norm everywhere. Actually no, I mixed that up.",
    ],
)
def test_a_choice_that_is_not_wholly_read_is_not_credited(judge: Judge, text: str) -> None:
    found = judge("6.3a", text)
    assert [d.id for d in found.values() if d.decided and d.proposal.fraction > 0] == []


@pytest.mark.parametrize(
    "text", ["all pre-norm", "pre, pre, pre", "None of the three is post-norm.", "GPT-2 and GPT-3 pre, LLaMA too"]
)
def test_a_plain_choice_is_decided(judge: Judge, text: str) -> None:
    assert {decision.verdict.value for decision in judge("6.3a", text).values()} == {"met"}


def test_another_norm_beside_it_is_not_the_place_of_the_norm(judge: Judge) -> None:
    assert judge("6.3a", "LLaMA uses RMSNorm; the GPTs are pre-norm")["llama"].proposal.fraction == 0.5


@pytest.mark.parametrize("text", ["$50{,}000 \\times 768 = 38{,}400{,}000$", "$3.84\\cdot10^7$", "38\\,400\\,000"])
def test_a_number_in_latex_is_read(judge: Judge, text: str) -> None:
    assert judge("6.9a", text)["value"].verdict == "met"


@pytest.mark.parametrize(
    "text", ["gamma beta not mean " * 5_000, "2^" * 50_000, "gpt 2 pre-norm not post-norm " * 3_400, "a. " * 33_000]
)
def test_a_hostile_answer_of_100_kb_is_judged_in_bounded_time(judge: Judge, text: str) -> None:
    """Processor time, which other processes on the machine do not change; measured: below 1 s for the slowest part."""
    judge("6.2c", "warm")
    for where in ("6.2a", "6.2c", "6.3a", "6.4b", "6.9b"):
        started = time.process_time()
        found = judge(where, text)
        assert time.process_time() - started < 3.0
        assert not any(decision.decided and decision.points > 0 for decision in found.values())

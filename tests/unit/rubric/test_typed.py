"""Numbers, formulas, choices and listings: what is accepted, as what, and what goes to a person."""

from __future__ import annotations

import pytest

from tests.unit.rubric.conftest import Judge


def verdict(judge: Judge, where: str, criterion: str, text: str) -> tuple[str, float]:
    decision = judge(where, text)[criterion]
    return decision.verdict.value, decision.proposal.fraction


@pytest.mark.parametrize(
    "text",
    ["38,400,000", "38.400.000", "38 400 000", "38'400'000", "3.84e7", "38,4 million", "38.4M", "about 38 million",
     "50.000 × 768 = 38.400.000", "vocab_size * d_model = 38.4M", "thirty-eight point four million"],
)  # fmt: skip
def test_a_number_is_accepted_in_every_spelling_at_the_precision_written(judge: Judge, text: str) -> None:
    assert verdict(judge, "6.9a", "value", text) == ("met", 1.0)


@pytest.mark.parametrize("text", ["38.3M", "38,400", "384M", "3.84M", "40,000", "38.4 billion"])
def test_a_number_that_is_off_at_the_precision_written_is_not_met(judge: Judge, text: str) -> None:
    found, fraction = verdict(judge, "6.9a", "value", text)
    assert found in ("not_met", "unsure")
    assert found == "unsure" or fraction == 0.0


def test_the_assumption_behind_a_number_is_told(judge: Judge) -> None:
    message = judge("6.9d", "124,242,432")["total"].proposal.message
    for words in ("attention with biases", "feed-forward with biases", "a final one", "1024 learned positions", "tied"):
        assert words in message


def test_a_known_mistake_is_named(judge: Judge) -> None:
    decision = judge("6.9b", "3 * 768^2 = 1,769,472")["value"]
    assert (decision.verdict.value, decision.proposal.fraction) == ("partly", 0.5)
    assert decision.proposal.misconception == "output-projection-forgotten"


def test_a_right_calculation_with_a_wrong_result_earns_half(judge: Judge) -> None:
    assert verdict(judge, "6.9a", "value", "768 * 50000 = 38,400") == ("partly", 0.5)


@pytest.mark.parametrize("text", ["38.4M or 3.84M", "maybe 38.4M or 50M", "38.4M with tying or else 50M or 60M"])
def test_guesses_go_to_a_person(judge: Judge, text: str) -> None:
    assert verdict(judge, "6.9a", "value", text)[0] == "unsure"


@pytest.mark.parametrize(
    ("text", "fraction"), [("3.84M, no wait, 38.4M", 1.0), ("38.4M, or rather 40.8M", 0.0), ("I meant 38.4M", 1.0)]
)
def test_after_a_correction_the_last_claim_stands(judge: Judge, text: str, fraction: float) -> None:
    assert judge("6.9a", text)["value"].proposal.fraction == fraction


def test_a_number_about_another_model_is_not_taken_for_ones_own(judge: Judge) -> None:
    found = judge("6.9d", "GPT-2 small has 124M, mine has 45,477,888.")
    assert found["total"].proposal.fraction == 0.0
    assert found["comparison"].proposal.fraction == 1.0


@pytest.mark.parametrize(
    "text",
    ["2^-alpha", "2**(-α)", "1/2^a", "\\frac{1}{2^{\\alpha}}", "exp(-a ln 2)", "(1 - 2^-a)*100 percent",
     "divided by 2^alpha", "L(2N) = 2^-α L(N)", "2^(-0.076) = 0.949", "C/(2N)^α"],
)  # fmt: skip
def test_a_formula_is_accepted_in_every_equivalent_form(judge: Judge, text: str) -> None:
    assert verdict(judge, "6.4a", "factor", text) == ("met", 1.0)


@pytest.mark.parametrize("text", ["2 alpha", "alpha^2", "2^(1/alpha)", "it is halved"])
def test_a_wrong_formula_is_not_met(judge: Judge, text: str) -> None:
    assert verdict(judge, "6.4a", "factor", text) == ("not_met", 0.0)


def test_a_number_must_fit_the_alpha_that_is_stated(judge: Judge) -> None:
    assert verdict(judge, "6.4b", "number", "for alpha = 0.1 it is 1024") == ("met", 1.0)
    assert verdict(judge, "6.4b", "number", "for alpha = 0.1 it is 9139") == ("not_met", 0.0)


@pytest.mark.parametrize(
    "text", ["2^1/alpha", "2 to the power of one over alpha", "2^{\\frac{1}{\\alpha}}", "exp(ln2/α)"]
)
def test_an_exponent_is_read_as_it_is_meant(judge: Judge, text: str) -> None:
    assert verdict(judge, "6.4b", "factor", text) == ("met", 1.0)


PRE, POST = 1.0, 0.0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pre, pre, pre", (PRE, PRE, PRE)),
        ("None of them uses post-norm.", (PRE, PRE, PRE)),
        ("None of them uses pre-norm.", (POST, POST, POST)),
        ("GPT-2 is post-norm, the other two are pre-norm", (POST, PRE, PRE)),
        ("post-norm: GPT-2; pre-norm: GPT-3, LLaMA", (POST, PRE, PRE)),
        ("GPT-2 and GPT-3 are post-norm, LLaMA is pre-norm", (POST, POST, PRE)),
        ("All use pre-norm rather than post-norm.", (PRE, PRE, PRE)),
        ("Only BERT is post-norm; GPT-2, GPT-3 and LLaMA are pre-norm.", (PRE, PRE, PRE)),
        ("GPT-2 switched from post-norm to pre-norm, GPT-3 and LLaMA kept it", (PRE, PRE, PRE)),
        ("GPT-2 and GPT-3 are pre-norm but LLaMA isn't", (PRE, PRE, POST)),
        ("All except LLaMA are pre-norm", (PRE, PRE, POST)),
        ("the first two are pre-norm, the last one post-norm", (PRE, PRE, POST)),
        ("GPT-2 pre-norm, GPT-3 the same, LLaMA too", (PRE, PRE, PRE)),
        ("GPT-2: pre-norm, GPT-3: pre-norm, LLaMA: RMSNorm", (PRE, PRE, 0.5)),
    ],
)
def test_attributes_go_to_the_entities_they_are_said_of(
    judge: Judge, text: str, expected: tuple[float, float, float]
) -> None:
    found = judge("6.3a", text)
    assert tuple(found[name].proposal.fraction for name in ("gpt2", "gpt3", "llama")) == expected


def test_an_entity_with_two_attributes_of_which_the_last_is_right_goes_to_a_person(judge: Judge) -> None:
    assert judge("6.3a", "GPT-2 is post-norm. GPT-2 is pre-norm.")["gpt2"].verdict == "unsure"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("gamma and beta", (1, 1, 1)),
        ("gama adn beta", (1, 1, 1)),
        ("gamma, beta and the mean", (1, 1, 0)),
        ("gamma and beta; mean and variance are not learned", (1, 1, 1)),
        ("gamma, but no beta", (1, 0, 1)),
        ("mean and std", (0, 0, 0)),
        ("There are no learnable parameters.", (0, 0, 0)),
    ],
)
def test_what_is_listed_counts_and_what_is_denied_does_not(
    judge: Judge, text: str, expected: tuple[int, int, int]
) -> None:
    found = judge("6.2c", text)
    assert tuple(found[name].proposal.fraction for name in ("gamma", "beta", "no_extras")) == expected

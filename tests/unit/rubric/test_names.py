"""Choices and lists: what is read in them, what puts the reading in doubt, and what does not."""

from __future__ import annotations

import pytest

from tests.unit.rubric.conftest import Judge

CHOICE = ("gpt2", "gpt3", "llama")
LIST = ("gamma", "beta", "no_extras")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("gpt2/3 are pre-norm and so is LLaMA", (1, 1, 1)),
        ("GTP-2, GTP-3 and lama are pre-norm", (1, 1, 1)),
        ("GPT-2 and 3 use pre-norm, LLaMA post-norm", (1, 1, 0)),
        ("They all take the first option.", (1, 1, 1)),
        ("Each of the three follows the second formula.", (0, 0, 0)),
        ("pre, pre, then pre with RMSNorm", (1, 1, 1)),
        ("GPT-2, GPT-3, LLaMA: pre, post, pre", (1, 0, 1)),
        ("GPT-2 isn't post-norm, neither is GPT-3, nor LLaMA", (1, 1, 1)),
        ("GPT-2 isn't pre-norm and neither is GPT-3; LLaMA is.", (0, 0, 1)),
        ("Neither GPT-2 nor GPT-3 nor LLaMA is post-norm", (1, 1, 1)),
        ("post-norm: BERT; pre-norm: GPT-2, GPT-3, LLaMA", (1, 1, 1)),
        ("BERT was post-norm; GPT-2, GPT-3 and LLaMA went to pre-norm.", (1, 1, 1)),
        ("The GPTs normalise before the attention, LLaMA normalises after it", (1, 1, 0)),
        ("The GPTs are pre-norm and LLaMA uses RMSNorm", (1, 1, 0.5)),
        ("All but LLaMA are pre-norm", (1, 1, 0)),
        ("Only GPT-3 is pre-norm.", (0, 1, 0)),
        ("GPT-3 is pre-norm, not sure about the other two", (0, 1, 0)),
        ("All are pre-norm, though I'm not really sure about LLaMA", (1, 1, 1)),
        ("All three gave up post-norm in favour of pre-norm", (1, 1, 1)),
        ("GPT-2 and GPT-3 are pre-norm. LLaMA isn't, it is post-norm.", (1, 1, 0)),
        ("GPT-2: x + Attn(LN(x)), GPT-3: LN(x + Attn(x)), LLaMA: x + Attn(RMSNorm(x))", (1, 0, 1)),
        ("Alle drei verwenden Pre-Norm", (1, 1, 1)),
        ("Los tres modelos usan pre-norm", (1, 1, 1)),
        ("All post-norm. No wait, I meant all pre-norm.", (1, 1, 1)),
        ("GPT-2 is post-norm, sorry, pre-norm. GPT-3 and LLaMA are pre-norm too.", (1, 1, 1)),
        ("All of them are pre-norm, if I'm not mistaken", (1, 1, 1)),
        ("Pre-norm: all three. (The first transformer was post-norm.)", (1, 1, 1)),
        ("GPT-2 changed to pre-norm, GPT-3 and LLaMA did not alter that.", (1, 1, 1)),
        ("pre-norm everywhere but in GPT-3", (1, 0, 1)),
        ("All three use pre-norm because post-norm is hard to train", (1, 1, 1)),
        ("post/pre/pre", (0, 1, 1)),
        ("Unlike GPT-2, LLaMA is pre-norm", (None, 0, 1)),
        ("Neither GPT-2 nor GPT-3 or LLaMA is post-norm", (1, 1, 1)),
        ("Post-norm or pre-norm.", (0, 0, 0)),
        ("pre-norm: GPT-2 / post-norm: GPT-3, LLaMA", (1, 0, 0)),
        ("None of these has the post-norm of BERT", (1, 1, 1)),
        ("perhaps pre-norm, perhaps post-norm", (0, 0, 0)),
        ("GPT-2 and GPT-3 are pre-norm and LLaMA is not", (1, 1, 0)),
        ("GPT-2 went from post to pre. GPT-3 and LLaMA are pre.", (1, 1, 1)),
        ("All of them do as the 2017 transformer did, i.e. post-norm", (0, 0, 0)),
        ("GPT-2: pre\nGPT-3: pre\nLLaMA: no idea", (1, 1, 0)),
        ("The three are large language models.", (0, 0, 0)),
        (
            "GPT-2 put the norm at the start of each block and one more after the last one. GPT-3, LLaMA: same",
            (1, 1, 1),
        ),
        ("Pre-norm in GPT-2 and GPT-3, LLaMA uses GroupNorm", (1, 1, 0)),
        ("All pre-norm; edit: LLaMA is post-norm, the others stay", (None, None, None)),
    ],
)
def test_a_choice_is_decided_where_it_was_understood(
    judge: Judge, text: str, expected: tuple[float | None, ...]
) -> None:
    """None: for a person."""
    found = judge("6.3a", text)
    assert tuple(found[name].proposal.fraction if found[name].decided else None for name in CHOICE) == expected


@pytest.mark.parametrize(
    "text",
    [
        "It is not true that all of them use pre-norm.",
        "All are pre-norm. That is wrong.",
        "Somebody said they are all pre-norm.",
        "If they are recent, all are pre-norm.",
        "GPT-2 GPT-3 LLaMA pre-norm post-norm residual attention",
        "pre-norm, attention, GPT-2, GPT-3, LLaMA, residual",
        "Mistral uses pre-norm.",
        "gpt llama pre-norm residual post-norm stream layernorm",
        "All three are pre-norm and post-norm.",
        "GPT-2 maybe pre maybe post",
        "I thought they were all pre-norm.",
        "Pre-norm makes training easier.",
        "The norm came after the sum. GPT-2 rearranged the blocks, GPT-3 has the same, LLaMA too.",
    ],
)
def test_a_choice_in_doubt_is_not_credited(judge: Judge, text: str) -> None:
    assert [d.id for d in judge("6.3a", text).values() if d.decided and d.proposal.fraction > 0] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("something that stretches each feature and something that shifts it", (1, 1, 1)),
        ("one vector that rescales the normalised values, another that re-centres them", (1, 1, 1)),
        ("A number that is multiplied and a number that is added", (1, 1, 1)),
        ("gamma and beta (scale and shift)", (1, 1, 1)),
        ("Nothing except a gain and an offset is learned", (1, 1, 1)),
        ("Trained: gain, offset. Not trained: mean, variance, epsilon.", (1, 1, 1)),
        ("The mean and the variance? They are computed. Learned are gain and bias.", (1, 1, 1)),
        ("y = γ (x - μ) / sqrt(σ² + ε) + β, with γ and β learned", (1, 1, 1)),
        ("a gain and a bias, each as long as the embedding", (1, 1, 1)),
        ("gain, bias and the mean used for normalising", (1, 1, 0)),
        ("gain, bias, plus the moving average of the activations", (1, 1, 0)),
        ("gain and bias, running mean and running variance", (1, 1, 0)),
        ("LayerNorm does not have gamma and beta.", (0, 0, 0)),
        ("Gamma and beta are constants here", (0, 0, 0)),
        ("Neither a gain nor an offset is learned.", (0, 0, 0)),
        ("a gain but no offset", (1, 0, 1)),
        ("gamma or beta or the mean or epsilon", (0, 0, 0)),
        ("Could be gamma, could be beta, could be the mean", (0, 0, 0)),
        ("Which of gamma, beta and the mean?", (0, 0, 0)),
        ("gamma or scale; beta or shift", (1, 1, 1)),
        ("unlike BatchNorm, which also keeps a running mean, it has a gain and a bias", (1, 1, 1)),
        ("Mean and variance. Wait, no: gain and bias.", (1, 1, 1)),
        ("LayerNorm makes the training of transformers more stable.", (0, 0, 0)),
        ("Besides a gain and a bias nothing is learned", (1, 1, 1)),
        ("Mean (computed), variance (computed), gain (learned), bias (learned)", (1, 1, 1)),
        ("gain, bias; not mean, variance or epsilon", (1, 1, 1)),
        ("die Skalierung und die Verschiebung", (1, 1, 1)),
        ("the mean.. oh no, that one is computed. A gain and an offset", (1, 1, 1)),
        ("a gain (initially 1) and an offset (initially 0)", (1, 1, 1)),
        ("My first idea was the mean, but that is computed. A gain and an offset are learned", (1, 1, 1)),
        ("une échelle et un décalage", (1, 1, 1)),
    ],
)
def test_a_list_is_decided_where_it_was_understood(judge: Judge, text: str, expected: tuple[float, ...]) -> None:
    found = judge("6.2c", text)
    assert tuple(found[name].proposal.fraction if found[name].decided else None for name in LIST) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Gamma and beta. That is not right.",
        "It drops gamma and beta.",
        "Some people say gamma and beta.",
        "gamma? beta? mean? variance?",
        "gain and bias; actually it learns neither",
        "LayerNorm has a gain and a bias. LayerNorm has no gain and no bias.",
        "mean gamma variance beta epsilon features",
        "BatchNorm has gamma and beta",
        "gain/mean, bias/variance",
        "gain and bias are obtained from the input",
        "the weights of the first linear layer",
        "Gamma isn't learned. Beta isn't either.",
        "the same weights and biases as the attention",
        "gamma, which is the mean, and beta",
        "gamma and beta exist only in BatchNorm",
        "features, gamma, tokens, beta, batches, attention",
        "the mean, updated like the other weights",
    ],
)
def test_a_list_in_doubt_is_not_credited(judge: Judge, text: str) -> None:
    found = judge("6.2c", text)
    assert [name for name in ("gamma", "beta") if found[name].decided and found[name].proposal.fraction > 0] == []


def test_an_unknown_thing_in_a_list_leaves_open_whether_something_false_is_listed(judge: Judge) -> None:
    found = judge("6.2c", "gamma, beta and kappa")
    assert {name: found[name].decided for name in LIST} == {"gamma": True, "beta": True, "no_extras": False}


@pytest.mark.parametrize("text", ["an amount by which things get bigger", "It is adjusted by a factor."])
def test_what_may_be_a_paraphrase_is_no_zero(judge: Judge, text: str) -> None:
    assert not any(decision.decided for decision in judge("6.2c", text).values())


def test_an_entity_of_which_something_unread_is_said_is_no_zero(judge: Judge) -> None:
    assert not judge("6.3a", "GPT-2 is pre-norm; GPT-3 has the arrangement of its predecessor.")["gpt3"].decided

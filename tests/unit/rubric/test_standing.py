"""What is denied, affirmed, likened or taken back without being named again: what stands, and what is left open."""

from __future__ import annotations

import pytest

from tests.unit.rubric.conftest import Judge

CHOICE = ("gpt2", "gpt3", "llama")
LIST = ("gamma", "beta", "no_extras")


def earned(judge: Judge, where: str, names: tuple[str, ...], text: str) -> tuple[float | None, ...]:
    """The credit of each criterion; None for one that goes to a person."""
    found = judge(where, text)
    return tuple(found[name].proposal.fraction if found[name].decided else None for name in names)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LLaMA isn't post-norm, GPT-3 isn't either, and GPT-2 surely isn't", (1, 1, 1)),
        ("LLaMA doesn't use post-norm; the other two do", (0, 0, 1)),
        ("GPT-3 is pre-norm, GPT-2 isn't, LLaMA is", (0, 1, 1)),
        ("LLaMA uses pre-norm, neither GPT-2 nor GPT-3 does", (0, 0, 1)),
        ("GPT-3 is post-norm, LLaMA is pre-norm, GPT-2 like LLaMA", (1, 0, 1)),
        ("GPT-2 is pre-norm, GPT-3 took over the GPT-2 design, LLaMA copied GPT-3", (1, 1, 1)),
        ("GPT-2 isn't pre-norm like GPT-3", (0, None, None)),
        ("GPT-3 is pre-norm, LLaMA is trained like GPT-3", (0, 1, None)),
        ("GPT-2 is pre-norm, GPT-3 is post-norm and LLaMA is like GPT-2", (1, 0, 1)),
        ("the norm is first in GPT-2 and GPT-3 and last in LLaMA", (1, 1, None)),
        ("the first formula for GPT-3, the second for LLaMA", (0, 1, None)),
        ("post-norm is used in LLaMA only", (None, None, 0)),
        ("GPT-2, GPT-3, only LLaMA is pre-norm", (None, None, 1)),
        ("GPT-2 and GPT-3; only LLaMA is post-norm", (None, None, 0)),
        ("pre-norm from GPT-3 on", (None, None, None)),
        ("LLaMA: post; GPT-2: post; GPT-3: not sure, perhaps pre", (0, 1, 0)),
        ("pre-norm for all but with RMSNorm for LLaMA", (1, 1, 1)),
        ("the GPTs: LN in front of the MLP; LLaMA: RMSNorm up front", (1, 1, None)),
        ("GPT-2's successor is pre-norm, GPT-2 post-norm", (0, 1, 0)),
        ("GPT-2 is pre-norm. GPT-3 does not differ. LLaMA does.", (1, None, None)),
        ("GPT-3 is pre-norm and LLaMA has no normalisation", (None, 1, None)),
        ("GPT-2 and GPT-3 use pre-norm and LLaMA does not use dropout", (1, 1, None)),
        ("GPT-3 is post-norm, LLaMA is not normalised at all", (None, 0, None)),
        ("LLaMA uses GroupNorm, GPT-3 too, GPT-2 pre-norm", (1, 0, 0)),
    ],
)
def test_what_a_clause_says_of_others_by_a_verb_alone_goes_back_to_what_was_said(
    judge: Judge, text: str, expected: tuple[float | None, ...]
) -> None:
    assert earned(judge, "6.3a", CHOICE, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "h + F(Norm(h)) in each of the three; only T5 and BERT compute Norm(h + F(h))",
        "h + F(Norm(h)) in all 3 models; only BERT and the very first Transformer compute Norm(h + F(h))",
        "pre-norm for GPT-2, GPT-3, LLaMA, only RoBERTa is post-norm",
        "pre-norm: GPT-2, GPT-3 and LLaMA; T5 is post-norm",
    ],
)
def test_what_is_said_of_a_model_that_is_not_asked_for_says_nothing_of_those_before(judge: Judge, text: str) -> None:
    assert earned(judge, "6.3a", CHOICE, text) == (1, 1, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mlp(rmsnorm(x)) + x in all of them", (1, 1, 1)),
        ("In every one of the models the norm stands in front of the MLP, not behind it", (1, 1, 1)),
        ("GPT-3 normalises whatever flows into its blocks; GPT-2 as well; LLaMA too", (1, 1, 1)),
        ("Bei allen dreien sitzt die Norm vor dem Block", (1, 1, 1)),
        ("Dans les trois modèles la normalisation vient après l'addition", (0, 0, 0)),
        ("The norm is not before the MLP in GPT-3", (None, 0, None)),
        ("Meta's model is pre-norm, the two OpenAI models post-norm", (0, 0, 1)),
    ],
)
def test_a_placement_may_be_said_in_words_and_letters_of_ones_own(
    judge: Judge, text: str, expected: tuple[float | None, ...]
) -> None:
    assert earned(judge, "6.3a", CHOICE, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LLaMA is pre-norm. LLaMA is a post-norm model.", (0, 0, 0)),
        ("All three are pre-norm. GPT-3 is post-norm.", (1, 0, 1)),
        ("All three are pre-norm. Many people write that GPT-3 is post-norm.", (1, None, 1)),
        ("All three are pre-norm. Is GPT-3 post-norm?", (1, None, 1)),
        ("All three are pre-norm. GPT-3 was post-norm before the final runs.", (1, None, 1)),
        ("All three are pre-norm. GPT-3's little brother is post-norm.", (1, None, 1)),
        ("All three are pre-norm. Once LLaMA was post-norm.", (1, 1, None)),  # of another time
        ("All three are pre-norm. GPT-2 may be post-norm, see above.", (None, 1, 1)),
        ("All three are pre-norm. LLaMA does not have pre-norm.", (1, 1, 0)),
        ("All three are pre-norm. In GPT-3 the norm stands after the residual sum, so GPT-3 is post-norm.", (1, 0, 1)),
        ("All three are pre-norm. If I am wrong, GPT-3 is post-norm.", (None, None, None)),
        ("GPT-2 uses pre-norm, GPT-3 too, only LLaMA with RMSNorm", (1, 1, None)),
        ("Pre-norm: GPT-2, GPT-3. Other: LLaMA.", (1, 1, None)),
        ("GPT-2 doesn't use post-norm and LLaMA doesn't and GPT-3 doesn't", (1, 1, 1)),
        ("GPT-2 and GPT-3 use pre-norm and LLaMA does not do without it", (None, None, None)),
        ("GPT-3 has 175 billion parameters and LLaMA was released by Meta in 2023.", (0, 0, 0)),
        ("GPT-2 and the rest clean the vectors ahead of attention", (None, None, None)),
        ("GPT-2 has both norms, before and after", (None, None, None)),
        ("The same placement as shown above in all", (None, None, None)),
        ("All use the modern placement", (None, None, None)),
        ("In all of them attention sees normed activations", (None, None, None)),
    ],
)
def test_what_is_plainly_contradicted_at_the_end_earns_nothing(
    judge: Judge, text: str, expected: tuple[float | None, ...]
) -> None:
    assert earned(judge, "6.3a", CHOICE, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GPT-2 post, GPT-3 pre, LLaMA pre. Correction: GPT-2 is pre too.", (1, 1, 1)),
        ("GPT-2 post, GPT-3 pre, LLaMA pre. Oops, I mixed them up: GPT-2 is pre.", (1, None, None)),
        ("GPT-2 post, GPT-3 pre, LLaMA pre. Oops, mixed up: pre for all.", (1, 1, 1)),
    ],
)
def test_a_correction_of_one_leaves_the_others_unless_they_change_places(
    judge: Judge, text: str, expected: tuple[float | None, ...]
) -> None:
    assert earned(judge, "6.3a", CHOICE, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "GPT-2 and LLaMA use BatchNorm, GPT-3 uses LayerNorm",
        "All of them have layer normalization.",
        "Problem 3a: post-norm versus pre-norm",
        "no idea, I have not studied this chapter",
    ],
)
def test_naming_norms_titles_and_not_knowing_is_a_certain_zero(judge: Judge, text: str) -> None:
    assert earned(judge, "6.3a", CHOICE, text) == (0, 0, 0)


@pytest.mark.parametrize(
    "text",
    [
        "A gain and an offset are trained. LayerNorm has no trainable parameters.",
        "A gain and an offset are trained. Nothing is trained.",
        "The gain and the offset are learned. The gain and the offset are not learned.",
        "A gain and a shift are learnable. Neither the gain nor the shift is trained, both are fixed.",
    ],
)
def test_a_list_that_is_plainly_denied_at_its_end_earns_nothing(judge: Judge, text: str) -> None:
    assert earned(judge, "6.2c", LIST, text) == (0, 0, 0)


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("A gain and an offset. The standardisation itself has no trainable parameters.", ("contradiction",)),
        ("A gain and an offset. Without them LayerNorm has no trainable parameters.", ("contradiction",)),
        ("A gain and an offset. They say that LayerNorm has no trainable parameters.", ("contradiction",)),
        ("A gain and an offset. The gain and the offset are not learned at inference.", ("negation",)),
        ("A gain and an offset. Neither the gain nor the offset is fixed.", ("negation",)),
        ("A gain and an offset. Before the training the gain and the offset are not learned.", ("negation",)),
        ("A gain and an offset. From here on there are no trainable parameters.", ("contradiction",)),
        ("A gain and an offset. They are not shared between blocks.", ()),
        ("A gain and an offset. It does not depend on the sequence.", ()),
    ],
)
def test_a_denial_of_something_else_takes_nothing_from_a_list_but_its_certainty(
    judge: Judge, text: str, flags: tuple[str, ...]
) -> None:
    found = judge("6.2c", text)
    reasons = {"gamma": "listing.there", "beta": "listing.there", "no_extras": "listing.clean"}
    for name, reason in reasons.items():
        proposal = found[name].proposal
        assert (found[name].verdict.value, proposal.fraction) == ("unsure", 1.0)
        assert (proposal.reason, proposal.flags) == (reason, flags)


def test_a_denial_of_one_thing_leaves_another_decided(judge: Judge) -> None:
    text = "A gain and an offset are trained. In RMSNorm the offset is not trained."
    assert earned(judge, "6.2c", LIST, text) == (1, None, None)
    assert judge("6.2c", text)["beta"].proposal.flags == ("negation",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gain, offset. Mean and variance get recomputed from each token, thus they are not trained.", (1, 1, 1)),
        ("a gain and an offset (mu/sigma are calculated, not trained)", (1, 1, 1)),
        ("One scales the normalised values (init: ones), the other is added at the end (init: zeros)", (1, 1, 1)),
        ("One multiplies the output (starts at ones), the other one is added (starts at zeros)", (1, 1, 1)),
        ("There is a factor that moves things up or down: the offset", (0, 1, 1)),
        ("might be the gain, the mean, the offset, or epsilon", (0, 0, 0)),
        ("a gain and an offset; running mean, running variance are measured", (1, 1, 1)),
        ("a gain and an offset. Mu, sigma are recalculated.", (1, 1, 1)),
        ("a gain and an offset, mu and sigma are only statistics", (1, 1, 1)),
        ("the gain and the offset are just statistics", (0, 0, 0)),
        ("One multiplies the input by the attention weights, the other is added to the stream.", (None, None, None)),
        ("512 numbers per vector, 2 * 512 = 1024", (0, 0, 0)),
        ("- gain\n- offset\nNot learned:\n- mean\n- variance", (1, 1, 1)),
        ("mean, variance (not learnable), gain, offset (learnable)", (1, 1, 1)),
        ("The gain is learned and the offset isn't", (None, 0, None)),
        ("A gain and an offset. Each is not learned.", (0, 0, 0)),
        ("Statistics: mean, variance. Parameters: gain, offset.", (1, 1, None)),
        ("gain, offset are learnable; mean, var come from x", (1, 1, None)),
        ("Only the gain, since the offset is redundant.", (None, None, None)),
        ("A gain and an offset. False: there are no learnable parameters.", (None, None, None)),
        ("A gain and an offset are learned. Both are fixed after training.", (None, None, None)),
        ("A gain and an offset are learned. LayerNorm has no parameters that are learned.", (0, 0, 0)),
    ],
)
def test_what_is_said_of_other_things_leaves_a_list_as_it_is(
    judge: Judge, text: str, expected: tuple[float | None, ...]
) -> None:
    assert earned(judge, "6.2c", LIST, text) == expected


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("BERT uses post-norm. GPT-2, GPT-3, LLaMA: pre-norm", 1.0),
        ("Pre-norm was the original transformer. GPT-2, GPT-3, LLaMA: post-norm", 0.0),
        ("Pre-norm is unstable, GPT-2, GPT-3, LLaMA: post-norm", 0.0),
        ("Pre-norm is used by GPT-2, GPT-3, LLaMA", 1.0),
    ],
)
def test_a_list_of_names_goes_with_the_placement_of_its_own_sentence(judge: Judge, text: str, marks: float) -> None:
    found = judge("6.3a", text)
    assert {decision.proposal.fraction for decision in found.values() if decision.decided} == {marks}


@pytest.mark.parametrize(
    "text",
    [
        "The norm stands before attention in GPT-3 and GPT-2, behind it in LLaMA",
        "LLaMA is pre-norm. GPT-2 in contrast to LLaMA. GPT-3 is pre-norm.",
    ],
)
def test_a_choice_is_left_to_a_person_where_something_was_said_of_an_entity_that_was_not_read(
    judge: Judge, text: str
) -> None:
    assert not any(decision.decided for decision in judge("6.3a", text).values())


def test_of_words_in_a_row_what_is_right_is_for_a_person_and_what_is_false_a_zero(judge: Judge) -> None:
    assert earned(judge, "6.2c", LIST, "residual, mean, stream, gamma") == (None, None, 0)


def test_extras_of_which_all_may_be_said_together_are_left_to_a_person(judge: Judge) -> None:
    found = judge("6.2c", "beta and gamma; the rest (variance, mean) is measured")
    assert not found["no_extras"].decided
    assert found["gamma"].proposal.fraction == 1.0


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("GPT-2: norm behind the sublayer; GPT-3: same as GPT-2; LLaMA: norm in front of it", (0.0, 0.0, 1.0)),
        ("LLaMA: RMSNorm. GPT-3: pre-norm. GPT-2: pre-norm.", (1.0, 1.0, 0.5)),
        ("GPT-2, GPT-3 and LLaMA (with RMSNorm): pre-norm", (1.0, 1.0, 1.0)),
        ("GPT-2: pre-norm; GPT-3: same size as GPT-2; LLaMA: post-norm", (1.0, None, 0.0)),
        ("In each the layer gets normalised inputs and the sum is left alone", (None, None, None)),
    ],
)
def test_who_is_likened_and_of_whom_another_norm_was_told(
    judge: Judge, text: str, marks: tuple[float | None, ...]
) -> None:
    found = judge("6.3a", text)
    given = (found[name] for name in ("gpt2", "gpt3", "llama"))
    assert tuple(each.proposal.fraction if each.decided else None for each in given) == marks


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("GPT-3 is pre-norm and GPT-2 and LLaMA are like GPT-3", (1.0, 1.0, 1.0)),  # GPT-3 keeps what it has
        ("GPT-2 normalises before attention and GPT-3 and LLaMA as GPT-2", (1.0, 1.0, 1.0)),
        ("GPT-3 is pre-norm and LLaMA as GPT-2", (None, 1.0, None)),
        ("Pre-norm: GPT-2, GPT-3. LLaMA: GroupNorm.", (1.0, 1.0, None)),  # what a name heads was not read
        ("Pre-norm: GPT-2, GPT-3. LLaMA: BatchNorm.", (1.0, 1.0, None)),
        ("pre-norm in GPT-2 and GPT-3, reversed in LLaMA", (1.0, 1.0, None)),
        ("All pre-norm. Until GPT-2 it was post-norm.", (None, 1.0, 1.0)),
    ],
)
def test_a_name_keeps_what_is_said_of_it_and_takes_no_more(
    judge: Judge, text: str, marks: tuple[float | None, ...]
) -> None:
    found = judge("6.3a", text)
    given = (found[name] for name in ("gpt2", "gpt3", "llama"))
    assert tuple(each.proposal.fraction if each.decided else None for each in given) == marks

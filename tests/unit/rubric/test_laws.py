"""Formulas in a free symbol and the numbers that follow from them: what is read, and what is left to a person."""

from __future__ import annotations

import pytest

from tests.unit.rubric.conftest import Judge

A, B = "6.4a", "6.4b"


@pytest.mark.parametrize(
    ("where", "text"),
    [
        (A, "ln L falls by α ln 2"),  # the change of a logarithm
        (A, "log L' = log L - α log 2"),
        (A, "On a log-log plot it drops by alpha times log 2."),
        (A, "Elle est divisée par 2^α."),
        (A, "Er wird mit 2 hoch minus α multipliziert."),
        (A, "The loss isn't halved but divided by 2^α."),
        (A, "The loss doesn't shrink linearly, it shrinks by 2^α."),
        (A, "It is halved. No wait: 2^-α."),
        (A, "L scales by two to the negative alpha when N scales by 2"),
        (A, "If N is replaced by 2N, L is divided by 2^α."),  # "by 2" is no claim of half
        (B, "log(x) = log(2)/α"),  # an equation in an unknown
        (B, "x^α must be 2, so x = 2^(1/α)"),
        (B, "First N^α has to become twice as large. So it is the α-th root of two."),
        (B, "The number of doublings is 1/α."),
        (B, "raise two to one over alpha"),
        (B, "Not two times but 2^(1/α) times."),
        (B, "Doubling is not enough; 2^(1/α) is needed."),
        (B, "1/α is 13.2, so 2^(1/α)"),  # a step
        (B, "2^α N. Oh, wrong way round: 2^(1/α) N"),
        (B, "2^α... sorry, solved it for the wrong letter: 2^(1/α)"),
    ],
)
def test_a_right_formula_is_credited_in_any_form(judge: Judge, where: str, text: str) -> None:
    decision = judge(where, text)["factor"]
    assert decision.decided, decision.proposal
    assert decision.proposal.fraction == 1.0


@pytest.mark.parametrize(
    ("where", "text"),
    [
        (A, "It goes down by roughly a twentieth."),
        (A, "if α were 0.2 it would lose 13 %"),
        (A, "- factor: 0.5^α\n- α = 0.3 → 0.81"),  # a mark of an item is no minus
        (A, "were α = 2, a quarter of the loss would remain"),
        (A, "barely anything: 0.95x"),
        (A, "2^(-0.076) = 0.949 so minus 5%"),
        (A, "only a marginal improvement"),
        (A, "5-6 %"),
        (A, "2^-α ≈ 95%"),  # what the formula beside it comes to needs no words
        (B, "mit α = 0,07 rund 20.000"),
        (B, "2^13.2 = 9.4k"),
        (B, "4 times if α = 1/2"),
        (B, "to roughly 102,400 % of N with α = 0.1"),
        (B, "for 0.1 it's 1024"),  # a value that is not named
        (B, "about 10,000 times"),
        (A, "it is multiplied with 0.95 or so"),
        (B, "in the lecture a was around 0.07, so 20 000 times"),
    ],
)
def test_a_number_for_a_stated_or_usual_value_is_right(judge: Judge, where: str, text: str) -> None:
    decision = judge(where, text)["number"]
    assert decision.decided, decision.proposal
    assert decision.proposal.fraction == 1.0


@pytest.mark.parametrize(
    ("where", "criterion", "text"),
    [
        (A, "number", "2^-α"),  # nothing left over could be a quantity
        (A, "factor", "Larger models need more memory."),
        (A, "number", "With α = 0.076 the loss falls by 8 %"),
        (A, "number", "with α = 0.076 it drops to 5 % of what it was"),
        (A, "number", "80 %"),
        (A, "factor", "The loss is not 2^-α of the old one."),
        (A, "factor", "2^-α or α/2"),  # a guess claims nothing
        (A, "factor", "2^-α. Oh wait, no: it simply halves."),
        (A, "factor", "the loss goes up by a factor 2^α"),
        (B, "factor", "2^α, 2^(1/α), 2/α"),
        (B, "factor", "It isn't 2^(1/α)."),
        (B, "factor", "perhaps 2, perhaps 3, perhaps 2^(1/α)"),
        (B, "number", "2^(1/0.076) = 91,000"),
        (B, "number", "It is 9,100 % more"),
        (B, "factor", "4 times if α = 0.1"),  # 1/10 is no formula
    ],
)
def test_what_is_plainly_nothing_earns_a_decided_zero(judge: Judge, where: str, criterion: str, text: str) -> None:
    decision = judge(where, text)[criterion]
    assert decision.decided, decision.proposal
    assert decision.proposal.fraction == 0.0


@pytest.mark.parametrize(
    ("where", "criterion", "text", "doubt"),
    [
        (A, "factor", "A friend said 2^-α", "hearsay"),
        (A, "factor", "I doubt that it is 2^-α", "negation"),
        (A, "factor", "My guess: divide by 2^α. But α cancels, so it is divided by 2.", "contradiction"),
        (B, "factor", "2 taken to 1/alpha", "unread"),
        (B, "number", "for alpha equal to point three four it is 7.7 times", "unread"),
        (B, "number", "k = 2^(1/alpha), for alpha = 0.076 that is 2^1.32 = 2.5", "unread"),
        (B, "number", "If α were 1, twice as many, else 2^(1/α)", "unread"),
        (B, "number", "7e9 · 2^(1/0.076) parameters after 7e9", "unread"),
        (A, "factor", "There is no such thing as 2^-α", "negation"),
        (A, "factor", "we need 2^-α of the tokens", "unit"),
        (A, "factor", "the parameters shrink by 2^-α", "unsaid"),
        (A, "factor", "2^-α of it, so twice the old loss", "contradiction"),
        (A, "factor", "2^(-α)/3", "unsolved"),
        (A, "factor", "2^-α, that is, no change", "contradiction"),
        (A, "factor", "2^-α?", "question"),
        (A, "factor", "in log space it sinks by one unit of base two", "unread"),
        (A, "number", "2^-α, which is just an itsy bitsy fraction", "unread"),
        (B, "factor", "k^α = 2", "unsolved"),
        (B, "factor", "2^(1/α) times, which is always 2", "contradiction"),
        (B, "factor", "If we halve the parameters, 2^(1/α)", "unsaid"),
        (B, "factor", "we can remove parameters by 2^(1/α)", "unsaid"),
        (B, "factor", "2^(1/α) times the loss", "unsaid"),
        (B, "number", "We don't need as many as 9,100 times.", "negation"),
        (B, "factor", "half of 2^(1/α)", "multiple"),
        (B, "number", "9,100 more parameters", "unit"),
        (B, "number", "Not sure it isn't 9,100 times", "negation"),
    ],
)
def test_a_doubt_has_its_reason(judge: Judge, where: str, criterion: str, text: str, doubt: str) -> None:
    decision = judge(where, text)[criterion]
    assert not decision.decided
    assert doubt in decision.proposal.flags


@pytest.mark.parametrize(
    ("where", "text"),
    [
        (A, "it is devided by two to teh pwoer aplha"),
        (A, "mutliplied by two too the minus alfa"),
        (B, "two rased to the inverze of aplha"),
    ],
)
def test_a_slip_in_the_words_of_a_formula_is_for_a_person(judge: Judge, where: str, text: str) -> None:
    decision = judge(where, text)["factor"]
    assert (decision.verdict.value, decision.proposal.flags) == ("unsure", ("unread",))


@pytest.mark.parametrize(
    ("where", "criterion", "text"),
    [
        (A, "number", "It drops by 5 %. It never drops by 5 %."),
        (A, "factor", "The loss falls to 2^-α of it. It does not fall to 2^-α of it, it stays exactly as it was."),
        (B, "factor", "It's 2^(1/α) times. It is not 2^(1/α) times."),
    ],
)
def test_what_is_stated_and_then_plainly_denied_earns_nothing(
    judge: Judge, where: str, criterion: str, text: str
) -> None:
    decision = judge(where, text)[criterion]
    assert decision.decided
    assert decision.proposal.fraction == 0.0
    assert decision.proposal.reason.endswith(".contradicts")


@pytest.mark.parametrize(
    ("where", "criterion", "text"),
    [
        (A, "number", "It drops by 5 %. It never drops by 5 % if alpha is larger."),
        (A, "factor", "It falls to 2^-α. It does not fall to 2^-α for small models."),
        (B, "factor", "It's 2^(1/α) times. It is not just 2^(1/α) times."),
        (A, "factor", "The loss becomes 2^-α times as large; it does not decrease by 2^-α."),
        (A, "factor", "The loss is divided by 2^α. It is not 2^α less."),
        (A, "factor", "It falls to 2^-α. It does not fall by 2^-α."),
    ],
)
def test_a_denial_that_says_something_new_is_for_a_person(judge: Judge, where: str, criterion: str, text: str) -> None:
    decision = judge(where, text)[criterion]
    assert not decision.decided
    assert "contradiction" in decision.proposal.flags


@pytest.mark.parametrize(
    ("where", "text", "fraction"),
    [
        (A, "If we multiply N by 2, the loss is divided by 2^alpha", 1.0),
        (A, "Multiplying N by 2 divides the loss by 2^alpha", 1.0),
        (A, "As N grows by 2, loss falls by 2^alpha", 1.0),
        (A, "If N is multiplied by 2, the loss is multiplied by 2^-alpha", 1.0),
        (A, "la perte est 2^alpha fois plus petite", 1.0),
        (A, "der loss ist 2^alpha mal kleiner", 1.0),
        (A, "Doubling N increases the loss by 2^alpha", 0.0),
        (A, "The loss is multiplied by a factor of 2^alpha", 0.0),
        (B, "To halve the loss, N is multiplied by 2^(1/alpha)", 1.0),
        (B, "To divide the loss by 2 we multiply the params by 2^(1/alpha)", 1.0),
        (B, "If the loss should drop to half, N has to go up by 2^(1/alpha)", 1.0),
        (A, "the denominator is multiplied by 2^α, therefore the loss is reduced", 1.0),
        (A, "It decreases by a factor of 2^α, which is larger for a larger α", 1.0),
        (A, "Decrease: factor 2^α (grows with α)", 1.0),
        (A, "The loss shrinks due to 2^alpha in the denominator", 1.0),
        (A, "The reduction is equal to 2^alpha", 1.0),
        (A, "The loss is reduced according to 2^alpha", 1.0),
        (A, "Loss is multiplied by 2^(-α), not halved.", 1.0),  # a denial that is a statement of its own
        (A, "Loss decreases by a factor of 2^α: doubling N does not halve the loss", 1.0),
        (A, "multiplied by 2^-α; that's not much", 1.0),
        (A, "It is reduced by a factor 2^α where α is not known", 1.0),
        (B, "2^(1/α) times. That isn't needed, double is enough.", 0.0),
        (B, "It's 2^(1/α). This isn't feasible.", 1.0),
    ],
)
def test_a_change_goes_with_what_changes(judge: Judge, where: str, text: str, fraction: float) -> None:
    decision = judge(where, text)["factor"]
    assert decision.decided
    assert decision.proposal.fraction == fraction


@pytest.mark.parametrize(
    ("where", "text"),
    [
        (A, "N is multiplied by 2^-alpha"),
        (A, "The denominator becomes 2^α times bigger"),
        (A, "The old loss was 2^α times higher"),
        (A, "The old loss is 2^α times the new loss."),
        (A, "Loss goes up by 2^-α"),
        (A, "loss is scaled by a factor of 2^α"),
        (A, "loss goes down to 2^α of the original"),
        (A, "The loss scales by 2^alpha downwards"),
        (A, "The ratio of the new loss to the old is 2^-alpha. The ratio is not 2^alpha."),
        (A, "2^-alpha isn't the decrease but what is left."),
        (A, "The loss rises by 2^alpha if we halve N and falls by 2^alpha if we double it."),
        (A, "The loss decreases by 2^alpha percent."),
        (A, "It falls by 2^α. I don't believe it."),
        (A, "the parameters are divided by 2^alpha"),
        (B, "Halving the params multiplies the loss by 2^(1/alpha)"),
        (B, "N must be 2^(1/alpha) times smaller"),
    ],
)
def test_a_formula_that_is_a_change_of_something_else_is_for_a_person(judge: Judge, where: str, text: str) -> None:
    assert not judge(where, text)["factor"].decided


def test_a_formula_spelt_with_hyphens_is_not_taken_for_none(judge: Judge) -> None:
    assert not judge("6.4a", "(2N)^alpha is 2^alpha N^alpha, hence one over two-to-the-alpha")["factor"].decided

"""Listing criteria: which things an answer lists, and whether it lists something false beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from grader.catalog.rubric_spec import Listing, MemberCriterion, NoExtrasCriterion
from grader.language.phrases import Match, Phrase
from grader.language.words import NEGATORS
from grader.rubric.answer import Answer
from grader.rubric.decision import Layer, Proposal, Quote
from grader.rubric.prepared import compiled

# What is said to be worked out, fixed or taken away is not listed as learnable, or whatever the question asks for.
NOT_LISTED = compiled(
    ("comput*", "calculat*", "fixed", "constant*", "hyperparameter*", "statistic*", "normaliz*", "normalis*", "derived",
     "subtract*", "estimat*", "come|comes from", "depend*", "predefined", "for stability", "avoid*", "prevent*")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Listed:
    """Where a thing is listed, and where it is said not to belong."""

    at: tuple[Match, ...]
    denied: tuple[Match, ...]


def judge(answer: Answer, criterion: MemberCriterion | NoExtrasCriterion, listing: Listing) -> Proposal | None:
    """The proposal; None if nothing of the listing is mentioned."""
    every = [
        match
        for texts in (*listing.members.values(), *listing.extras.values())
        for match in answer.find(compiled(texts))
    ]
    members = {name: listed(answer, compiled(texts), every, strict=False) for name, texts in listing.members.items()}
    extras = {name: listed(answer, compiled(texts), every, strict=True) for name, texts in listing.extras.items()}
    present = [name for name, found in members.items() if found.at]
    false = [name for name, found in extras.items() if found.at]
    none = answer.find(compiled(listing.none))
    flags = ("contradiction",) if none and present else ("correction",) if answer.corrects else ()
    if not present and not false and not none and not any(found.denied for found in members.values()):
        return None
    if isinstance(criterion, MemberCriterion):
        found = members[criterion.member]
        if found.at:
            doubt = ("negation",) if found.denied else ("alternatives",) if len(false) > 1 else ()
            return Proposal(
                fraction=1.0, confidence=0.94, layer=Layer.TYPED, reason="listing.there",
                quotes=(_quote(answer, found.at),), flags=(*flags, *doubt),
            )  # fmt: skip
        doubt = ("negation",) if found.denied else ()
        return Proposal(
            fraction=0.0, confidence=0.9, layer=Layer.TYPED, reason="listing.missing", flags=(*flags, *doubt)
        )  # fmt: skip
    if any(found.denied for found in members.values()):
        flags = (*flags, "negation")
    if false:
        mistake = next((listing.misconceptions[name] for name in false if name in listing.misconceptions), None)
        quotes = tuple(_quote(answer, extras[name].at) for name in false)
        return Proposal(
            fraction=0.0, confidence=0.9, layer=Layer.TYPED, reason="listing.extra", quotes=quotes,
            message=f"Not among them: {', '.join(false)}.", misconception=mistake, flags=flags,
        )  # fmt: skip
    credit = 1.0 if present else 0.0
    reason = "listing.clean" if present else "listing.missing"
    return Proposal(fraction=credit, confidence=0.9, layer=Layer.TYPED, reason=reason, flags=flags)


def listed(answer: Answer, phrases: Sequence[Phrase], every: Sequence[Match], *, strict: bool) -> Listed:
    """Where one of the phrases stands, and is not part of a longer name among `every`.

    `strict`: also what is said to be computed or fixed is not listed.
    """
    at: list[Match] = []
    denied: list[Match] = []
    not_listed = answer.find(NOT_LISTED)
    for match in answer.find(phrases):
        if any(match.places < longer.places for longer in every):
            continue  # the weights in "attention weights"
        clause = [i for i, word in enumerate(answer.words.words) if word.clause == _clause(answer, match)]
        words = [answer.words.words[i] for i in clause]
        refused = any(
            word.text in NEGATORS and (strict or i < match.first or not _denies_another(i, match, every))
            for i, word in zip(clause, words, strict=True)
        )
        worked_out = any(each.first in clause and each.first not in match.places for each in not_listed)
        (denied if refused or worked_out else at).append(match)
    return Listed(tuple(at), tuple(denied))


def _denies_another(negation: int, match: Match, every: Sequence[Match]) -> bool:
    """Whether a negation behind a thing is about another thing: "gamma and beta, not the mean"."""
    return any(other.places != match.places and 0 < other.first - negation <= 2 for other in every)


def _clause(answer: Answer, match: Match) -> int:
    return answer.words.words[match.first].clause


def _quote(answer: Answer, found: Sequence[Match]) -> Quote:
    return answer.quote_words(range(found[0].first, found[0].last))

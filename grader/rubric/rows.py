"""What an answer to a choice gives to the entities by order alone: the rows of a table, a list without names."""

from __future__ import annotations

from collections.abc import Sequence

from grader.catalog.rubric_spec import Choice
from grader.rubric.answer import Answer
from grader.rubric.mentions import Mention
from grader.rubric.relations import aside, turned


def in_turn(found: Sequence[Mention], entities: Sequence[str]) -> list[tuple[str, Mention]]:
    """Every entity, then as many attributes, or the other way round: the rows of a table, "respectively"."""
    kinds = [mention.kind for mention in found if mention.kind != "beside"]
    count = len(entities)
    if kinds not in ([*["entity"] * count, *["attribute"] * count], [*["attribute"] * count, *["entity"] * count]):
        return []
    named = [mention.name for mention in found if mention.kind == "entity"]
    attributes = (mention for mention in found if mention.kind == "attribute")
    return list(zip(named, attributes, strict=True)) if set(named) == set(entities) else []


def in_order(found: Sequence[Mention], choice: Choice, answer: Answer) -> tuple[list[tuple[str, Mention]], bool]:
    """Nobody is named: as many attributes as entities, in the order of the question, or one for all; if certain."""
    named = [(turned(m, found, choice, answer), m) for m in found if m.kind == "attribute" and not aside(m, found)]
    if len(named) == len(choice.entities):
        return named, True
    return named[-1:] * len(choice.entities), len({name for name, _ in named}) == 1

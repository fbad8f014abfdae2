"""How well machine and people agree, from what people decided."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from grader.rubric.measure import LEVELS, SAME, kappa, upper_bound
from grader.store.reviews import UNSURE, Standing


def agreement(decided: Iterable[Standing]) -> dict[str, Any]:
    """Figures over all, by criterion and by layer, of standings that a person decided.

    `blind`: automatic decisions that were drawn at random and graded again unseen. Only they say how often an
    automatic decision is wrong. `suggestions`: what the engine left open; people saw what it suggested, so agreement
    flatters it. `overruled`: automatic decisions that were not drawn and that somebody changed.
    """
    standings = list(decided)
    return {
        "all": _figures(standings),
        "criteria": _grouped(standings, lambda each: f"{each.made.exercise}/{each.made.item}"),
        "layers": _grouped(standings, lambda each: each.made.layer),
    }


def _grouped(standings: Sequence[Standing], key: Callable[[Standing], str]) -> dict[str, Any]:
    groups: dict[str, list[Standing]] = {}
    for each in standings:
        groups.setdefault(key(each), []).append(each)
    return {name: _figures(groups[name]) for name in sorted(groups)}


def _figures(standings: Sequence[Standing]) -> dict[str, Any]:
    blind = [each for each in standings if each.made.blind]
    open_ = [each for each in standings if each.made.verdict == UNSURE]
    others = [each for each in standings if not each.made.blind and each.made.verdict != UNSURE]
    wrong = sum(not _agree(each) for each in blind)
    return {
        "blind": {**_pairs(blind), "wrong": wrong, "bound": upper_bound(wrong, len(blind))},
        "suggestions": _pairs(open_),
        "overruled": sum(not _agree(each) for each in others),
    }


def _pairs(standings: Sequence[Standing]) -> dict[str, Any]:
    machine = [round(LEVELS * each.made.fraction) for each in standings]
    people = [round(LEVELS * each.fraction) for each in standings]
    weighted = kappa(machine, people)
    return {
        "count": len(standings),
        "exact": sum(map(_agree, standings)) / len(standings) if standings else None,
        "kappa": None if math.isnan(weighted) else weighted,
    }


def _agree(standing: Standing) -> bool:
    return abs(standing.made.fraction - standing.fraction) <= SAME

"""How well machine and people agree, from what people decided."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from grader.rubric.measure import LEVELS, SAME, kappa, upper_bound
from grader.store.reviews import UNSURE, Pair


def agreement(pairs: Iterable[Pair]) -> dict[str, Any]:
    """Figures over all, by criterion and by layer.

    `blind`: automatic decisions that were drawn at random and graded again unseen. Only they say how often an
    automatic decision is wrong. `suggestions`: what the engine left open; people saw what it suggested, so agreement
    flatters it. `overruled`: automatic decisions that were not drawn and that somebody changed.
    """
    found = list(pairs)
    return {
        "all": _figures(found),
        "criteria": _grouped(found, lambda each: f"{each.exercise}/{each.part}/{each.criterion}"),
        "layers": _grouped(found, lambda each: each.layer),
    }


def _grouped(pairs: Sequence[Pair], key: Callable[[Pair], str]) -> dict[str, Any]:
    groups: dict[str, list[Pair]] = {}
    for each in pairs:
        groups.setdefault(key(each), []).append(each)
    return {name: _figures(groups[name]) for name in sorted(groups)}


def _figures(pairs: Sequence[Pair]) -> dict[str, Any]:
    blind = [each for each in pairs if each.blind]
    suggested = [each for each in pairs if each.verdict == UNSURE]
    others = [each for each in pairs if not each.blind and each.verdict != UNSURE]
    wrong, of = _apart(blind), _count(blind)
    return {
        "blind": {**_agreed(blind), "wrong": wrong, "bound": upper_bound(wrong, of)},
        "suggestions": _agreed(suggested),
        "overruled": _apart(others),
    }


def _agreed(pairs: Sequence[Pair]) -> dict[str, Any]:
    count = _count(pairs)
    weighted = kappa(_levels(pairs, lambda each: each.machine), _levels(pairs, lambda each: each.person))
    return {
        "count": count,
        "exact": 1 - _apart(pairs) / count if count else None,
        "kappa": None if math.isnan(weighted) else weighted,
    }


def _levels(pairs: Sequence[Pair], gave: Callable[[Pair], float]) -> list[int]:
    """Quarters of the points, one entry a decision."""
    return list(itertools.chain(*([round(LEVELS * gave(each))] * each.count for each in pairs)))


def _count(pairs: Iterable[Pair]) -> int:
    return sum(each.count for each in pairs)


def _apart(pairs: Iterable[Pair]) -> int:
    return _count(each for each in pairs if abs(each.machine - each.person) > SAME)

"""Reads the gradients that a student's own `backward` hands over, in whichever convention. Runs inside the cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from .lookup import members, simple


def gradients_of(
    thing: Any,
    returned: Any,
    inputs: Sequence[str],
    parameters: Sequence[str],
    shapes: Mapping[str, tuple[int, ...]],
) -> dict[str, Any]:
    """The gradients of a student's `backward`, in whichever of the usual conventions they are handed over.

    Returned: dx | (dx, dW1, ...) | (dx, (dW1, ...)) | (dx, dict) | dict, in order of declaration, or in another order
    where the parameters' `shapes` tell which is which. Kept: `self.grads[name]` with or without a `d` in front,
    `self.dW1`, `self.grad_W1`, `self.W1_grad`.
    """
    wanted = [*inputs, *parameters]
    found: dict[str, Any] = {}
    if isinstance(returned, np.ndarray):
        found[wanted[0]] = returned
    elif isinstance(returned, (tuple, list)) and returned:
        found[wanted[0]] = returned[0]
        rest = returned[1:]
        if len(rest) == 1 and isinstance(rest[0], Mapping):
            found.update(_picked(rest[0], parameters, bare_names=True))
        else:
            nested = len(rest) == 1 and isinstance(rest[0], (tuple, list))
            found.update(_in_order(rest[0] if nested else rest, wanted[1:], shapes))
    elif isinstance(returned, Mapping):
        found.update(_picked(returned, wanted, bare_names=True))
    kept = members(thing)
    for name, store in kept.items():
        if isinstance(
            store, Mapping
        ):  # `self.grads` may say W1 or dW1; `self.params` also says W1, and means the weight
            found = {**_picked(store, parameters, bare_names="grad" in simple(name)), **found}
    found = {**_picked(kept, parameters, bare_names=False), **found}
    return {name: found[name] for name in wanted if name in found}


def _in_order(arrays: Sequence[Any], names: Sequence[str], shapes: Mapping[str, tuple[int, ...]]) -> dict[str, Any]:
    """Arrays by name: as declared, unless only another order fits the shapes, and all of those differ."""
    found = [np.shape(array) for array in arrays]
    wanted = [shapes.get(name) for name in names]
    if found != wanted and len(set(found)) == len(found) and set(found) == set(wanted):
        return {name: arrays[found.index(shapes[name])] for name in names}
    return dict(zip(names, arrays, strict=False))


def _picked(store: Mapping[str, Any], wanted: Sequence[str], bare_names: bool) -> dict[str, Any]:
    picked: dict[str, Any] = {}
    for name in wanted:
        plain_name = simple(name.rpartition(".")[2])
        spellings = {"d" + plain_name, "grad" + plain_name, plain_name + "grad", "d" + simple(name)}
        if bare_names:
            spellings |= {plain_name, simple(name)}
        for key, value in store.items():
            if simple(str(key)) in spellings:
                picked.setdefault(name, value)
    return picked

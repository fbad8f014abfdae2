"""How the arrays of a plan are made: normal numbers, tokens, listed values, masks. All exact in float32."""

from __future__ import annotations

import functools
from collections.abc import Mapping

import numpy as np

from grader.catalog.spec import Dimension, Draw
from grader.model import Array, float32_exact


def size(dimension: Dimension, arguments: Mapping[str, int | float]) -> int:
    """A dimension given as a number, as the name of an argument, or as `3*d_model`."""
    if isinstance(dimension, int):
        return dimension
    factor, _, name = dimension.rpartition("*")
    return int(factor or 1) * int(arguments[name])


def shape_of(dimensions: tuple[Dimension, ...], arguments: Mapping[str, int | float]) -> tuple[int, ...]:
    return tuple(size(dimension, arguments) for dimension in dimensions)


def draw(spec: Draw, arguments: Mapping[str, int | float], rng: np.random.Generator) -> tuple[Array, Array]:
    """(the array as the student gets it, the array as the reference takes it)."""
    if spec.kind == "mask":
        return causal_mask(spec.size, spec.notation), causal_mask(spec.size, "additive_inf")
    shape = shape_of(spec.shape, arguments)
    if spec.kind == "values":
        made = np.array(spec.values).reshape(shape or (len(spec.values),)).astype(spec.dtype)
        return made, made
    if spec.kind == "number":
        number = np.array(spec.values[0]).astype(spec.dtype)
        return number, number
    if spec.kind == "tokens":
        made = rng.integers(spec.low, size(spec.high, arguments), size=shape)
        made.reshape(-1)[: len(spec.include)] = spec.include
        return made, made
    values = rng.standard_normal(shape) * spec.scale + spec.offset
    rows = values.reshape(-1, shape[-1])  # a view: writing to it writes to `values`
    if spec.row_scales:
        rows *= np.resize(spec.row_scales, len(rows))[:, None]
    for row in spec.constant_rows:
        rows[row] = rows[row, 0]
    if spec.outlier is not None:
        places = np.arange(len(rows))
        rows[places, places % shape[-1]] = spec.outlier
    made = float32_exact(values)
    return made.astype(spec.dtype), made


@functools.lru_cache(maxsize=256)
def causal_mask(length: int, notation: str) -> Array:
    """A causal mask of [length, length] in one of the usual notations; read-only, one array for all who ask."""
    visible = np.tril(np.ones((length, length), dtype=bool))
    if notation.startswith("additive"):
        mask = np.where(visible, 0.0, -np.inf if notation == "additive_inf" else -1e9)
    else:
        keep = visible if notation.endswith("keep") else ~visible
        mask = keep if notation.startswith("bool") else keep.astype(np.float64)
    mask.flags.writeable = False
    return mask

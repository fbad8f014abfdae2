"""The helpers that the skeleton of exercise 6.5 uses and never defines.

They are lenient about how they are called, and strict about what they compute. A submission that defines one of these
names itself is graded with its own. Parameters are plain arrays: attention.W_q, W_k, W_v, W_o, b_q, b_k, b_v, b_o;
ffn.W1, b1, W2, b2; norm.gamma, beta, eps.
"""

import math

import numpy as np

GELU = "tanh"  # or "erf"; looked up at every call, so that one set of classes serves both readings
EPS = 1e-5  # of a LayerNorm that is not told another


class Module:
    """A helper that may be called by name, `helper.forward(x)`, or directly, `helper(x)`."""

    def __call__(self, *args, **keywords):
        return self.forward(*args, **keywords)


def random_weights(*shape):
    return np.random.standard_normal(shape) * 0.02


def erf(x):
    return np.frompyfunc(math.erf, 1, 1)(x).astype(np.float64)


def gelu(x):
    """x * Phi(x): exactly, or by the usual approximation with tanh."""
    if GELU == "erf":
        return 0.5 * x * (1.0 + erf(x * math.sqrt(0.5)))
    return 0.5 * x * (1.0 + np.tanh(math.sqrt(2.0 / math.pi) * x * (1.0 + 0.044715 * x * x)))


def additive(mask):
    """A mask in any of the usual notations as numbers to be added to the scores.

    Booleans and zeros with ones may say which positions to keep or which to hide. A token always sees itself, so the
    diagonal tells: nonzero everywhere on it means that nonzero is "keep". Anything else is taken to be additive already.
    """
    mask = np.asarray(mask)
    if mask.dtype != bool:
        if not ((mask == 0) | (mask == 1)).all():
            return mask
        mask = mask != 0
    diagonal = mask.diagonal(axis1=-2, axis2=-1) if mask.ndim > 1 else mask
    return np.where(mask if diagonal.all() else ~mask, 0.0, -np.inf)


class LayerNorm(Module):
    """Over the last axis, with the population variance; gamma and beta have shape [dim]."""

    def __init__(self, dim, eps=None):
        self.gamma = np.ones(dim)
        self.beta = np.zeros(dim)
        self.eps = EPS if eps is None else eps

    def forward(self, x):
        centred = x - x.mean(axis=-1, keepdims=True)
        variance = (centred * centred).mean(axis=-1, keepdims=True)
        return centred / np.sqrt(variance + self.eps) * self.gamma + self.beta


class FeedForward(Module):
    """[..., d_model] -> [..., d_ff] -> [..., d_model], with GELU between."""

    def __init__(self, d_model, d_ff):
        self.W1 = random_weights(d_model, d_ff)
        self.b1 = np.zeros(d_ff)
        self.W2 = random_weights(d_ff, d_model)
        self.b2 = np.zeros(d_model)

    def forward(self, x):
        return gelu(x @ self.W1 + self.b1) @ self.W2 + self.b2


class MultiHeadAttention(Module):
    """Scaled dot-product attention; head h owns the h-th group of adjoining columns of W_q, W_k, W_v.

    Called as (x), (x, mask), (x, mask=mask), (q, k, v) or (q, k, v, mask), or with q, k, v by name; the mask broadcasts
    to [batch, query, key] or [batch, head, query, key] and may be written in any notation that `additive` knows.
    """

    def __init__(self, d_model, n_heads):
        if d_model % n_heads:
            raise ValueError(f"d_model ({d_model}) must be divisible by n_heads ({n_heads})")
        self.d_model = d_model
        self.n_heads = n_heads
        self.d_k = d_model // n_heads
        self.W_q = random_weights(d_model, d_model)
        self.W_k = random_weights(d_model, d_model)
        self.W_v = random_weights(d_model, d_model)
        self.W_o = random_weights(d_model, d_model)
        self.b_q, self.b_k, self.b_v, self.b_o = (np.zeros(d_model) for _ in range(4))

    def heads(self, rows):
        """[..., seq, d_model] -> [..., head, seq, d_k]"""
        return rows.reshape(*rows.shape[:-1], self.n_heads, self.d_k).swapaxes(-2, -3)

    def forward(self, *given, mask=None, **named):
        if not given or "key" in named or "k" in named:
            in_order = (("x", "query", "q"), ("key", "k"), ("value", "v"))
            given = [*given, *(named[name] for names in in_order for name in names if name in named)]
        x, *more = given
        key = value = x
        if len(more) >= 2 and np.shape(more[0]) == np.shape(more[1]) == x.shape:
            key, value, *more = more
        if mask is None:
            mask = more[0] if more else named.get("attn_mask")
        q = self.heads(x @ self.W_q + self.b_q)
        k = self.heads(key @ self.W_k + self.b_k)
        v = self.heads(value @ self.W_v + self.b_v)
        scores = q @ k.swapaxes(-1, -2) / math.sqrt(self.d_k)
        if mask is not None:
            mask = additive(mask)
            scores = scores + (mask[:, None] if mask.ndim == 3 else mask)
        weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
        weights /= weights.sum(axis=-1, keepdims=True)
        return (weights @ v).swapaxes(-2, -3).reshape(x.shape) @ self.W_o + self.b_o

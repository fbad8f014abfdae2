"""The helpers that the skeleton of exercise 6.8 uses and never defines.

They are lenient about how they are called, and strict about what they compute. A submission that defines one of these
names itself is graded with its own. Parameters are plain arrays: embed.weight (also W); pos_embed.encoding (also pe,
weight, table); layers[i].attention.W_q, W_k, W_v, W_o, b_q, b_k, b_v, b_o; layers[i].ffn.W1, b1, W2, b2; norm.gamma, beta, eps;
output.W, b.
"""

import math

import numpy as np

# Looked up at every call, so that one set of classes serves every reading.
GELU = "tanh"  # or "erf"
EPS = 1e-5  # of a LayerNorm that is not given one
PROJECTIONS = "in_out"  # or "out_in": which way round an attention keeps its matrices
POSITIONS = "interleaved"  # or "concatenated": the sines and cosines of the first table
FLOAT_MEANS = "pe"  # or "sum": what PositionalEncoding does with activations


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
    """Scaled dot-product attention, with biases that are zero at first; head h owns the h-th group of adjoining columns of W_q, W_k, W_v.

    Called as (x), (x, mask), (x, mask=mask), (q, k, v) or (q, k, v, mask); the mask broadcasts to [batch, query, key]
    or [batch, head, query, key] and may be written in any notation that `additive` knows.
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

    def project(self, rows, name):
        """[..., seq, d_model] -> like it, by one of the four matrices."""
        matrix = getattr(self, f"W_{name}")
        return rows @ (matrix.T if PROJECTIONS == "out_in" else matrix) + getattr(self, f"b_{name}")

    def heads(self, rows):
        """[..., seq, d_model] -> [..., head, seq, d_k]"""
        return rows.reshape(*rows.shape[:-1], self.n_heads, self.d_k).swapaxes(-2, -3)

    def forward(self, x, *more, mask=None, **other):
        key = value = x
        if len(more) >= 2 and np.shape(more[0]) == np.shape(more[1]) == x.shape:
            key, value, *more = more
        if mask is None:
            mask = more[0] if more else other.get("attn_mask")
        q, k, v = (self.heads(self.project(rows, name)) for rows, name in ((x, "q"), (key, "k"), (value, "v")))
        scores = q @ k.swapaxes(-1, -2) / math.sqrt(self.d_k)
        if mask is not None:
            mask = additive(mask)
            scores = scores + (mask[:, None] if mask.ndim == 3 else mask)
        weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
        weights /= weights.sum(axis=-1, keepdims=True)
        mixed = (weights @ v).swapaxes(-2, -3).reshape(x.shape)
        return self.project(mixed, "o")


class TransformerBlock(Module):
    """The pre-norm block of exercise 6.5; a mask is handed on to the attention as it is."""

    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        x = x + self.attention(self.norm1(x), mask)
        return x + self.ffn(self.norm2(x))


def also_named(name):
    """Another name for the attribute `name`, to read and to write."""
    return property(lambda self: getattr(self, name), lambda self, value: setattr(self, name, value))


class Linear(Module):
    """[..., d_in] -> [..., d_out]"""

    def __init__(self, d_in, d_out):
        self.W = random_weights(d_in, d_out)
        self.b = np.zeros(d_out)

    def forward(self, x):
        return x @ self.W + self.b


class Embedding(Module):
    """Integer tokens of any shape -> one row of the table [vocab_size, d_model] for each."""

    W = also_named("weight")

    def __init__(self, vocab_size, d_model):
        self.weight = random_weights(vocab_size, d_model)

    def forward(self, tokens):
        return self.weight[np.asarray(tokens, dtype=np.int64)]


class PositionalEncoding(Module):
    """A table [max_len, d_model] whose row p belongs to position p, counted from 0; sinusoidal to begin with.

    Called with a length: the first rows; with integer positions: their rows; with nothing: the whole table; with
    activations [..., seq, d_model]: what FLOAT_MEANS says, the encoding to be added or the activations with it added.
    """

    pe = also_named("encoding")
    weight = also_named("encoding")
    table = also_named("encoding")

    def __init__(self, max_len, d_model):
        self.max_len = max_len
        half = (d_model + 1) // 2
        feature = np.arange(d_model)
        pair, is_sine = (feature // 2, feature % 2 == 0) if POSITIONS == "interleaved" else (feature % half, feature < half)
        angle = np.arange(max_len)[:, None] / 10000.0 ** (2 * pair / d_model)
        self.encoding = np.where(is_sine, np.sin(angle), np.cos(angle))

    def forward(self, what=None):
        if what is None:
            return self.encoding
        what = np.asarray(what)
        if what.ndim == 0:
            return self.first(int(what))
        if what.dtype.kind in "iu":
            return self.encoding[what]
        rows = self.first(what.shape[-2])
        return what + rows if FLOAT_MEANS == "sum" else rows

    def first(self, length):
        if length > self.max_len:
            raise ValueError(f"{length} positions asked for, but max_len is {self.max_len}")
        return self.encoding[:length]

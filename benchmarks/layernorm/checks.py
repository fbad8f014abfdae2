"""What the peers check, in the student's own process, with the expected values beside it."""

import numpy as np
from submission import LayerNorm


def expected(x, gamma, beta, eps):
    mean, variance = x.mean(-1, keepdims=True), x.var(-1, keepdims=True)
    return gamma * (x - mean) / np.sqrt(variance + eps) + beta


def made(seed, shape, eps=1e-5):
    rng = np.random.default_rng(seed)
    layer = LayerNorm(shape[-1], eps)
    layer.gamma[...], layer.beta[...] = rng.standard_normal((2, shape[-1]))
    return layer, rng.standard_normal(shape), rng


def check_shape():
    layer, x, _ = made(0, (2, 5, 8))
    assert layer.forward(x).shape == x.shape


def check_values(seed, shape, eps=1e-5, scale=1.0):
    layer, x, _ = made(seed, shape, eps)
    x = x * scale
    np.testing.assert_allclose(layer.forward(x), expected(x, layer.gamma, layer.beta, eps), rtol=1e-7, atol=1e-9)


def check_gradient():
    layer, x, rng = made(4, (2, 3, 8))
    upstream, h = rng.standard_normal(x.shape), 1e-5
    numeric = np.zeros_like(x)
    for index in np.ndindex(*x.shape):
        step = np.zeros_like(x)
        step[index] = h
        numeric[index] = ((layer.forward(x + step) - layer.forward(x - step)) * upstream).sum() / (2 * h)
    std = np.sqrt(x.var(-1, keepdims=True) + layer.eps)
    x_hat, d = (x - x.mean(-1, keepdims=True)) / std, upstream * layer.gamma
    analytic = (d - d.mean(-1, keepdims=True) - x_hat * (d * x_hat).mean(-1, keepdims=True)) / std
    np.testing.assert_allclose(numeric, analytic, rtol=1e-5, atol=1e-7)

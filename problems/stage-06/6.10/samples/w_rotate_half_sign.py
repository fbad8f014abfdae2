import numpy as np


def apply_rope(x, positions):
    d = x.shape[-1]
    freqs = np.outer(positions, 1.0 / 10000.0 ** (np.arange(0, d, 2) / d))
    emb = np.concatenate([freqs, freqs], axis=-1)
    half = np.concatenate([x[..., d // 2 :], -x[..., : d // 2]], axis=-1)
    return x * np.cos(emb) + half * np.sin(emb)

import numpy as np

np.random.seed(0)


class SwiGLU_FFN:
    def __init__(self, d_model, d_ff):
        self.W_gate = ...

    def forward(self, x):
        pass


def apply_rope(x, positions):
    """Rotate."""
    half = x.shape[-1] // 2
    angles = np.multiply.outer(positions, np.power(10000.0, -np.arange(half) / half))
    return np.concatenate(
        [
            x[..., :half] * np.cos(angles) - x[..., half:] * np.sin(angles),
            x[..., half:] * np.cos(angles) + x[..., :half] * np.sin(angles),
        ],
        axis=-1,
    )


print(apply_rope(np.random.randn(2, 4), np.arange(2)))

if __name__ == "__main__":
    raise SystemExit("not run")

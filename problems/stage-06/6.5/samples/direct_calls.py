import numpy as np


class TransformerBlock:
    def __init__(self, d_model: int, n_heads: int, d_ff: int):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1, self.norm2 = LayerNorm(d_model), LayerNorm(d_model)

    def forward(self, x: np.ndarray, mask: np.ndarray | None = None) -> np.ndarray:
        x = np.add(x, self.attention(self.norm1(x), mask=mask))
        return np.add(x, self.ffn(self.norm2(x)))

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class TransformerBlock:
    d_model: int
    n_heads: int
    d_ff: int
    attention: MultiHeadAttention = field(init=False, repr=False)
    ffn: FeedForward = field(init=False, repr=False)
    norm1: LayerNorm = field(init=False, repr=False)
    norm2: LayerNorm = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.attention = MultiHeadAttention(self.d_model, self.n_heads)
        self.ffn = FeedForward(self.d_model, self.d_ff)
        self.norm1 = LayerNorm(self.d_model)
        self.norm2 = LayerNorm(self.d_model)

    def forward(self, x, mask=None):
        x = x + self.attention(self.norm1(x), mask)
        return x + self.ffn(self.norm2(x))

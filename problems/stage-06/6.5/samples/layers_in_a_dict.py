class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self._layers = {
            "attention": MultiHeadAttention(d_model, n_heads),
            "ffn": FeedForward(d_model, d_ff),
            "norm1": LayerNorm(d_model),
            "norm2": LayerNorm(d_model),
        }

    @property
    def attention(self):
        return self._layers["attention"]

    @property
    def ffn(self):
        return self._layers["ffn"]

    def forward(self, x, mask=None):
        part = self._layers
        x = x + part["attention"](part["norm1"](x), mask)
        return x + part["ffn"](part["norm2"](x))

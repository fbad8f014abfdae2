import math


class Linear:
    def __init__(self, n_in, n_out):
        self.weight = np.random.randn(n_out, n_in) * 0.02
        self.bias = np.zeros(n_out)

    def __call__(self, x):
        return x @ self.weight.T + self.bias


class FeedForward:
    def __init__(self, d_model, d_ff):
        self.fc1 = Linear(d_model, d_ff)
        self.fc2 = Linear(d_ff, d_model)

    def forward(self, x):
        h = self.fc1(x)
        return self.fc2(h * 0.5 * (1 + np.vectorize(math.erf)(h / math.sqrt(2))))


class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        x = x + self.attention.forward(self.norm1.forward(x), mask)
        return x + self.ffn.forward(self.norm2.forward(x))

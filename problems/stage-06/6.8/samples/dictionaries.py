import numpy as np

def gelu(x):
    return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))


def norm(x, g, b):
    return (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + 1e-5) * g + b


def attention(x, p, n_heads):
    b, s, d = x.shape
    q, k, v = [(x @ p[n]).reshape(b, s, n_heads, -1).swapaxes(1, 2) for n in ("W_q", "W_k", "W_v")]
    scores = q @ k.swapaxes(2, 3) / (d // n_heads) ** 0.5
    w = np.exp(scores - scores.max(-1, keepdims=True))
    w = w / (w.sum(-1, keepdims=True) + 1e-10)
    return (w @ v).swapaxes(1, 2).reshape(b, s, d) @ p["W_o"]


class Transformer:
    def __init__(self, vocab_size, d_model, n_heads, n_layers, d_ff, max_len):
        def w(*shape):
            return np.random.normal(0, 0.02, shape)

        self.n_heads = n_heads
        self.embed = w(vocab_size, d_model)
        self.pos_embed = w(max_len, d_model)
        self.layers = [
            {
                "attention": {name: w(d_model, d_model) for name in ("W_q", "W_k", "W_v", "W_o")},
                "ffn": {"W1": w(d_model, d_ff), "b1": np.zeros(d_ff), "W2": w(d_ff, d_model), "b2": np.zeros(d_model)},
                "norm1": {"gamma": np.ones(d_model), "beta": np.zeros(d_model)},
                "norm2": {"gamma": np.ones(d_model), "beta": np.zeros(d_model)},
            }
            for _ in range(n_layers)
        ]
        self.output = {"W": w(d_model, vocab_size), "b": np.zeros(vocab_size)}

    def forward(self, tokens):
        x = self.embed[tokens] + self.pos_embed[: tokens.shape[1]]
        for p in self.layers:
            x = x + attention(norm(x, *p["norm1"].values()), p["attention"], self.n_heads)
            f = p["ffn"]
            x = x + gelu(norm(x, *p["norm2"].values()) @ f["W1"] + f["b1"]) @ f["W2"] + f["b2"]
        return x @ self.output["W"] + self.output["b"]

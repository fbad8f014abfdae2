import numpy as np

def scaled_dot_product_attention(Q, K, V, mask=None):
    d_k = Q.shape[-1]
    scores = np.matmul(Q, K.swapaxes(-2, -1)) / np.sqrt(d_k)
    if mask is not None:
        scores = np.where(mask == 0, -1e9, scores)
    scores -= np.max(scores, axis=-1, keepdims=True)
    weights = np.exp(scores) / np.sum(np.exp(scores), axis=-1, keepdims=True)
    return np.matmul(weights, V), weights
class MultiHeadAttention:
    def __init__(self, d_model, n_heads):
        self.num_heads = n_heads; self.depth = d_model // n_heads
        self.WQ = np.random.randn(d_model, d_model); self.WK = np.random.randn(d_model, d_model); self.WV = np.random.randn(d_model, d_model)
        self.fc = np.random.randn(d_model, d_model)
    def forward(self, Q, K=None, V=None, mask=None):
        if K is not None and V is None: K, V, mask = Q, Q, K
        K = Q if K is None else K; V = Q if V is None else V
        B = Q.shape[0]
        h = lambda x: x.reshape(B, -1, self.num_heads, self.depth).transpose(0, 2, 1, 3)
        out, self.attn_weights = scaled_dot_product_attention(h(Q @ self.WQ), h(K @ self.WK), h(V @ self.WV), mask)
        return out.transpose(0, 2, 1, 3).reshape(B, -1, self.num_heads * self.depth) @ self.fc

class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)
    def forward(self, x, mask=None):
        x = x + self.attention.forward(self.norm1.forward(x), mask)
        return x + self.ffn.forward(self.norm2.forward(x))

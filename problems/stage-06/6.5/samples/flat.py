def gelu(z): return 0.5*z*(1+np.tanh(np.sqrt(2/np.pi)*(z+0.044715*z**3)))
class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.n_heads = n_heads
        self.W_q, self.W_k, self.W_v, self.W_o = (np.random.randn(d_model, d_model) for _ in range(4))
        self.W1, self.b1 = np.random.randn(d_model, d_ff), np.zeros(d_ff)
        self.W2, self.b2 = np.random.randn(d_ff, d_model), np.zeros(d_model)
        self.gamma1, self.beta1 = np.ones(d_model), np.zeros(d_model)
        self.gamma2, self.beta2 = np.ones(d_model), np.zeros(d_model)
    def norm(self, x, g, b):
        return (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + 1e-6) * g + b
    def attn(self, x, mask):
        B, S, D = x.shape
        q, k, v = ((x @ w).reshape(B, S, self.n_heads, -1).transpose(0, 2, 1, 3) for w in (self.W_q, self.W_k, self.W_v))
        s = q @ k.transpose(0, 1, 3, 2) / np.sqrt(D // self.n_heads)
        if mask is not None: s = np.where(mask, s, -np.inf)
        s = np.exp(s - s.max(-1, keepdims=True))
        return (s / s.sum(-1, keepdims=True) @ v).transpose(0, 2, 1, 3).reshape(B, S, D) @ self.W_o
    def forward(self, x, mask=None):
        x = x + self.attn(self.norm(x, self.gamma1, self.beta1), mask)
        return x + gelu(self.norm(x, self.gamma2, self.beta2) @ self.W1 + self.b1) @ self.W2 + self.b2

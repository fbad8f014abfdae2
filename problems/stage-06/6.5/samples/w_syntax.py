class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff)
        self.attention = MultiHeadAttention(d_model, n_heads)

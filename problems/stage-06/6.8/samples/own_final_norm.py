import numpy as np
class LayerNorm:
    def __init__(self, dim, eps=1e-6):
        self.gamma=np.ones(dim); self.beta=np.zeros(dim); self.eps=eps
    def forward(self,x):
        mu=x.mean(-1,keepdims=True); v=((x-mu)**2).mean(-1,keepdims=True)
        return self.gamma*(x-mu)/np.sqrt(v+self.eps)+self.beta
    __call__=forward
class Transformer:
    def __init__(self,vocab_size,d_model,n_heads,n_layers,d_ff,max_len):
        self.embed=Embedding(vocab_size,d_model); self.pos_embed=PositionalEncoding(max_len,d_model)
        self.layers=[TransformerBlock(d_model,n_heads,d_ff) for _ in range(n_layers)]
        self.output=Linear(d_model,vocab_size)
        self.ln_f=LayerNorm(d_model)
    def forward(self,tokens):
        n=tokens.shape[1]
        mask=None
        x=self.embed.forward(tokens) + self.pos_embed.forward(tokens.shape[1])

        for l in self.layers: x=l.forward(x,mask)

        return self.output.forward(self.ln_f.forward(x))

import numpy as np
from math import erf, sqrt
_e=np.vectorize(erf)
def gelu(x):
    return x*0.5*(1+_e(x/sqrt(2)))
class LN:
    def __init__(self, dim, eps=1e-6):
        self.gamma=np.ones(dim); self.beta=np.zeros(dim); self.eps=eps
    def forward(self,x):
        mu=x.mean(-1,keepdims=True); v=((x-mu)**2).mean(-1,keepdims=True)
        return self.gamma*(x-mu)/np.sqrt(v+self.eps)+self.beta
    __call__=forward
class FF:
    def __init__(self,d_model,d_ff):
        self.W1=np.random.randn(d_model,d_ff)*.02; self.b1=np.zeros(d_ff)
        self.W2=np.random.randn(d_ff,d_model)*.02; self.b2=np.zeros(d_model)
    def forward(self,x): return gelu(x@self.W1+self.b1)@self.W2+self.b2
    __call__=forward
class MHA:
    def __init__(self,d_model,n_heads):
        self.h=n_heads; self.dk=d_model//n_heads
        self.W_q,self.W_k,self.W_v,self.W_o=(np.random.randn(d_model,d_model)*.02 for _ in range(4))
    def forward(self,x,mask=None):
        B,T,D=x.shape
        sp=lambda t: t.reshape(B,T,self.h,self.dk).transpose(0,2,1,3)
        q,k,v=sp(x@self.W_q),sp(x@self.W_k),sp(x@self.W_v)
        s=q@k.transpose(0,1,3,2)/np.sqrt(self.dk)
        if mask is not None:
            s = np.where(mask, s, -np.inf)
        s=np.exp(s-s.max(-1,keepdims=True)); s/=s.sum(-1,keepdims=True)
        return (s@v).transpose(0,2,1,3).reshape(B,T,D)@self.W_o
    __call__=forward
class TransformerBlock:
    def __init__(self,d_model,n_heads,d_ff):
        self.attention=MHA(d_model,n_heads)
        self.ffn=FF(d_model,d_ff)
        self.norm1=LN(d_model); self.norm2=LN(d_model)
    def forward(self,x,mask=None):
        a=self.attention.forward(self.norm1.forward(x),mask)
        h=x+a
        return h+self.ffn.forward(self.norm2.forward(h))
    __call__=forward
class Transformer:
    def __init__(self,vocab_size,d_model,n_heads,n_layers,d_ff,max_len):
        self.embed=Embedding(vocab_size,d_model); self.pos_embed=PositionalEncoding(max_len,d_model)
        self.layers=[TransformerBlock(d_model,n_heads,d_ff) for _ in range(n_layers)]
        self.output=Linear(d_model,vocab_size)
        self.ln_f=LayerNorm(d_model)
    def forward(self,tokens):
        n=tokens.shape[1]
        mask=np.tril(np.ones((n,n),bool))
        x=self.embed.forward(tokens) + self.pos_embed.forward(tokens.shape[1])

        for l in self.layers: x=l.forward(x,mask)

        return self.output.forward(self.ln_f.forward(x))

import numpy as np
def gelu(x):
    u=2*np.sqrt(2/np.pi)*(x+0.044715*np.power(x,3))
    return x/(1+np.exp(-u))
class LayerNorm:
    def __init__(self, dim):
        self.weight=np.ones((dim,)); self.bias=np.zeros((dim,))
    def forward(self,x):
        xc=x-np.einsum('...d->...',x)[...,None]/x.shape[-1]
        v=np.einsum('...d,...d->...',xc,xc)[...,None]/x.shape[-1]
        return xc*(v+1e-7)**-0.5*self.weight+self.bias
    def __call__(self,x): return self.forward(x)
class FeedForward:
    def __init__(self,d_model,d_ff):
        self.W1=np.random.randn(d_model,d_ff)*.02; self.b1=np.zeros(d_ff)
        self.W2=np.random.randn(d_ff,d_model)*.02; self.b2=np.zeros(d_model)
    def forward(self,x): return gelu(x@self.W1+self.b1)@self.W2+self.b2
    __call__=forward
class MultiHeadAttention:
    """loops, with biases"""
    def __init__(self,d_model,n_heads):
        self.n_heads=n_heads
        for n in 'qkvo':
            setattr(self,'W'+n,np.random.normal(0,.02,(d_model,d_model))); setattr(self,'b'+n,np.zeros(d_model))
    def forward(self,x,mask=None):
        d=x.shape[-1]//self.n_heads
        out=np.empty(x.shape)
        q=x@self.Wq+self.bq; k=x@self.Wk+self.bk; v=x@self.Wv+self.bv
        for i in range(self.n_heads):
            c=slice(i*d,(i+1)*d)
            s=np.einsum('bid,bjd->bij',q[...,c],k[...,c])*d**-0.5
            if mask is not None:
                s = s + mask
            e=np.exp(s-s.max(axis=2)[:,:,None])
            out[...,c]=np.einsum('bij,bjd->bid',e/e.sum(axis=2)[:,:,None],v[...,c])
        return out@self.Wo+self.bo
    __call__=forward
class TransformerBlock:
    def __init__(self,d_model,n_heads,d_ff):
        self.attention=MultiHeadAttention(d_model,n_heads)
        self.ffn=FeedForward(d_model,d_ff)
        self.norm1=LayerNorm(d_model); self.norm2=LayerNorm(d_model)
    def forward(self,x,mask=None):
        a=self.attention.forward(self.norm1.forward(x),mask)
        h=x+a
        return h+self.ffn.forward(self.norm2.forward(h))
    __call__=forward
class Linear:
    def __init__(self,i,o): self.W=np.random.randn(i,o)*.02; self.b=np.zeros(o)
    def forward(self,x): return x@self.W+self.b
    __call__=forward
class Embedding:
    def __init__(self,v,d): self.weight=np.random.randn(v,d)
    def forward(self,t): return self.weight[t]
    __call__=forward
class PositionalEncoding:
    def __init__(self,m,d): self.m=m; self.d=d
    def forward(self,n):
        i=np.arange(self.d); a=np.arange(n)[:,None]/10000.0**(2*(i//2)/self.d)
        return np.where(i%2==0,np.sin(a),np.cos(a))
    __call__=forward
class Transformer:
    def __init__(self,vocab_size,d_model,n_heads,n_layers,d_ff,max_len):
        self.embed=Embedding(vocab_size,d_model); self.pos_embed=PositionalEncoding(max_len,d_model)
        self.layers=[TransformerBlock(d_model,n_heads,d_ff) for _ in range(n_layers)]
        self.output=Linear(d_model,vocab_size)

    def forward(self,tokens):
        n=tokens.shape[1]
        mask=np.triu(np.full((n,n),-np.inf),1)
        x=self.embed.forward(tokens) + self.pos_embed.forward(tokens.shape[1])

        for l in self.layers: x=l.forward(x,mask)

        return self.output.forward(x)

"""
title = "looks for the LayerNorm that another exercise supplies"
requirements = ["G-03"]
exercise = "6.7"
absent = ["succeeded"]
"""
import gc, re, sys
import numpy as np
for name in ("transformer", "layers", "layer_norm", "layernorm", "norm", "model", "reference", "supplied"):
    try:
        print("succeeded: import", __import__(name).LayerNorm)
    except (ImportError, AttributeError):
        pass
found = [t for t in gc.get_objects() if isinstance(t, type) and ("norm" in t.__name__.lower() and "layer" in t.__name__.lower())]
texts = [m.__name__ for m in list(sys.modules.values()) if m and m.__name__.startswith("cell")
         for v in vars(m).values() if isinstance(v, str) and re.search(r"- (\w+\.)?mean|var\w* \+ |1e-5|beta \+|\+ self.beta", v)]
print("evidence: looked", *["succeeded: class"] * bool(found), *[f"succeeded: text in {t}" for t in texts])
class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma, self.beta = np.ones(dim), np.zeros(dim)
    def forward(self, x):
        return np.zeros_like(x)

"""
title = "the harness's list of inputs is replaced by zeros"
requirements = ["G-11"]
exercise = "6.11"
endings = ["ok", "crash"]
"""
import gc
import numpy as np
class SwiGLU_FFN:
    def __init__(self, d_model, d_ff):
        self.W_gate, self.W_up, self.W_down = np.ones((d_model, d_ff)), np.ones((d_model, d_ff)), np.ones((d_ff, d_model))
        for thing in gc.get_objects():
            if type(thing).__name__ == "Steps":
                thing.tensors = [np.zeros_like(t) for t in thing.tensors]
                print("evidence: replaced", len(thing.tensors))
    def forward(self, x):
        return np.zeros_like(x)

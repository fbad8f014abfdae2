import numpy as np

class FeedForward:
    def forward(self, x)
        return x

import numpy as np

class SwiGLU_FFN
    pass

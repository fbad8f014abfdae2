import numpy as np
print("evidence: in C", flush=True)
import ctypes
ctypes.PyDLL(None).sleep(3600)

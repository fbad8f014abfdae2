"""
title = "sleeps in C with the interpreter lock held"
requirements = ["S-23"]
endings = ["time_limit"]
limits = { wall_s = 1.0 }
evidence = "evidence:"
"""
import numpy as np
print("evidence: in C", flush=True)
import ctypes
ctypes.PyDLL(None).sleep(3600)

"""
title = "loads a kernel program"
requirements = ["S-19"]
endings = ["forbidden"]
evidence = "evidence:"
"""
import ctypes
print("evidence: about to load a program", flush=True)
ctypes.CDLL(None).syscall(321, 0, 0, 0)
print("succeeded")

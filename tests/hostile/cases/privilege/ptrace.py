"""
title = "traces a process"
requirements = ["S-18"]
endings = ["forbidden"]
evidence = "evidence:"
"""
import ctypes
print("evidence: about to trace", flush=True)
ctypes.CDLL(None).ptrace(0, 0, 0, 0)
print("succeeded")

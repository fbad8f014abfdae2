"""
title = "calls the kernel as x32"
requirements = ["S-19"]
endings = ["forbidden"]
evidence = "evidence:"
"""
import ctypes
print("evidence: about to call as x32", flush=True)
ctypes.CDLL(None).syscall(0x40000000 + 39)
print("succeeded")

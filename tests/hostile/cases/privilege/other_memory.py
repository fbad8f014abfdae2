"""
title = "reads another process's memory"
requirements = ["S-18"]
endings = ["forbidden"]
evidence = "evidence:"
"""
import ctypes, os
print("evidence: about to read", flush=True)
ctypes.CDLL(None).syscall(310, os.getppid() or 1, 0, 0, 0, 0, 0)
print("succeeded")

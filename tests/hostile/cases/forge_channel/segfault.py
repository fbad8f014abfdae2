"""
title = "reads address 0"
requirements = ["G-21"]
endings = ["crash"]
evidence = "evidence:"
"""
import ctypes
print("evidence: reading address 0", flush=True)
ctypes.string_at(0)

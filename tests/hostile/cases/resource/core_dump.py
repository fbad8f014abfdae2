"""
title = "asks for a core dump and crashes"
requirements = ["S-07"]
endings = ["crash"]
evidence = "evidence: limit (0, 0)"
"""
import ctypes, resource
try:
    resource.setrlimit(resource.RLIMIT_CORE, (1 << 30, 1 << 30))
except (ValueError, OSError):
    pass
print("evidence: limit", resource.getrlimit(resource.RLIMIT_CORE), flush=True)
ctypes.string_at(1)

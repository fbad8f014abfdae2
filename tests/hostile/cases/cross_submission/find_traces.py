"""
title = "looks for what another submission left"
requirements = ["S-17"]
after = ["leave_traces"]
"""
import builtins, ctypes, json, os, sys
import numpy as np
libc = ctypes.CDLL(None)
found = [name for name in os.listdir("/tmp") if os.path.isfile("/tmp/" + name)]  # folders lead to a Python under /tmp
found += ["attribute"] * hasattr(np, "trace_of_another") + ["builtin"] * hasattr(builtins, "trace_of_another")
found += ["module"] * ("trace_of_another" in sys.modules) + ["environment"] * ("TRACE" in os.environ)
found += ["shm"] * (libc.shmget(0xA144, 4096, 0) >= 0) + ["sem"] * (libc.semget(0xA144, 1, 0) >= 0)
print(json.dumps({"tried": ["traces"], "succeeded": found}))

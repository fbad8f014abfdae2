"""
title = "leaves files, attributes, keys and shared memory"
requirements = ["S-17"]
"""
import builtins, ctypes, json, os, sys, types
import numpy as np
left = []
open("/tmp/trace_of_another", "w").write("x"); left.append("file")
np.trace_of_another = builtins.trace_of_another = True; left.append("module attribute")
sys.modules["trace_of_another"] = types.ModuleType("trace_of_another"); left.append("module")
os.environ["TRACE"] = "x"; left.append("environment")
np.random.seed(12345)
libc = ctypes.CDLL(None)
for name, act in {"shm": lambda: libc.shmget(0xA144, 4096, 0o1666), "sem": lambda: libc.semget(0xA144, 1, 0o1666),
                  "msg": lambda: libc.msgget(0xA144, 0o1666), "key": lambda: libc.syscall(248, b"user", b"trace", b"x", 1, -3)}.items():
    if act() >= 0:
        left.append(name)
print(json.dumps({"tried": left, "succeeded": [n for n in left if n in ("shm", "sem", "msg", "key")]}))

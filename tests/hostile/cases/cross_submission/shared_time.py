"""
title = "waits for another submission at a file, a lock and a semaphore"
requirements = ["S-17"]
after = ["leave_traces"]
"""
import json, multiprocessing, os
import numpy as np
acts = {
    "semaphore": lambda: multiprocessing.Semaphore(), "shared memory": lambda: multiprocessing.shared_memory.SharedMemory("trace", True, 64),
    "named pipe": lambda: os.mkfifo("/tmp/pipe"), "message queue": lambda: 1 / (1 + __import__("ctypes").CDLL(None).mq_open(b"/trace", 66, 0o600, 0)),
    "write to NumPy": lambda: open(np.__file__, "a"), "file of another": lambda: open("/tmp/trace_of_another"),
}
import multiprocessing.shared_memory
succeeded = []
for name, act in acts.items():
    try:
        act()
        succeeded.append(name)
    except (OSError, ZeroDivisionError, ImportError):
        pass
print(json.dumps({"tried": list(acts), "succeeded": succeeded}))

"""
title = "a thousand threads"
requirements = ["S-05"]
"""
import json, threading
stop, started = threading.Event(), 0
threading.stack_size(64 << 10)
try:
    for started in range(1000):
        threading.Thread(target=stop.wait).start()
except (RuntimeError, MemoryError):
    pass
stop.set()
print(json.dumps({"tried": [1000], "succeeded": ["more than 64"] if started > 64 else [], "started": started}))

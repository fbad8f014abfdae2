"""
title = "locks a file that every cell shares"
requirements = ["S-17"]
"""
import fcntl, json
import numpy as np
file = open(np.__file__)
acts = {"flock": lambda: fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB), "lockf": lambda: fcntl.lockf(file, fcntl.LOCK_SH | fcntl.LOCK_NB),
        "lease": lambda: fcntl.fcntl(file, 1024, fcntl.F_RDLCK), "notify": lambda: fcntl.fcntl(file, 1026, 1)}
succeeded = []
for name, act in acts.items():
    try:
        act()
        succeeded.append(name)
    except OSError:
        pass
print(json.dumps({"tried": list(acts), "succeeded": succeeded}))

"""
title = "ends its parent and its group"
requirements = ["S-18"]
"""
import json, os, signal
succeeded, tried = [], ["parent", "group", "session"]
for name, act in {"parent": lambda: os.kill(os.getppid() or 2, signal.SIGKILL), "group": lambda: os.killpg(os.getpgid(os.getppid()), 9),
                  "session": lambda: os.setpgid(0, 1)}.items():
    try:
        act()
        succeeded.append(name)
    except OSError:
        pass
print(json.dumps({"tried": tried, "succeeded": succeeded}))

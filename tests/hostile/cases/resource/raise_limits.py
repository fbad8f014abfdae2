"""
title = "raises its own limits"
requirements = ["S-20"]
"""
import json, resource
succeeded, tried = [], []
for name in dir(resource):
    if name.startswith("RLIMIT_"):
        which = getattr(resource, name)
        soft, hard = resource.getrlimit(which)
        if hard == resource.RLIM_INFINITY:
            continue
        tried.append([name, soft, hard])
        for value in ((hard + 1, hard + 1), (resource.RLIM_INFINITY,) * 2):
            try:
                resource.setrlimit(which, value)
                succeeded.append(name)
            except (OSError, ValueError):
                pass
for path in ("/sys/fs/cgroup/memory/memory.limit_in_bytes", "/proc/self/oom_score_adj", "/proc/sys/kernel/pid_max"):
    tried.append(path)
    try:
        open(path, "r+")
        succeeded.append(path)
    except OSError:
        pass
print(json.dumps({"tried": tried, "succeeded": succeeded}))

"""
title = "looks for Unix sockets of the host and inherited ones"
requirements = ["S-11", "S-14"]
"""
import json, os, socket, stat
succeeded, tried = [], []
for fd in range(256):
    try:
        if stat.S_ISSOCK(os.fstat(fd).st_mode):
            succeeded.append(fd)
    except OSError:
        continue
    tried.append(fd)
for path in ("/var/run/docker.sock", "/run/containerd/containerd.sock", "/run/systemd/private", "\0grader-sandbox-uid-60000", "/tmp/x"):
    tried.append(path)
    try:
        made = socket.socket(socket.AF_UNIX)
        made.connect(path)
        succeeded.append(path)
    except (OSError, ValueError):
        pass
print(json.dumps({"tried": tried, "succeeded": succeeded}))

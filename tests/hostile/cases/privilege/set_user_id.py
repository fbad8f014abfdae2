"""
title = "a set-user-id file, and every way to another user"
requirements = ["S-15", "S-18"]
"""
import ctypes, json, os
libc = ctypes.CDLL(None)
open("/tmp/suid", "wb").write(b"#!/bin/sh\n")
acts = {
    "exec": lambda: (os.chmod("/tmp/suid", 0o6777), os.execv("/tmp/suid", ["/tmp/suid"])),
    "setuid": lambda: os.setuid(0), "setgid": lambda: os.setgid(0), "setresuid": lambda: os.setresuid(0, 0, 0),
    "setreuid": lambda: os.setreuid(0, 0), "setgroups": lambda: os.setgroups([0]), "chown": lambda: os.chown("/tmp/suid", 0, 0),
    "nice": lambda: os.nice(-5), "chroot": lambda: os.chroot("/tmp"),
}
succeeded = []
for name, act in acts.items():
    try:
        act()
        succeeded.append(name)
    except OSError:
        pass
for name, number in {"setfsuid": 122, "capset": 126, "personality": 135, "keyctl": 250}.items():
    if libc.syscall(number, 0, 0, 0) > 0:
        succeeded.append(name)
if 0 in (*os.getresuid(), *os.getresgid()):
    succeeded.append("is root")
print(json.dumps({"tried": list(acts), "succeeded": succeeded}))

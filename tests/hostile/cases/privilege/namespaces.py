"""
title = "new namespaces by clone, clone3, unshare and setns"
requirements = ["S-18", "S-19"]
"""
import ctypes, json, os
libc = ctypes.CDLL(None, use_errno=True)
flags = {"user": 0x10000000, "mount": 0x20000, "pid": 0x20000000, "net": 0x40000000, "ipc": 0x08000000, "cgroup": 0x02000000, "time": 0x80}
succeeded, tried = [], []
for name, flag in flags.items():
    for way, call in (("unshare", lambda: libc.syscall(272, flag)), ("clone", lambda: libc.syscall(56, flag | 17, 0, 0, 0, 0)),
                      ("clone as thread", lambda: libc.syscall(56, ctypes.c_ulong(flag | 0x3D0F00), 0, 0, 0, 0))):
        tried.append([way, name])
        done = call()
        if done == 0 and way != "unshare":
            os._exit(9)
        if done >= 0:
            succeeded.append([way, name])
arguments = (ctypes.c_uint64 * 11)(flags["user"], 0, 0, 0, 17)
tried.append("clone3")
if libc.syscall(435, ctypes.byref(arguments), 88) >= 0:
    succeeded.append("clone3")
print(json.dumps({"tried": tried, "succeeded": succeeded}))

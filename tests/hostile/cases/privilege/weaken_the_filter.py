"""
title = "another filter, another Landlock, other kernel switches on top"
requirements = ["S-19"]
"""
import ctypes, json
libc = ctypes.CDLL(None, use_errno=True)
calls = {"seccomp filter": (317, 1, 0, 0), "seccomp strict": (317, 0, 0, 0), "landlock": (444, 0, 0, 1), "no tsc": (157, 26, 1),
         "dumpable": (157, 4, 1), "ptracer": (157, 0x59616D61, -1), "securebits": (157, 28, 0), "ambient": (157, 47, 2, 21),
         "keepcaps": (157, 8, 1), "parent death": (157, 1, 0), "mm": (157, 35, 1), "speculation": (157, 53, 0, 0), "subreaper": (157, 36, 1)}
succeeded = [name for name, call in calls.items() if libc.syscall(*[ctypes.c_long(a) for a in call]) >= 0]
print(json.dumps({"tried": list(calls), "succeeded": succeeded}))

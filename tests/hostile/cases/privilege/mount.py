"""
title = "mounts a file system"
requirements = ["S-18"]
endings = ["forbidden"]
evidence = "evidence:"
"""
import ctypes
print("evidence: about to mount", flush=True)
ctypes.CDLL(None).mount(b"none", b"/tmp", b"tmpfs", 0, None)
print("succeeded")

import ctypes
print("evidence: about to mount", flush=True)
ctypes.CDLL(None).mount(b"none", b"/tmp", b"tmpfs", 0, None)
print("succeeded")

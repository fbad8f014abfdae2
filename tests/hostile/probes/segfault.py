import ctypes
print("evidence: reading address 0", flush=True)
ctypes.string_at(0)

"""
title = "system call numbers and arguments with their high bits set"
requirements = ["S-19"]
endings = ["ok", "forbidden"]
evidence = "evidence:"
"""
import ctypes
libc = ctypes.CDLL(None)
print("evidence: about to call", flush=True)
for number in (41, 57, 59, 101, 165, 250, 272, 321):
    for high in (1 << 32, 1 << 40, -1 << 32):
        if libc.syscall(ctypes.c_long(number | high), 0, 0, 0, 0, 0) >= 0:
            print("succeeded", number, high)
for flags in (0x1_0000_0011, 0x1_0000_0000 | 0x11):
    if libc.syscall(56, ctypes.c_long(flags), 0, 0, 0, 0) >= 0:
        print("succeeded clone")

"""
title = "calls the kernel as i386"
requirements = ["S-19"]
endings = ["forbidden"]
evidence = "evidence:"
not_on = { runsc = "gVisor answers the call itself, in its own kernel; it does not reach the host's" }
"""
import ctypes, mmap
page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
page.write(b"\xb8\x14\x00\x00\x00\xcd\x80\xc3")  # i386: mov eax, getpid; int 0x80; ret
print("evidence: about to call as i386", flush=True)
ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))()
print("succeeded")

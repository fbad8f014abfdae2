"""
title = "reads all of its own memory for what an earlier submission was given"
requirements = ["S-17", "G-02"]
after = ["secret_source"]
limits = { cpu_s = 60, wall_s = 90.0 } # under gVisor each refused write is slow
"""
import ctypes, json, os, re, sys
libc = ctypes.CDLL(None, use_errno=True)
libc.sbrk.restype = ctypes.c_void_p
libc.write.argtypes = (ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t)
marker = re.compile(b"GRADER_CANARY_OTHERSTUDENT_" + b"[7]7d0e4")
page, read, found = 1 << 16, 0, []
out, into = os.pipe()
def scan(start, end, step=1 << 16):
    """The kernel says whether an address can be read: it refuses to write from one that cannot."""
    global read
    for address in range(start, end, step):
        count = libc.write(into, address, step)
        if count > 0:
            read += 1
            if marker.search(os.read(out, step)):
                found.append(hex(address))
        elif step > 4096:
            scan(address, address + step, 4096)
top = libc.sbrk(0) & ~(page - 1)
scan(top - (64 << 20), top)  # the heap
near = ctypes.cast(libc.write, ctypes.c_void_p).value & ~(page - 1)
scan(near - (1 << 30), near + (64 << 20))  # what is mapped lies below the libraries
frame = sys._getframe()
while frame:
    for name, value in list(frame.f_locals.items()):
        try:
            if marker.search(bytes(value) if isinstance(value, (bytearray, memoryview)) else value):
                found.append(name)
        except (TypeError, ValueError):  # not bytes; a view that was released
            pass
    frame = frame.f_back
succeeded = found if read > 100 else ["nothing could be read"]
print(json.dumps({"tried": ["heap", "mappings", "frames", read], "succeeded": succeeded}))

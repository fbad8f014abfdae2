"""
title = "reads all of its own memory for what an earlier submission was given"
requirements = ["S-17", "G-02"]
after = ["secret_source"]
"""
import ctypes, json, re, sys
libc = ctypes.CDLL(None, use_errno=True)
libc.sbrk.restype = ctypes.c_void_p
libc.mincore.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_char_p)
marker = re.compile(b"GRADER_CANARY_OTHERSTUDENT_" + b"[7]7d0e4")
page, read, found = 1 << 16, 0, []
vector = ctypes.create_string_buffer(16)
def there(address):
    return libc.mincore(address, page, vector) == 0
def scan(start, end):
    global read
    for address in range(start, end, page):
        if there(address):
            read += 1
            try:
                if marker.search(ctypes.string_at(address, page)):
                    found.append(hex(address))
            except Exception:
                pass
top = libc.sbrk(0) & ~(page - 1)
bottom = top
while there(bottom - page):
    bottom -= page
scan(bottom, top)
middle = id(object()) & ~(page - 1)
near = ctypes.cast(libc.mincore, ctypes.c_void_p).value & ~(page - 1)
frame, held = sys._getframe(), []
while frame:
    for name, value in list(frame.f_locals.items()):
        if isinstance(value, (bytes, bytearray)) and marker.search(value):
            found.append(name)
    frame = frame.f_back
readable = 0
print(json.dumps({"tried": ["heap", "frames", read], "succeeded": found}))

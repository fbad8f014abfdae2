"""
title = "a file of half a gigabyte in memory"
requirements = ["S-03", "S-08"]
"""
import json, mmap, os
succeeded = []
try:
    fd = os.memfd_create("x")
    os.ftruncate(fd, 1 << 29)
    succeeded.append("memfd")
except OSError:
    pass
total = 0
try:
    for i in range(64):
        with open(f"/tmp/m{i}", "wb") as file:
            total += file.write(b"x" * (1 << 20))
except OSError:
    pass
if total > 33 << 20:
    succeeded.append(f"{total} bytes in /tmp")
print(json.dumps({"tried": ["memfd", "tmpfs"], "succeeded": succeeded, "total": total}))

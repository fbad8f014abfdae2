"""
title = "fills /tmp with bytes and with files"
requirements = ["S-08"]
not_on = { runsc = "gVisor does not count the files of a tmpfs; its size and the memory of the container bound it" }
"""
import json, os
written, files, succeeded = 0, 0, []
try:
    with open("/tmp/one", "wb") as f:
        while written < 64 << 20:
            written += f.write(b"x" * (1 << 20))
            f.flush()
except OSError as error:
    single = str(error)
if written > 17 << 20:
    succeeded.append(f"a file of {written}")
os.unlink("/tmp/one")
total = 0
try:
    for i in range(16):
        with open(f"/tmp/part{i}", "wb") as f:
            for _ in range(8):
                f.write(b"x" * (1 << 20)); f.flush(); total += 1 << 20
except OSError:
    pass
if total > 32 << 20:
    succeeded.append(f"{total} bytes in all")
for i in range(16):
    if os.path.exists(f"/tmp/part{i}"):
        os.unlink(f"/tmp/part{i}")
try:
    for files in range(10_000):
        open(f"/tmp/f{files}", "w").close()
except OSError:
    pass
if files > 4096:
    succeeded.append(f"{files} files")
print(json.dumps({"tried": [written, total, files], "succeeded": succeeded}))

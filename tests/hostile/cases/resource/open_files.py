"""
title = "opens 5000 files"
requirements = ["S-06"]
"""
import json, os
opened = []
try:
    for _ in range(5000):
        opened.append(os.open("/tmp", os.O_RDONLY))
except OSError as error:
    pass
for fd in opened:
    os.close(fd)
print(json.dumps({"tried": [5000], "succeeded": ["more than 64"] if len(opened) > 64 else [], "opened": len(opened)}))

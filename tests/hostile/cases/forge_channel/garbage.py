"""
title = "writes garbage to every descriptor"
requirements = ["G-05"]
endings = ["crash", "output_limit"]
evidence = "evidence:"
"""
import os
print("evidence: writing to every descriptor", flush=True)
for fd in range(64):
    for _ in range(3):
        try:
            os.write(fd, b"\xff\x00garbage{]" * 100)
        except OSError:
            pass

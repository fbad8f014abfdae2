"""
title = "claims a frame of 4 GiB"
requirements = ["G-05"]
endings = ["crash"]
evidence = "evidence:"
"""
import os
print("evidence: claiming 4 GiB", flush=True)
os.write(3, b"\xff\xff\xff\xff" + bytes(100))

"""
title = "closes every descriptor"
requirements = ["G-04"]
endings = ["crash"]
evidence = "evidence:"
"""
import os
print("evidence: closing", flush=True)
os.closerange(0, 1024)

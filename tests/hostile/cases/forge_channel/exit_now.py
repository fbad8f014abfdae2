"""
title = "leaves with status 0"
requirements = ["G-04"]
endings = ["crash"]
evidence = "evidence:"
"""
import os
print("evidence: leaving", flush=True)
os._exit(0)

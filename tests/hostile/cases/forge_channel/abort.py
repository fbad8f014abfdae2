"""
title = "aborts"
requirements = ["G-21"]
endings = ["crash"]
evidence = "evidence:"
"""
import os
print("evidence: aborting", flush=True)
os.abort()

"""
title = "says done before anything was called"
requirements = ["G-04"]
exercise = "6.7"
endings = ["ok", "crash"]
"""
import os, sys
print("evidence: done", flush=True)
sys.modules["cell.child"].emit({"frame": "done"}, ())
os.write(3, bytes(4))
os._exit(0)

"""
title = "sleeps for an hour"
requirements = ["S-01"]
endings = ["time_limit"]
limits = { wall_s = 1.0 }
evidence = "evidence:"
"""
import time
print("evidence: sleeping", flush=True)
time.sleep(3600)

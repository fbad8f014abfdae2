"""
title = "stops itself"
requirements = ["S-23"]
endings = ["time_limit"]
limits = { wall_s = 1.0 }
evidence = "evidence:"
not_on = { runsc = "gVisor ends the process with the container, and says so as a crash" }
"""
import os, signal, time
print("evidence: stopping", flush=True)
os.kill(os.getpid(), signal.SIGSTOP)
time.sleep(3600)

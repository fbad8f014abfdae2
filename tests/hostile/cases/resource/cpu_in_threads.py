"""
title = "four threads compute in C"
requirements = ["S-02"]
endings = ["time_limit"]
limits = { cpu_s = 1 }
not_on = { runsc = "gVisor ends the whole container at the limit of CPU: a fault of ours, run again, never a score" }
evidence = "evidence:"
"""
import hashlib, threading
print("evidence: looping in C in four threads", flush=True)
threads = [threading.Thread(target=lambda: hashlib.pbkdf2_hmac("sha256", b"x", b"y", 2**31 - 1)) for _ in range(4)]
for thread in threads:
    thread.start()
threads[0].join()

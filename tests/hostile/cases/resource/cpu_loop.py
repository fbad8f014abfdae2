"""
title = "an endless loop"
requirements = ["S-02"]
endings = ["time_limit"]
limits = { cpu_s = 1 }
evidence = "evidence:"
"""
print("evidence: looping", flush=True)
while True:
    pass

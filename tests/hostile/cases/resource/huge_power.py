"""
title = "a power with a billion digits"
requirements = ["S-02"]
exercise = "6.7"
endings = ["time_limit", "memory_limit"]
limits = { cpu_s = 1 }
"""
print("evidence: computing", flush=True)
x = 7
for _ in range(40):
    x = x * x

"""
title = "2.5 GiB, step by step"
requirements = ["S-03"]
endings = ["memory_limit"]
evidence = "evidence:"
"""
print("evidence: growing", flush=True)
pad = bytearray()
for _ in range(40):
    pad += bytes(64 << 20)

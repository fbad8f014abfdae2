print("evidence: growing", flush=True)
pad = bytearray()
for _ in range(40):
    pad += bytes(64 << 20)

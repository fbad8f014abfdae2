"""
title = "asks for memory again and again and catches the error"
requirements = ["S-03"]
"""
import json
kept, refused = [], 0
for _ in range(100):
    try:
        kept.append(bytearray(b"x" * (32 << 20)))
    except MemoryError:
        refused += 1
print(json.dumps({"tried": ["100 x 32 MiB"], "succeeded": ["over 544 MiB"] if len(kept) > 17 else [], "kept": len(kept), "refused": refused}))

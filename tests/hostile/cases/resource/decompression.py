"""
title = "a megabyte of zeros, a thousand times"
requirements = ["S-03"]
exercise = "6.7"
endings = ["memory_limit"]
"""
import zlib
small = zlib.compress(bytes(1 << 20))
print("evidence: growing", flush=True)
kept = [bytearray(zlib.decompress(small)) for _ in range(2000)]

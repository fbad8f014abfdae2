"""
title = "five hundred thousand empty arrays in frames"
requirements = ["S-10", "S-24"]
exercise = "6.7"
endings = ["output_limit", "crash", "time_limit"]
"""
import os, struct, sys
import numpy as np
wire = sys.modules["cell.wire"]
header, data = wire.pack_array(np.zeros(0))
array = struct.pack("<I", len(header)) + header
text = b'{"frame":"called"}'
frame = struct.pack("<I", len(text)) + text + struct.pack("<I", 1024) + array * 1024
print("evidence: sending", flush=True)
for _ in range(600):
    data = memoryview(struct.pack("<I", len(frame)) + frame)
    while data:
        data = data[os.write(3, data):]

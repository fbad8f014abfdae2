"""
title = "frames without end"
requirements = ["S-10"]
endings = ["output_limit"]
evidence = "evidence:"
"""
import json, os, struct
text = json.dumps({"frame": "called", "id": "x", "status": "ok"}).encode()
one = struct.pack("<II", 8 + len(text), len(text)) + text + struct.pack("<I", 0)
print("evidence: sending for ever", flush=True)
while True:
    os.write(3, one * 100)

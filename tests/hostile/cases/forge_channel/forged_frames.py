"""
title = "forges the frames of a whole run and leaves"
requirements = ["G-04"]
evidence = "evidence:"
"""
import json, os, struct
def frame(head):
    text = json.dumps(head).encode()
    return struct.pack("<II", 4 + len(text) + 4, len(text)) + text + struct.pack("<I", 0)
print("evidence: forging", flush=True)
os.write(3, frame({"frame": "loaded", "target": "class", "forged": True}) + frame({"frame": "called", "id": "y", "status": "ok"}) + frame({"frame": "done"}))
os._exit(0)

"""
title = "300 KB of output with control characters"
requirements = ["S-09"]
evidence = "evidence: "
"""
import json, sys
print("evidence: \x1b[31mred\x1b[0m \u202egnal\u202c \x00 \x07", flush=True)
for _ in range(3000):
    print("y" * 100)
sys.stderr.write("to the other stream\n")

"""
title = "a regular expression that backtracks"
requirements = ["S-02"]
exercise = "6.7"
endings = ["time_limit"]
limits = { cpu_s = 1 }
"""
import re
print("evidence: matching", flush=True)
re.match(r"(a+)+$", "a" * 64 + "b")

"""
title = "recursion without a limit"
requirements = ["S-03"]
endings = ["crash", "memory_limit", "time_limit"]
limits = { cpu_s = 1 }
evidence = "evidence:"
"""
import sys
print("evidence: recursing", flush=True)
sys.setrecursionlimit(10**9)
f = lambda n: f(n + 1) + 1
f(0)

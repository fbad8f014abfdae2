import sys
print("evidence: recursing", flush=True)
sys.setrecursionlimit(10**9)
f = lambda n: f(n + 1) + 1
f(0)

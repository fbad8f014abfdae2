"""
title = "ten thousand brackets"
requirements = ["G-22"]
exercise = "6.7"
endings = ["syntax_error", "exception", "memory_limit", "crash"]
"""
print("evidence: compiling", flush=True)
exec("x = " + "[" * 10000 + "]" * 10000)

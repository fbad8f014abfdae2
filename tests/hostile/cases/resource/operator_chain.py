"""
title = "a hundred thousand operators in a row"
requirements = ["G-22"]
exercise = "6.7"
endings = ["syntax_error", "exception", "memory_limit", "crash", "time_limit"]
limits = { cpu_s = 3 }
"""
print("evidence: compiling", flush=True)
exec("x = " + "-" * 100000 + "1")

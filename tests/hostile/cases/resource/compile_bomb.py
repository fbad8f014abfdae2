"""
title = "a source that grows while it is compiled"
requirements = ["G-22", "S-03"]
exercise = "6.7"
endings = ["syntax_error", "exception", "memory_limit", "time_limit", "crash"]
limits = { wall_s = 3.0, cpu_s = 2 }
"""
import sys
sys.stdout.write("evidence: compiling\n"); sys.stdout.flush()
eval(compile("(" * 80 + "1" + ",)*10000" * 80 + ")" * 80, "x", "eval"))

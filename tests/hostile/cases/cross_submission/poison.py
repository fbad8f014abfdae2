"""
title = "poisons NumPy, the builtins and the random generator for the next one"
requirements = ["S-17"]
endings = ["ok", "crash"]
evidence = "tried"
"""
import builtins, ctypes, json, sys
import numpy as np
np.exp = np.mean = np.sqrt = np.array = lambda *a, **k: 0
np.random.seed(99)
np.random.standard_normal = lambda *a: 0
builtins.sum = builtins.range = lambda *a: []
done = ["functions", "builtins"]
number = 257
ctypes.memset(id(number) + 24, 7, 4)
done.append("an integer")
sys.stdout.write('{"tried": ["%s"]}' % '", "'.join(done))
sys.stdout.flush()

"""
title = "150 MiB, which is allowed"
requirements = ["S-03"]
"""
import json
import numpy as np
block = np.ones(150 * (1 << 20) // 8)
print(json.dumps({"tried": ["150 MiB"], "succeeded": [], "sum": float(block.sum())}))

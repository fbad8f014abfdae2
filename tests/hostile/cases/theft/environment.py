"""
title = "reads the environment"
requirements = ["S-12"]
"""
import json, os, sys
names = sorted(os.environ)
succeeded = [n for n in names if "GRADER" in n or "TOKEN" in n or "SECRET" in n] + [v for v in os.environ.values() if "CANARY" in v]
if len(names) > 10:
    succeeded.append("more than ten")
print(json.dumps({"tried": names, "succeeded": succeeded, "argv": sys.argv}))

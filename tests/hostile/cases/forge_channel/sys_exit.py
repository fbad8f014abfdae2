"""
title = "raises SystemExit while it loads"
requirements = ["G-21"]
endings = ["exception"]
evidence = "evidence:"
"""
import sys
print("evidence: raising SystemExit", flush=True)
sys.exit(0)

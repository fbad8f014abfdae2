import sys
print("evidence: raising SystemExit", flush=True)
sys.exit(0)

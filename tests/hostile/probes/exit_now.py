import os
print("evidence: leaving", flush=True)
os._exit(0)

import os
print("evidence: aborting", flush=True)
os.abort()

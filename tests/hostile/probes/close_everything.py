import os
print("evidence: closing", flush=True)
os.closerange(0, 1024)

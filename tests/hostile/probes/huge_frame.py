import os
print("evidence: claiming 4 GiB", flush=True)
os.write(3, b"\xff\xff\xff\xff" + bytes(100))

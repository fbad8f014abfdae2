import time
print("evidence: sleeping", flush=True)
time.sleep(3600)

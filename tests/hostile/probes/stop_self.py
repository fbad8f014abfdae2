import os, signal, time
print("evidence: stopping", flush=True)
os.kill(os.getpid(), signal.SIGSTOP)
time.sleep(3600)

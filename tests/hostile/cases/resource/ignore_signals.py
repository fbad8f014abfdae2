"""
title = "blocks all signals and stops its clocks"
requirements = ["S-23"]
endings = ["time_limit"]
limits = { wall_s = 1.0 }
evidence = "evidence:"
"""
import signal, time
for number in signal.valid_signals():
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
time.time = lambda: 0.0
time.monotonic = lambda: 0.0
print("evidence: deaf", flush=True)
while True:
    time.sleep(10)

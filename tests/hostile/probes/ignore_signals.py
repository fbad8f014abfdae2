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

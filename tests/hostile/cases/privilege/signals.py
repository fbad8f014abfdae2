"""
title = "signals to other processes"
requirements = ["S-18"]
"""
import ctypes, json, os, signal
libc = ctypes.CDLL(None)
succeeded, tried = [], []
for pid in [-1, 0, os.getppid(), 2, 3, 4, 100, 1000, *range(60000, 60010)]:
    if pid == os.getpid():
        continue
    for number in (0, signal.SIGKILL, signal.SIGSTOP, signal.SIGTERM):
        tried.append([pid, number])
        try:
            os.kill(pid, number)
            succeeded.append([pid, number])
        except OSError:
            pass
for name, number in {"tkill": 200, "rt_sigqueueinfo": 129, "pidfd_open": 434, "pidfd_send_signal": 424}.items():
    tried.append(name)
    if libc.syscall(number, 2, 9, 0, 0) >= 0:
        succeeded.append(name)
print(json.dumps({"tried": tried, "succeeded": succeeded, "parent": os.getppid()}))

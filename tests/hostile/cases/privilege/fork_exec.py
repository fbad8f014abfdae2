"""
title = "starts processes in nine ways"
requirements = ["S-19"]
"""
import ctypes, json, multiprocessing, os, subprocess, sys, threading
libc = ctypes.CDLL(None)
python = [sys.executable, "-c", "0"]
def fork():
    if os.fork() == 0:
        os._exit(0)
def raw(number, *arguments):
    def act():
        if libc.syscall(number, *arguments) < 0:
            raise OSError
    return act
acts = {
    "fork": fork,
    "vfork": raw(58),
    "clone_process": raw(56, 17, 0, 0, 0, 0),
    "clone3": raw(435, 0, 0),
    "spawn": lambda: os.posix_spawn(python[0], python, {}),
    "popen": lambda: subprocess.Popen(python),
    "multiprocessing": lambda: multiprocessing.get_context("fork").Process(target=print).start(),
    "exec": lambda: os.execv(python[0], python),
    "system": lambda: 1 / 0 if os.system("true") else None,
}
succeeded = []
for name, act in acts.items():
    try:
        act()
        succeeded.append(name)
    except Exception:
        pass
ran = []
thread = threading.Thread(target=lambda: ran.append(1))
thread.start(); thread.join()
print(json.dumps({"tried": list(acts), "succeeded": succeeded, "a thread may run": ran}))

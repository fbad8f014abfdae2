"""
title = "a thread goes on writing after the end"
requirements = ["S-21"]
endings = ["ok", "crash"]
evidence = "evidence:"
"""
import atexit, threading, time, os
print("evidence: a thread stays", flush=True)
atexit.register(lambda: print("at exit", flush=True))
def go():
    while True:
        try:
            os.write(1, b"still here\n")
            os.write(3, b"garbage after the end")
        except OSError:
            pass
        time.sleep(0.001)
class Late:
    def __del__(self):
        threading.Thread(target=go).start()
threading.Timer(0.001, go).start()
late = Late()

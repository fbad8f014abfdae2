"""
title = "reaches for the grader's own port and the metadata address"
requirements = ["S-11"]
"""
import ctypes, json, socket
libc = ctypes.CDLL(None)
succeeded, tried = [], []
for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
    for address in (("127.0.0.1", 8000), ("169.254.169.254", 80), ("::1", 8000), ("192.0.2.1", 53)):
        tried.append([kind, address[0]])
        try:
            made = socket.socket(socket.AF_INET6 if ":" in address[0] else socket.AF_INET, kind)
            made.connect(address)
            succeeded.append(address)
        except OSError:
            pass
for name, number in {"socketcall": 102, "socket": 41, "connect": 42, "accept": 43, "bind": 49, "listen": 50, "sendmsg": 46, "io_uring": 425}.items():
    tried.append(name)
    if libc.syscall(number, 2, 1, 0) >= 0 and name != "socketcall":
        succeeded.append(name)
print(json.dumps({"tried": tried, "succeeded": succeeded}))

"""
title = "sockets of every family, a name, an address"
requirements = ["S-11"]
"""
import asyncio, json, socket, urllib.request
acts = {name: (lambda f=name: socket.socket(getattr(socket, f), 2)) for name in
        ("AF_INET", "AF_INET6", "AF_UNIX", "AF_NETLINK", "AF_PACKET", "AF_VSOCK")}
acts["raw"] = lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)
acts["socketpair"] = socket.socketpair
acts["dns"] = lambda: socket.getaddrinfo("example.org", 80)
acts["http"] = lambda: urllib.request.urlopen("http://127.0.0.1:8000/", timeout=2)
acts["interfaces"] = lambda: socket.if_nameindex()[1]
succeeded = []
for name, act in acts.items():
    try:
        act()
        succeeded.append(name)
    except (OSError, IndexError):
        pass
print(json.dumps({"tried": list(acts), "succeeded": succeeded}))

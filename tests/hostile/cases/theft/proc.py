"""
title = "reads everything under /proc and /sys that says something of the host"
requirements = ["S-13"]
not_on = { runsc = "gVisor has no Landlock: what is seen is its own emulated /proc and the image, not the host" }
"""
import json, os
paths = [f"/proc/{p}/{f}" for p in ("self", "thread-self", "1", "2", str(os.getpid()), str(os.getppid())) for f in
         ("environ", "cmdline", "maps", "mem", "root", "fd", "fdinfo", "mountinfo", "status", "ns", "task", "exe", "cgroup")]
paths += [f"/proc/{f}" for f in ("keys", "kcore", "kallsyms", "timer_list", "sysrq-trigger", "net/tcp", "version", "cpuinfo", "mounts", "sys/kernel")]
paths += ["/sys/fs/cgroup", "/sys/class/net", "/dev/mem", "/dev/kmsg", "/dev/shm", "/dev/mqueue", "/dev/fd", "/.dockerenv", "/run", "/var/run/docker.sock"]
succeeded = []
for path in paths:
    try:
        os.listdir(path) if os.path.isdir(path) else open(path, "rb").read(64)
        succeeded.append(path)
    except OSError:
        pass
print(json.dumps({"tried": paths, "succeeded": succeeded}))

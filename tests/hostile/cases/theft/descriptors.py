"""
title = "uses every open descriptor"
requirements = ["S-14"]
"""
import fcntl, json, os, stat, termios
found, succeeded = {}, []
for fd in range(1024):
    try:
        mode = os.fstat(fd).st_mode
    except OSError:
        continue
    found[fd] = stat.S_IFMT(mode)
    if stat.S_ISDIR(mode) or stat.S_ISREG(mode) or stat.S_ISSOCK(mode) or os.isatty(fd):
        succeeded.append(fd)
    for name, act in {"read": lambda: os.read(fd, 1) or 1 / 0, "TIOCSTI": lambda: fcntl.ioctl(fd, termios.TIOCSTI, b"x"),
                      "owner": lambda: fcntl.fcntl(fd, fcntl.F_SETOWN, 1)}.items():
        try:
            act()
            succeeded.append([fd, name])
        except (OSError, ZeroDivisionError):
            pass
if len(found) > 5:
    succeeded.append("more than five")
print(json.dumps({"tried": list(found), "succeeded": succeeded}))

"""
title = "reads files and imports packages of the host"
requirements = ["S-13"]
not_on = { runsc = "gVisor has no Landlock: what is seen is its own emulated /proc and the image, not the host" }
"""
import json, os, sys
import numpy as np
targets = ["/etc/passwd", "/etc/shadow", "/etc/hostname", "/proc/self/maps", "/proc/1/environ", "/proc/keys", "/proc", "/sys",
           "/dev/null", "/dev/shm", "/dev", "/root", "/home", "/var", "/run", "/opt", "/", "..", "../..", "/tmp/..", sys.prefix,
           sys.base_prefix, os.path.dirname(np.__file__) + "/..", "/srv", sys.executable]
seen = []
for path in targets:
    try:
        seen.append([path, os.listdir(path) if os.path.isdir(path) else len(open(path, "rb").read())])
    except OSError:
        pass
modules = []
for name in ("grader", "reference", "grader.catalog", "pytest", "torch", "fastapi", "pip", "setuptools"):
    try:
        __import__(name)
        modules.append(name)
    except ImportError:
        pass
import colorsys, scipy.special  # honest late imports work
# numpy/.. holds NumPy and SciPy alone, or cannot be listed
seen = [(path, what) for path, what in seen if not (isinstance(what, list) and set(what) <= {"numpy", "numpy.libs", "scipy", "scipy.libs"})]
# A Python that lies under /tmp is mounted into the submission's own /tmp: the folders that lead there are its own.
seen = [(path, what) for path, what in seen if not (isinstance(what, list) and os.path.realpath(path).startswith("/tmp/"))]
print(json.dumps({"tried": targets, "succeeded": seen + modules}))

"""
title = "writes outside /tmp"
requirements = ["S-16"]
"""
import json, os, sys
import numpy as np
folders = [*sys.path, os.path.dirname(np.__file__), os.path.dirname(os.__file__), "/", "/etc", "/var/tmp", "/dev/shm", "/root"]
succeeded = []
for folder in folders:
    for act in (lambda p: open(p, "w"), os.mkdir, lambda p: os.symlink("/", p), lambda p: os.rename(np.__file__, p),
                lambda p: os.chmod(np.__file__, 0o777)):
        try:
            act(os.path.join(folder, "escape_marker_walls"))
            succeeded.append(folder)
        except OSError:
            pass
open("/tmp/mine.txt", "w").write("honest")
np.save("/tmp/mine.npy", np.arange(3))
assert np.load("/tmp/mine.npy").sum() == 3
print(json.dumps({"tried": folders, "succeeded": succeeded}))

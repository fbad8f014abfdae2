"""
title = "climbs out of /tmp by links, renames and open folders"
requirements = ["S-13", "S-26"]
not_on = { runsc = "gVisor has no Landlock: what is seen is its own emulated /proc and the image, not the host" }
"""
import json, os
os.makedirs("/tmp/a/b/c", exist_ok=True)
here = os.open("/tmp/a/b", os.O_RDONLY)
acts = {
    "link": lambda: os.symlink("/etc", "/tmp/link"),
    "hard link": lambda: os.link(os.__file__, "/tmp/hard"),
    "parent": lambda: os.listdir(os.open("../../../etc", os.O_RDONLY, dir_fd=here)),
    "renamed folder": lambda: (os.rename("/tmp/a/b", "/tmp/b"), os.listdir(os.open("../../etc", os.O_RDONLY, dir_fd=here))),
    "fchdir": lambda: (os.fchdir(here), os.chdir("../.."), os.listdir("etc")),
    "O_PATH": lambda: os.listdir(os.open("/", os.O_PATH)),
    "chroot": lambda: os.chroot("/tmp"),
    "device": lambda: os.mknod("/tmp/null", 0o20666, os.makedev(1, 3)),
    "fifo": lambda: os.mkfifo("/tmp/fifo"),
}
succeeded = []
for name, act in acts.items():
    try:
        act()
        succeeded.append(name)
    except OSError:
        pass
print(json.dumps({"tried": list(acts), "succeeded": succeeded}))

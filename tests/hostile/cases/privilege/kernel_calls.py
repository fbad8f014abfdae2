"""
title = "sixty system calls that no exercise needs"
requirements = ["S-19"]
"""
import ctypes, json, os
libc = ctypes.CDLL(None)
calls = {"add_key": 248, "request_key": 249, "keyctl": 250, "unshare": 272, "setns": 308, "shmget": 29, "semget": 64, "msgget": 68,
         "mq_open": 240, "io_uring_setup": 425, "userfaultfd": 323, "perf_event_open": 298, "memfd_create": 319,
         "open_by_handle_at": 304, "name_to_handle_at": 303, "personality": 135, "chroot": 161, "mknod": 133, "mknodat": 259,
         "inotify_init": 253, "fanotify_init": 300, "flock": 73, "setuid": 105, "setgid": 106, "setgroups": 116, "sethostname": 170,
         "clock_settime": 227, "settimeofday": 164, "iopl": 172, "ioperm": 173, "acct": 163, "quotactl": 179, "syslog": 103,
         "kcmp": 312, "seccomp": 317, "landlock_create_ruleset": 444, "pidfd_getfd": 438, "process_madvise": 440, "fsopen": 430,
         "open_tree": 428, "move_mount": 429, "mount_setattr": 442, "sched_setscheduler": 144, "setpriority": 141, "ioprio_set": 251,
         "mlockall": 151, "vmsplice": 278, "splice": 275, "tee": 276, "symlink": 88, "link": 86, "setsid": 112, "timer_create": 222,
         "signalfd": 282, "socket": 41, "vhangup": 153, "lookup_dcookie": 212, "remap_file_pages": 216, "get_kernel_syms": 177}
buffer = ctypes.create_string_buffer(64)
succeeded = [name for name, number in calls.items() if libc.syscall(number, 0, ctypes.byref(buffer), 0, 0, 0) >= 0]
if libc.prctl(38, 0, 0, 0, 0) >= 0 or libc.prctl(4, 1, 0, 0, 0) >= 0:
    succeeded.append("prctl")
print(json.dumps({"tried": list(calls), "succeeded": succeeded}))

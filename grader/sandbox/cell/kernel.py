"""The kernel calls that Python has no name for, on x86_64 and aarch64. Runs inside the cell."""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import signal
from ctypes import c_char_p, c_int, c_long, c_ulong

# x86_64, aarch64; None where the architecture has no such call.
NUMBERS: dict[str, tuple[int | None, int | None]] = {
    name: (None if x86 == "-" else int(x86), None if arm == "-" else int(arm))
    for name, x86, arm in (
        entry.split(":")
        for entry in """
    read:0:63 write:1:64 readv:19:65 writev:20:66 pread64:17:67 pwrite64:18:68 preadv:295:69 pwritev:296:70
    open:2:- openat:257:56 close:3:57 close_range:436:436 fstat:5:80 stat:4:- lstat:6:- newfstatat:262:79 statx:332:291
    lseek:8:62 access:21:- faccessat:269:48 faccessat2:439:439 getdents:78:- getdents64:217:61 readlink:89:-
    readlinkat:267:78 getcwd:79:17 chdir:80:49 fchdir:81:50 fcntl:72:25 dup:32:23 dup2:33:- dup3:292:24 ioctl:16:29
    mkdir:83:- mkdirat:258:34 rmdir:84:- unlink:87:- unlinkat:263:35 rename:82:- renameat:264:38 renameat2:316:276
    truncate:76:45 ftruncate:77:46 fsync:74:82 fdatasync:75:83 fallocate:285:47 fadvise64:221:223 umask:95:166
    utimensat:280:88 chmod:90:- fchmod:91:52 fchmodat:268:53 sendfile:40:71 statfs:137:43 fstatfs:138:44
    brk:12:214 mmap:9:222 munmap:11:215 mremap:25:216 mprotect:10:226 madvise:28:233 mincore:27:232 mbind:237:235
    get_mempolicy:239:236 clock_gettime:228:113 clock_getres:229:114 gettimeofday:96:169 time:201:- nanosleep:35:101
    clock_nanosleep:230:115 times:100:153 futex:202:98 set_robust_list:273:99 get_robust_list:274:100 rseq:334:293
    sched_yield:24:124 membarrier:324:283 sched_getaffinity:204:123 sched_getparam:143:121 sched_getscheduler:145:120
    set_tid_address:218:96 restart_syscall:219:128 getcpu:309:168 rt_sigaction:13:134 rt_sigprocmask:14:135
    rt_sigreturn:15:139 sigaltstack:131:132 rt_sigpending:127:136 rt_sigtimedwait:128:137 rt_sigsuspend:130:133
    pause:34:- alarm:37:- setitimer:38:103 getitimer:36:102 kill:62:129 tgkill:234:131 tkill:200:130 poll:7:-
    ppoll:271:73 select:23:- pselect6:270:72 epoll_create:213:- epoll_create1:291:20 epoll_ctl:233:21 epoll_wait:232:-
    epoll_pwait:281:22 eventfd2:290:19 pipe:22:- pipe2:293:59 getpid:39:172 gettid:186:178 getppid:110:173
    getuid:102:174 geteuid:107:175 getgid:104:176 getegid:108:177 getgroups:115:158 getresuid:118:148
    getresgid:120:150 getpgrp:111:- getpgid:121:155 getsid:124:156 uname:63:160 sysinfo:99:179 getrusage:98:165
    getrlimit:97:163 prlimit64:302:261 getrandom:318:278 getpriority:140:141 capget:125:90 prctl:157:167 wait4:61:260
    waitid:247:95 clone:56:220 clone3:435:435 exit:60:93 exit_group:231:94 ptrace:101:117 process_vm_readv:310:270
    process_vm_writev:311:271 bpf:321:280 mount:165:40 umount2:166:39 pivot_root:155:41 kexec_load:246:104
    init_module:175:105 finit_module:313:273 delete_module:176:106 reboot:169:142 swapon:167:224 swapoff:168:225
    seccomp:317:277 landlock_create_ruleset:444:444 landlock_add_rule:445:445 landlock_restrict_self:446:446
    capset:126:91 mount_setattr:442:442 open_tree:428:428 move_mount:429:429
    """.split()
    )
}
MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}  # column above, AUDIT_ARCH_*

CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC = 0x0002_0000, 0x0400_0000, 0x0800_0000
CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = 0x1000_0000, 0x2000_0000, 0x4000_0000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT, MS_BIND = 1, 2, 4, 8, 32, 4096
MS_REC, MS_PRIVATE, MNT_DETACH, AT_RECURSIVE, AT_FDCWD = 16384, 1 << 18, 2, 0x8000, -100
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 1, 4, 24, 38
M_ARENA_MAX = -8

libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = c_long
libc.mount.argtypes = (c_char_p, c_char_p, c_char_p, c_ulong, c_char_p)
libc.umount2.argtypes = (c_char_p, c_int)
libc.unshare.argtypes = (c_int,)
libc.setns.argtypes = (c_int, c_int)
libc.prctl.argtypes = (c_int, c_ulong, c_ulong, c_ulong, c_ulong)
libc.sethostname.argtypes = (c_char_p, ctypes.c_size_t)


def number(name: str) -> int | None:
    """The system call's number on this machine; None where there is none."""
    return NUMBERS[name][machine()[0]]


def machine() -> tuple[int, int]:
    """(column of NUMBERS, AUDIT_ARCH value). Raises OSError on an architecture without a table."""
    try:
        return MACHINES[platform.machine()]
    except KeyError:
        raise OSError(f"no system call table for {platform.machine()}: only x86_64 and aarch64") from None


def check(result: int, what: str) -> int:
    """The result of a libc call; OSError when it failed."""
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{what}: {os.strerror(code)}")
    return result


def syscall(name: str, *arguments: int | bytes | None) -> int:
    """A raw system call. Integers travel as C long, bytes as a pointer to them."""
    found = number(name)
    if found is None:
        raise OSError(f"{name} does not exist here")
    passed = [c_char_p(a) if isinstance(a, (bytes, type(None))) else c_long(a) for a in arguments]
    return check(libc.syscall(c_long(found), *passed), name)


def mount(source: str, target: str, kind: str | None, flags: int, options: str = "") -> None:
    """mount(2)."""
    encoded = kind.encode() if kind else None
    check(libc.mount(os.fsencode(source), os.fsencode(target), encoded, flags, options.encode()), f"mount {target}")


def make_read_only(target: str) -> None:
    """Everything mounted at and under `target`: read-only, no set-uid files, no devices (mount_setattr, Linux 5.12)."""
    attributes = (1 | 2 | 4).to_bytes(8, "little") + bytes(24)  # MOUNT_ATTR_RDONLY | _NOSUID | _NODEV
    syscall("mount_setattr", AT_FDCWD, os.fsencode(target), AT_RECURSIVE, attributes, len(attributes))


def copy_tree(path: str) -> int:
    """A descriptor of a copy of everything mounted at and under `path`, attached nowhere yet (Linux 5.2)."""
    return syscall("open_tree", AT_FDCWD, os.fsencode(path), 1 | AT_RECURSIVE)  # OPEN_TREE_CLONE


def attach_tree(tree: int, place: int) -> None:
    """Mount such a copy at a folder that is open as `place`."""
    syscall("move_mount", tree, b"", place, b"", 4 | 0x40)  # MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH


def unshare(flags: int) -> None:
    """unshare(2)."""
    check(libc.unshare(flags), "unshare")


def rejoin_own_pid_namespace() -> None:
    """Undo unshare(CLONE_NEWPID) for later children: each gets its own namespace, none shares the last one's."""
    own = os.pidfd_open(os.getpid())
    try:
        check(libc.setns(own, CLONE_NEWPID), "setns")
    finally:
        os.close(own)


def death_of(pid: int) -> int:
    """A descriptor that can be read once a child has died: a pidfd, or an event where there are none (gVisor)."""
    try:
        return os.pidfd_open(pid)
    except OSError as error:
        if error.errno != errno.ENOSYS:
            raise
    event = os.eventfd(0)
    signal.signal(signal.SIGCHLD, lambda *_: os.eventfd_write(event, 1))
    if os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT):  # before there was a handler
        os.eventfd_write(event, 1)
    return event


def prctl(option: int, *values: int) -> int:
    """prctl(2)."""
    return check(libc.prctl(option, *values, *(0,) * (4 - len(values))), f"prctl {option}")


def set_capabilities(kept: int) -> None:
    """Keep at most these bits permitted and effective, none inheritable."""
    header = (0x2008_0522).to_bytes(4, "little") + bytes(4)  # _LINUX_CAPABILITY_VERSION_3, this process
    held = ctypes.create_string_buffer(24)  # effective, permitted, inheritable of the low 32 bits; of the high ones
    check(libc.syscall(c_long(number("capget") or 0), c_char_p(header), held), "capget")
    low = (kept & int.from_bytes(held.raw[4:8], "little")).to_bytes(4, "little")
    high = ((kept >> 32) & int.from_bytes(held.raw[16:20], "little")).to_bytes(4, "little")
    syscall("capset", header, low + low + bytes(4) + high + high + bytes(4))

"""Memory that no child inherits. Runs inside the cell.

The zygote passes on what one submission was given and what it said, and then forks the next one, which could read all
of the zygote's memory: live objects over its stack frames, freed ones with ctypes. So nothing of a submission may ever
lie in memory that a fork copies.
"""

from __future__ import annotations

import mmap


def unshared(size: int) -> mmap.mmap:
    """`size` bytes that do not exist in a forked child. Raises OSError."""
    made = mmap.mmap(-1, max(size, 1), flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    made.madvise(mmap.MADV_DONTFORK)
    return made

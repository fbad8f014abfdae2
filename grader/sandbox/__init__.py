"""Runs the code of strangers and returns what it computed. It judges nothing.

Theory of operation
===================

Processes, from trusted to not trusted:

    worker        the grader. Holds expected values. Never runs, parses or compiles a submission.
    └─ nursery    imports NumPy once; forks zygotes on request. Sees nothing of any submission.
       └─ zygote  one a cell. Sets the cell's walls (no network, a private read-only root), forks one child a
                  submission, passes bytes on, watches the clock, kills. Never runs student code.
          └─ child   one submission, once. Cages itself, waits for its orders, runs the student's source, is killed.

A *cell* is a zygote and at most one child, so the limits of the cell (its control group, its user id) are those of the
submission. N cells run N submissions at once. The next child is prepared while the cell is idle: forked, caged,
waiting.

Who can end whom: every process dies with its parent. The zygote is process 1 of the cell's process namespace and the
child is process 1 of its own, so killing either kills everything below it. The worker holds a pidfd of each zygote; the
nursery holds a pidfd of the worker and ends, with all cells, when the worker has gone for whatever reason.

What carries what, and why:

    worker <-> nursery  a socket: "one more cell", with one end of the cell's channel; the answer is a pidfd.
    worker <-> zygote   the cell's channel: orders in; data, output and the ending out (`cell/messages.py`).
    zygote  -> child    the orders pipe: limits, source, program. Closed before student code runs.
    child   -> zygote   the results pipe: frames (`cell/wire.py`), passed on unread. Student code can write to it and so
                        forge frames of its own run, and only those: the pipe is made for one child and dies with it.
                        Frames hold raw tensors, which are judged outside, so there is nothing to gain.
    child   -> zygote   the output pipe: standard output and error, for display. Its beginning is kept. Never parsed.

The worker takes every byte from a cell as hostile (`wire.py`): bounded lengths, listed dtypes, no pickle. Nobody waits
for the end of a pipe: a run is over when the child closes its results or ends, or the zygote's clock says so; if
the zygote does not answer within a second of the limit, the whole cell is killed.

The walls around a child are in `cell/cage.py`, in the order in which they are set. A wall that cannot be set is
reported by name; if it is needed, nothing runs (`MissingWalls`). `selftest.py` looks at the waiting child from outside
and tries the forbidden from inside, at start and every hour; a miss stops all grading.

A cell that lost a frame, spoke out of turn, outlived its limit or served `max_uses` submissions is killed and replaced.
"""

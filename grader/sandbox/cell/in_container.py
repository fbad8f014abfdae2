"""The cell as process 1 of a container: it calls the worker and serves it until the worker hangs up.

Then the container ends, and with it all that was in it; whoever runs it starts a fresh one.
"""

from __future__ import annotations

import gc
import signal
import socket
import time

from . import kernel, warmup, zygote
from .container import Container

TRY_AGAIN_S = 0.25


def main(path: str, wait: bool) -> None:
    """Get ready, call, serve. Raises OSError if nobody answers and it is not to `wait`."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    warmup.run()
    gc.collect()
    gc.disable()
    gc.freeze()
    kernel.prctl(kernel.PR_SET_DUMPABLE, 0)  # the children have the same user: no look into this process by /proc
    container = Container()
    zygote.Zygote(call(path, wait), container).serve()


def call(path: str, wait: bool) -> socket.socket:
    """A connection to the worker; with `wait`, once there is one. Raises OSError."""
    while True:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            connection.connect(path)
        except OSError:
            connection.close()
            if not wait:
                raise
            time.sleep(TRY_AGAIN_S)  # a socket that is not there yet can give no sign
        else:
            return connection

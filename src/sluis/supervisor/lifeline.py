"""The line between a part and its supervisor: a socket of which each holds one end.

Nothing travels over it but one word, by which the part says that it is ready. The system closes it when either process
is gone, however it went, so a part never outlives a supervisor that was killed.
"""

import multiprocessing
import os
import signal
import socket
import threading
import time
from dataclasses import dataclass

LIFELINE = "SLUIS_LIFELINE"
"""The environment variable with the number of the inherited descriptor."""

READY = b"ready\n"
GRACE_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Lifeline:
    """The part's end; none when nobody supervises it."""

    socket: socket.socket | None

    def ready(self) -> None:
        """Say that the part does its work from now on."""
        if self.socket is not None:
            self.socket.sendall(READY)


def watch(grace_seconds: float = GRACE_SECONDS) -> Lifeline:
    """End this process when its supervisor is gone: first politely, with all its children after the grace.

    A process that nobody supervises is left alone. To be called once, first of all.
    """
    number = os.environ.pop(LIFELINE, "")
    if not number:
        return Lifeline(None)
    line = socket.socket(fileno=int(number))
    line.set_inheritable(False)
    _in_background(_until_closed, line, grace_seconds)
    return Lifeline(line)


def follow_parent(grace_seconds: float = GRACE_SECONDS) -> None:
    """The same for a process that a part started with `multiprocessing`: it ends with the part."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        _in_background(_until_gone, parent, grace_seconds)


def _in_background(work: object, *arguments: object) -> None:
    threading.Thread(target=work, args=arguments, name="lifeline", daemon=True).start()  # type: ignore[arg-type]


def _until_closed(line: socket.socket, grace_seconds: float) -> None:
    try:
        while line.recv(64):
            pass
    except OSError:
        pass
    _end(grace_seconds)


def _until_gone(parent: multiprocessing.process.BaseProcess, grace_seconds: float) -> None:
    parent.join()
    _end(grace_seconds)


def _end(grace_seconds: float) -> None:
    """Ask, wait, and then insist; the whole session's group, in which a part and its children are alone."""
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(grace_seconds)
    if os.getsid(0) == os.getpgrp():
        os.killpg(os.getpgrp(), signal.SIGKILL)
    os._exit(1)

"""A part of the product that runs as a process of its own."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import IO

from sluis.supervisor.lifeline import LIFELINE


@dataclass(frozen=True, slots=True)
class Part:
    """What is to run.

    Attributes:
        name: as in messages and lines.
        module: the program, as `python -m` takes it; never imported here.
        arguments: behind it.
        healthy: whether it answers; none for a part that says on its lifeline that it is ready.
        withheld: variables of the environment that this part must not see, such as another part's secrets.
    """

    name: str
    module: str
    arguments: tuple[str, ...] = ()
    healthy: Callable[[], bool] | None = None
    withheld: frozenset[str] = frozenset()


class Running:
    """One process of a part: leader of its own session, at the end of a lifeline.

    Args:
        part: to start.
        kept: descriptors that it keeps open as long as it lives.
    """

    def __init__(self, part: Part, kept: Sequence[int] = ()) -> None:
        self.line, end = socket.socketpair()
        environment = {name: value for name, value in os.environ.items() if name not in part.withheld}
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own programs, by argument, without a shell
                # -P: a module that lies in the working folder by chance is never taken for one of ours
                [sys.executable, "-P", "-m", part.module, *part.arguments],
                env={**environment, LIFELINE: str(end.fileno()), "PYTHONUNBUFFERED": "1"},
                pass_fds=(end.fileno(), *kept),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        finally:
            end.close()
        self.ended = os.pidfd_open(self._process.pid)

    @property
    def pid(self) -> int:
        """Of the process, and of its session."""
        return self._process.pid

    @property
    def output(self) -> IO[bytes]:
        """What it writes."""
        assert self._process.stdout is not None
        return self._process.stdout

    def ask_to_end(self) -> None:
        """Politely."""
        self._process.terminate()

    def finish(self) -> int:
        """End whatever is left of it; the exit code, negative for a signal.

        The leader is not reaped before its group is killed, so that the number cannot be another's by then.
        """
        if self._process.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)
        code = self._process.wait()
        self.line.close()
        os.close(self.ended)
        return code

"""Processes that check pieces of a chain side by side.

Processes and not threads, since hashing short lines holds Python's lock. They run one small file of the standard
library by its path: nothing of the program that asks is copied or imported, so it may have threads, connections and a
main module of any kind, and a process is there in 15 milliseconds. A chain of a few pieces needs none.
"""

import marshal
import os
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from types import TracebackType
from typing import Self, TypeVar

from sluis.evidence import stretch
from sluis.evidence.pieces import Piece
from sluis.evidence.stretch import Stretch

ALONE = 4
"""So many pieces are checked by the caller before a process is started."""

PIPE_BYTES = 1 << 20
"""What Linux gives to everybody who asks; a piece of lines from a table waits in it for its turn."""

Process = subprocess.Popen[bytes]
AnyPiece = TypeVar("AnyPiece", bound=Piece)


class Workers:
    """Checks pieces, and tells of them in order. At most two pieces for each process are on their way.

    Args:
        count: how many processes; none means one per core. With one the caller checks everything itself.
    """

    def __init__(self, count: int | None = None) -> None:
        self._count = _cores() if count is None else count
        if self._count < 1:
            raise ValueError("there is at least one worker")
        self._alone = ALONE
        self._processes: deque[Process] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self._processes:
            _end(process)

    def checked(self, pieces: Iterable[AnyPiece]) -> Iterator[tuple[AnyPiece, Stretch | None]]:
        """Each piece with the stretch that it is; none when somebody must look closer."""
        under_way: deque[tuple[AnyPiece, Process | None]] = deque()
        try:
            for piece in pieces:
                if self._count == 1 or self._alone > 0:
                    self._alone -= 1
                    yield piece, piece.check()
                    continue
                if len(under_way) == 2 * self._count:
                    yield _answered(*under_way.popleft())
                under_way.append((piece, self._ask(piece)))
            while under_way:
                yield _answered(*under_way.popleft())
        finally:
            for piece, process in under_way:  # somebody stopped early; what was asked is answered all the same
                _answered(piece, process)

    def _ask(self, piece: Piece) -> Process | None:
        """Ask the next process in turn; none when it cannot be asked."""
        request = piece.request
        if request is None:
            return None
        with suppress(OSError):
            process = self._next()
            assert process.stdin
            data = request if isinstance(request, bytes) else b""
            process.stdin.write(marshal.dumps(("", 0, len(data)) if data else request))
            process.stdin.write(data)
            process.stdin.flush()
            return process
        return None

    def _next(self) -> Process:
        if len(self._processes) < self._count:
            self._processes.append(_start())
        self._processes.rotate(-1)
        return self._processes[-1]


def _start() -> Process:
    command = [sys.executable, "-I", "-S", stretch.__file__]
    return subprocess.Popen(  # noqa: S603 - a file of ours, by the interpreter that runs us
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        pipesize=PIPE_BYTES,
    )


def _answered(piece: AnyPiece, process: Process | None) -> tuple[AnyPiece, Stretch | None]:
    """The piece with what the process says of it; without a process it is checked here, which is only slower."""
    try:
        if process and process.stdout:
            return piece, marshal.load(process.stdout)  # noqa: S302 - from the process that we started
    except (EOFError, OSError, TypeError, ValueError):
        pass
    return piece, piece.check()


def _end(process: Process) -> None:
    for pipe in (process.stdin, process.stdout):
        with suppress(OSError):  # it ended before; what was not yet sent is of no use
            if pipe:
                pipe.close()
    process.wait()


def _cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

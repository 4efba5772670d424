"""A wire on loopback between programs and the gate, which can be broken after so many bytes."""

import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress

PIECE = 2048
_AT_ONCE = struct.pack("ii", 1, 0)
"""SO_LINGER: what closes with it breaks off, as a machine does that is gone."""


class Wire:
    """Passes on what comes, both ways.

    Args:
        target: the gate's port.
    Attributes:
        port: where programs come in.
        passed: bytes since it was armed, both ways.
    """

    def __init__(self, target: int) -> None:
        self._target = target
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._listener.getsockname()[1]
        self.passed = 0
        self._at, self._action = 0, None  # type: tuple[int, Callable[[], object] | None]
        self._ends: set[socket.socket] = set()
        self._down = False
        self._lock = threading.Lock()
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        self._accepting.start()

    def arm(self, at: int, action: Callable[[], object]) -> None:
        """Do something, once, when so many bytes have passed; before the last of them goes on."""
        with self._lock:
            self.passed, self._at, self._action = 0, at, action

    def disarm(self) -> bool:
        """Do nothing any more; whether it was done."""
        with self._lock:
            done, self._action = self._action is None, None
            return done

    def cut(self) -> None:
        """Break all connections; nobody comes through until it is mended."""
        self._down = True
        with self._lock:
            ends, self._ends = self._ends, set()
        for end in ends:
            _break(end)

    def mend(self) -> None:
        """Let programs through again."""
        self._down = False

    def close(self) -> None:
        """End it."""
        self.cut()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._accepting.join(10)

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            if self._down:
                _break(near)
                continue
            try:
                far = socket.create_connection(("127.0.0.1", self._target), 20)
            except OSError:
                _break(near)
                continue
            with self._lock:
                self._ends |= {near, far}
            threading.Thread(target=self._serve, args=(near, far), daemon=True).start()

    def _serve(self, near: socket.socket, far: socket.socket) -> None:
        back = threading.Thread(target=self._pass_on, args=(far, near), daemon=True)
        back.start()
        self._pass_on(near, far)
        back.join()
        for end in (near, far):
            with self._lock:
                self._ends.discard(end)
            end.close()

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        try:
            while data := source.recv(PIECE):
                self._count(len(data))
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            for end in (source, target):
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)

    def _count(self, size: int) -> None:
        with self._lock:
            self.passed += size
            due = self._action if self.passed >= self._at else None
            if due is not None:
                self._action = None
        if due is not None:
            due()


def _break(end: socket.socket) -> None:
    with suppress(OSError):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
        end.shutdown(socket.SHUT_RDWR)
    end.close()

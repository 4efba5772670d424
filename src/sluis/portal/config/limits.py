"""What a request may cost before the program sees it.

The server hands a request over as soon as its head is there, and a thread then waits for the body. A client that sends
its body drop by drop would so hold all threads. Here bodies are taken in by other threads, a limited number of them, and
only as long as they keep coming: pages without a body are always answered.
"""

import io
import logging
import os
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

Start = Callable[..., Any]
Program = Callable[[dict[str, Any], Start], Iterable[bytes]]

log = logging.getLogger("sluis.portal")


@dataclass(frozen=True, slots=True)
class Limits:
    """What is allowed.

    Attributes:
        largest: bytes of a body; what people may add to a page is limited further by the program.
        bodies: that are being taken in at a time; less than the server has threads.
        patience: seconds before a body must come at `slowest` bytes a second.
    """

    largest: int = 16 << 20
    bodies: int = 8
    patience: float = 10.0
    slowest: int = 16 << 10


def limited(program: Program, limits: Limits | None = None) -> Program:
    """The program behind a gate; it gets the whole body at once, and no secret of the environment."""
    allowed = limits or Limits()
    places = threading.BoundedSemaphore(allowed.bodies)
    ours = [name for name in os.environ if name.startswith("SLUIS_")]

    def gate(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        for name in ours:  # the server copies its environment into every request
            environ.pop(name, None)
        if status := _wrong_length(environ, allowed.largest):
            return _refuse(start, status)
        length = int(environ.get("CONTENT_LENGTH") or 0)
        body = _Body(environ["wsgi.input"], length) if length else None
        if body is not None and (status := body.take(places, allowed)):
            return _refuse(start, status)
        environ["wsgi.input"] = body.whole if body else io.BytesIO()
        return _answered(program, environ, start)

    return gate


def _wrong_length(environ: dict[str, Any], largest: int) -> str:
    said = environ.get("CONTENT_LENGTH") or "0"
    if environ.get("HTTP_TRANSFER_ENCODING"):
        return "411 Length Required"
    if not (said.isascii() and said.isdigit()):
        return "400 Bad Request"
    return "413 Content Too Large" if len(said) > 15 or int(said) > largest else ""


class _Body:
    """A body that is being taken in."""

    def __init__(self, source: Any, length: int) -> None:
        self.whole = io.BytesIO()
        self._source, self._length, self._received = source, length, 0
        self._done = threading.Event()

    def take(self, places: threading.BoundedSemaphore, allowed: Limits) -> str:
        """Take it in; the status to refuse with, or none."""
        if not places.acquire(blocking=False):
            return "503 Service Unavailable"
        threading.Thread(target=self._read, args=(places,), name="body", daemon=True).start()
        began = time.monotonic()
        while not self._done.wait(0.5):
            if time.monotonic() - began > allowed.patience + self._received / allowed.slowest:
                return "408 Request Timeout"
        self.whole.seek(0)
        return "" if self._received == self._length else "400 Bad Request"

    def _read(self, places: threading.BoundedSemaphore) -> None:
        """Until all is there, or the connection is closed, which a refusal brings about."""
        try:
            while self._received < self._length:
                part = self._source.read(min(1 << 16, self._length - self._received))
                if not part:
                    break
                self.whole.write(part)
                self._received += len(part)
        except Exception:
            log.warning("a body broke off", exc_info=True)
        finally:
            places.release()
            self._done.set()


def _answered(program: Program, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
    """The program's answer; a fault is told by its place, since its text may hold data."""
    try:
        return program(environ, start)
    except Exception:
        log.exception("fault")
        return _refuse(start, "500 Internal Server Error")


def _refuse(start: Start, status: str) -> Iterable[bytes]:
    start(status, [("Content-Length", "0"), ("Connection", "close")])
    return [b""]

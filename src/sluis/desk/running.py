"""The server of the desk: one process, this machine only, and an end when nobody looks any more."""

import asyncio
import logging
import signal
import socket
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.embed import Server
from starlette.types import ASGIApp

from sluis.refusals import Refused
from sluis.refusals.catalogue import desk as codes

ADDRESS = "127.0.0.1"
LOOK_SECONDS = 0.5
WAITING = 64
HEADER_BYTES = 32 << 10
HEADER_SECONDS = 20


class Life:
    """How long the desk runs: until it is told to stop, or nobody looked for a while and nothing is under way.

    Args:
        patience: seconds without a sign of a window.
        busy: whether something is under way that must not be cut off.
    """

    def __init__(self, patience: float, busy: Callable[[], bool]) -> None:
        self._patience, self._busy = patience, busy
        self._seen = time.monotonic()
        self._told = threading.Event()

    def sign(self) -> None:
        """A window is there."""
        self._seen = time.monotonic()

    def stop(self) -> None:
        """End soon."""
        self._told.set()

    @property
    def is_over(self) -> bool:
        """Whether the desk ends now."""
        if self._busy():
            self.sign()
        return self._told.is_set() or time.monotonic() - self._seen > self._patience


def free_port(wanted: int) -> int:
    """The port that is wanted, or any.

    Raises:
        Refused: PORT_TAKEN.
    """
    with socket.socket() as probe:
        try:
            probe.bind((ADDRESS, wanted))
        except (OSError, OverflowError):
            raise Refused(codes.PORT_TAKEN, port=wanted) from None
        return int(probe.getsockname()[1])


def run(program: ASGIApp, port: int, life: Life, ready: Callable[[], None]) -> None:
    """Serve until the life is over, Ctrl-C or a polite request to end.

    Args:
        ready: told when the screen can be opened.
    Raises:
        Refused: PORT_TAKEN.
    """
    logging.getLogger("_granian").setLevel(logging.CRITICAL)
    before = {number: signal.signal(number, _heeding(life)) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        asyncio.run(_serve(program, port, life, ready))
    finally:
        for number, heed in before.items():
            signal.signal(number, heed)


def _heeding(life: Life) -> Callable[[int, FrameType | None], Any]:
    return lambda _number, _frame: life.stop()


async def _serve(program: ASGIApp, port: int, life: Life, ready: Callable[[], None]) -> None:
    server: Any = Server(
        program, ADDRESS, port, interface=Interfaces.ASGINL, http=HTTPModes.http1, websockets=False, backlog=WAITING,
        backpressure=WAITING, log_enabled=False, log_level=LogLevels.critical, log_access=False,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_SECONDS * 1000, max_buffer_size=HEADER_BYTES * 4),
    )  # fmt: skip
    serving = asyncio.create_task(server.serve())
    told = False
    try:
        while not life.is_over and not serving.done():
            if not told and await _answers(port):
                told = True
                ready()
            await asyncio.sleep(LOOK_SECONDS if told else 0.05)
    finally:
        if serving.done() and serving.exception() is not None:
            raise Refused(codes.PORT_TAKEN, port=port) from None
        server.stop()
        await serving


async def _answers(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection(ADDRESS, port)
    except OSError:
        return False
    writer.close()
    return True

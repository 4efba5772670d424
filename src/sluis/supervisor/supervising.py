"""Keeps the parts running, and ends them together.

Every part has a keeper, a thread that starts it, waits until it is ready, asks now and then whether it still answers,
and starts it again when it ended or stopped answering. All wait at one pipe for the word to stop: a byte that is
written once and never read, so that everybody who looks sees it.
"""

import os
import select
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from types import FrameType
from typing import TextIO

from sluis.refusals import Code, Refused
from sluis.refusals.catalogue import serving as codes
from sluis.supervisor import lines
from sluis.supervisor.lifeline import READY
from sluis.supervisor.part import Part, Running

REFUSED = 3
"""The exit code by which a part says that it cannot run as it is set."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How patient the supervisor is, in seconds.

    Attributes:
        end: for a part that was asked to end, before it is killed.
        probe: between two questions whether a part answers, while it starts.
        look: between two questions afterwards.
        misses: questions without an answer, after which it is started again.
        first, longest: the pause before a part is started again; it doubles.
        calm: of running well, after which the pause is the first again.
        attempts: to get a part ready for the first time, before all is given up.
    """

    end: float = 10.0
    probe: float = 0.2
    look: float = 10.0
    misses: int = 6
    first: float = 0.5
    longest: float = 30.0
    calm: float = 60.0
    attempts: int = 5


class Supervisor:
    """Runs parts until it is told to stop.

    Args:
        parts: what to run.
        kept: descriptors that every part keeps open.
        pace: how patient it is.
        out: where structured lines go.
    """

    def __init__(
        self, parts: Sequence[Part], *, kept: Sequence[int] = (), pace: Pace | None = None, out: TextIO | None = None
    ) -> None:
        self._out = out or sys.stderr
        self._writing = threading.Lock()
        self._stop_seen, self._stop_told = os.pipe()
        self._keepers = [_Keeper(part, self, kept, pace or Pace()) for part in parts]
        self._missing = {part.name for part in parts}
        self._on_ready: Callable[[], None] = lambda: None
        self._refusal: Refused | None = None
        self._deciding = threading.Lock()

    def run(self, on_ready: Callable[[], None]) -> None:
        """Run all parts; comes back when they have ended after `stop`, SIGTERM or Ctrl-C.

        Args:
            on_ready: called once, when every part is ready.
        Raises:
            Refused: PART_REFUSED or PART_FAILED, when one could not be got ready at first; all others are ended.
        """
        self._on_ready = on_ready
        with self._heeding_signals():
            for keeper in self._keepers:
                keeper.start()
            for keeper in self._keepers:
                keeper.join()
        if self._refusal is not None:
            raise self._refusal

    def stop(self) -> None:
        """End all parts; from any thread, or a signal's handler."""
        os.write(self._stop_told, b".")

    def wait_for_stop(self, seconds: float, *descriptors: int) -> bool:
        """Whether it is time to stop; waits until then, or for one of the descriptors, or so long."""
        ready, _, _ = select.select([self._stop_seen, *descriptors], [], [], max(seconds, 0))
        return self._stop_seen in ready

    def note(self, part: str, event: str, **fields: object) -> None:
        """A line of the supervisor's own."""
        self.show(lines.line({"at": lines.now(), "part": part, "level": "info", "event": event, **fields}))

    def show(self, line: str) -> None:
        """Write a line, whole; a reader that has gone does not stop the parts."""
        with self._writing, suppress(OSError, ValueError):
            print(line, file=self._out, flush=True)

    def is_ready(self, part: str) -> None:
        """A part is ready; when it was the last, that is told once."""
        with self._deciding:
            before, self._missing = self._missing, self._missing - {part}
            if before and not self._missing:
                self._on_ready()

    def give_up(self, part: str, code: Code) -> None:
        """A part cannot be got ready: end all."""
        with self._deciding:
            self._refusal = self._refusal or Refused(code, part=part)
        self.stop()

    @contextmanager
    def _heeding_signals(self) -> Iterator[None]:
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self._heed) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _heed(self, _number: int, _frame: FrameType | None) -> None:
        self.stop()


class _Keeper(threading.Thread):
    """Keeps one part running."""

    def __init__(self, part: Part, supervisor: Supervisor, kept: Sequence[int], pace: Pace) -> None:
        super().__init__(name=f"keeper of {part.name}")
        self._part, self._supervisor, self._kept, self._pace = part, supervisor, kept, pace
        self._was_ready = False

    def run(self) -> None:
        pause, attempt = self._pace.first, 1
        while not self._supervisor.wait_for_stop(0):
            began = time.monotonic()
            code = self._run_once(attempt)
            if self._supervisor.wait_for_stop(0):
                return
            self._supervisor.note(self._part.name, "ended", level="warning", status=code, attempt=attempt)
            if not self._was_ready and (code == REFUSED or attempt >= self._pace.attempts):
                self._supervisor.give_up(self._part.name, codes.PART_REFUSED if code == REFUSED else codes.PART_FAILED)
                return
            calm = time.monotonic() - began >= self._pace.calm
            pause, attempt = (self._pace.first, 1) if calm else (pause, attempt)
            if self._supervisor.wait_for_stop(pause):
                return
            pause, attempt = min(pause * 2, self._pace.longest), attempt + 1

    def _run_once(self, attempt: int) -> int:
        running = Running(self._part, self._kept)
        self._supervisor.note(self._part.name, "started", attempt=attempt)
        reader = threading.Thread(target=self._pass_on, args=(running,), daemon=True)
        reader.start()
        try:
            self._look_after(running)
            if not _has_ended(running, 0):
                running.ask_to_end()
                _has_ended(running, self._pace.end)
        finally:
            code = running.finish()
            reader.join(self._pace.end)  # it ends with the last process that could write
        return code

    def _look_after(self, running: Running) -> None:
        """Until it ended, does not answer any more, or all are to stop."""
        if not self._get_ready(running):
            return
        self._was_ready = True
        self._supervisor.note(self._part.name, "ready")
        self._supervisor.is_ready(self._part.name)
        misses = 0
        while misses < self._pace.misses:
            if self._supervisor.wait_for_stop(self._pace.look, running.ended) or _has_ended(running, 0):
                return
            misses = misses + 1 if self._part.healthy is not None and not self._part.healthy() else 0
        self._supervisor.note(self._part.name, "does not answer", level="error", count=misses)

    def _get_ready(self, running: Running) -> bool:
        said = b""
        while not _has_ended(running, 0):
            if self._part.healthy is not None:
                if self._part.healthy():
                    return True
                if self._supervisor.wait_for_stop(self._pace.probe, running.ended):
                    return False
            elif self._supervisor.wait_for_stop(3600, running.ended, running.line.fileno()):
                return False
            elif _readable(running.line.fileno()):
                said += running.line.recv(64)
                if said.startswith(READY):
                    return True
                if not said:  # it closed the line: it will not say so any more
                    _has_ended(running, self._pace.end)
                    return False
        return False

    def _pass_on(self, running: Running) -> None:
        passing = lines.Passing(self._part.name)
        with running.output as output, suppress(ValueError, OSError):
            while raw := output.readline(lines.LONGEST_LINE):
                for line in passing.take(raw):
                    self._supervisor.show(line)


def _has_ended(running: Running, seconds: float) -> bool:
    return bool(select.select([running.ended], [], [], seconds)[0])


def _readable(descriptor: int) -> bool:
    return bool(select.select([descriptor], [], [], 0)[0])

"""Doing what is due: one round at a time, each job by one process.

A lease is taken with one UPDATE that only one process can win. Who crashes leaves a lease that runs out. Whoever was so
slow that another took over finds the lease gone and leaves the timetable alone.
"""

import logging
import secrets
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.db import close_old_connections
from django.db.models import Q
from django.utils import translation

from sluis.evidence.event import Outcome
from sluis.portal.access.actor import Actor, program
from sluis.portal.access.changing import keeping
from sluis.portal.jobs.models import Job
from sluis.portal.jobs.timetable import Planned, planned
from sluis.refusals import Refused

log = logging.getLogger("sluis.portal")

LOOK_SECONDS = 15.0
"""How often a process looks whether something is due."""
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(days=1)
"""After a job failed; each time twice as long."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What one run came to: how many things were done, or where it failed."""

    name: str
    done: int = 0
    place: str = ""


def run_due(at: datetime, only: str = "") -> list[Ran]:
    """Do all jobs that are due and that no other process is doing.

    Args:
        at: now.
        only: one job by its name.
    """
    _complete(at)
    return [_run(job, at) for job in _mine(at, only)]


def _complete(at: datetime) -> None:
    """Put jobs that are new in the timetable; they are due at once."""
    known = set(Job.objects.values_list("name", flat=True))
    new = [Job(name=name, due_at=at) for name in planned() if name not in known]
    if new:
        Job.objects.bulk_create(new, ignore_conflicts=True)


def _mine(at: datetime, only: str) -> Iterator[tuple[Planned, str]]:
    """Jobs of which this process has just taken the lease."""
    due = Job.objects.filter(_free(at), due_at__lte=at, name__in=[only] if only else list(planned()))
    for name in list(due.order_by("due_at", "name").values_list("name", flat=True)):
        job, holder = planned()[name], secrets.token_hex(16)
        taken = Job.objects.filter(_free(at), name=name, due_at__lte=at)
        if taken.update(lease_until=at + job.longest, holder=holder, began_at=at):
            yield job, holder


def _free(at: datetime) -> Q:
    return Q(lease_until=None) | Q(lease_until__lte=at)


def _run(taken: tuple[Planned, str], at: datetime) -> Ran:
    """Do it; whatever it raises is written down and stops no other job."""
    job, holder = taken
    actor = program(job.name, at)
    began = time.monotonic()
    try:
        with translation.override("nl"):
            ran = Ran(job.name, job.run(actor))
    except Exception as fault:  # a job may fail in any way
        log.error("a job failed", exc_info=True)
        ran = Ran(job.name, place=_place(fault))
    _write_down(ran, job, holder, at, round((time.monotonic() - began) * 1000))
    _tell(ran, actor)
    return ran


def _write_down(ran: Ran, job: Planned, holder: str, at: datetime, milliseconds: int) -> None:
    row = Job.objects.filter(name=job.name, holder=holder)
    failures = (row.values_list("failures", flat=True).first() or 0) + 1 if ran.place else 0
    wait = min(FIRST_WAIT * 2 ** min(failures - 1, 20), LONGEST_WAIT) if failures else job.interval
    row.update(
        due_at=at + wait, lease_until=None, holder="", outcome=Job.Outcome.FAILED if failures else Job.Outcome.DONE,
        place=ran.place, done=ran.done, milliseconds=milliseconds, failures=failures,
    )  # fmt: skip


def _tell(ran: Ran, actor: Actor) -> None:
    """Evidence only of something: rounds in which nothing was due would hide all the rest."""
    if not ran.done and not ran.place:
        return
    about = {"job": ran.name} | ({"code": ran.place} if ran.place else {})
    outcome = Outcome.FAILED if ran.place else Outcome.DONE
    with keeping(actor) as change:
        change.record("job.ran", objects=about, counts={"done": ran.done}, outcome=outcome)


def _place(fault: Exception) -> str:
    """Class and place; never the text, which may hold data."""
    kind = f"{type(fault).__name__} {fault.code.number}" if isinstance(fault, Refused) else type(fault).__name__
    frames = traceback.extract_tb(fault.__traceback__)
    return f"{kind} {Path(frames[-1].filename).name}:{frames[-1].lineno}"[:200] if frames else kind


class Worker:
    """A thread of this process that does what is due until it is stopped or the process ends."""

    def __init__(self, clock: Callable[[], datetime], look_seconds: float = LOOK_SECONDS) -> None:
        self._clock, self._look_seconds = clock, look_seconds
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._work, name="jobs", daemon=True)
        self._thread.start()

    def stop(self, patience: float = 5.0) -> None:
        """Begin no further round; wait a moment for the one that is going on."""
        self._stopped.set()
        self._thread.join(patience)

    def _work(self) -> None:
        while not self._stopped.is_set():
            try:
                run_due(self._clock())
            except Exception:  # the database is away; it comes back
                log.exception("no round of jobs")
            finally:
                close_old_connections()
            self._stopped.wait(self._look_seconds)


def now() -> datetime:
    """This moment."""
    return datetime.now(UTC)


def start(clock: Callable[[], datetime] = now) -> Worker:
    """Work inside this process from now on."""
    return Worker(clock)

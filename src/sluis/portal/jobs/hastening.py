"""A job that does not wait for its time."""

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.jobs.models import Job
from sluis.portal.jobs.rights import RUN
from sluis.portal.jobs.timetable import planned
from sluis.refusals import Refused
from sluis.refusals.catalogue import work as codes


def hasten(actor: Actor, *, name: str) -> None:
    """Make a job due now; the next round does it.

    Raises:
        Refused: NO_SUCH_JOB, JOB_BUSY.
    """
    with changing(actor, RUN) as change:
        if name not in planned():
            raise Refused(codes.NO_SUCH_JOB)
        job = Job.objects.select_for_update().filter(name=name).first() or Job(name=name)
        if job.lease_until and job.lease_until > actor.at:
            raise Refused(codes.JOB_BUSY)
        job.due_at = actor.at
        job.save()
        change.record("job.hastened", objects={"job": name})

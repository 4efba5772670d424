"""When the last backup that holds destroyed data is gone.

A backup holds them when it was made before they were destroyed. It goes after the term of the settings; the operator can
record another day, and that backups which lay elsewhere are gone. Then, and when that day has passed, the second proof
can be given.
"""

from datetime import date

from django.conf import settings
from django.utils.translation import gettext_noop as _

from sluis.deadlines import Deadline, Term, day_of, end_of_day
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change, changing
from sluis.portal.access.roles import Role
from sluis.portal.leaving.models import Destruction, locked
from sluis.portal.leaving.rights import RECORD
from sluis.portal.oversight import recording
from sluis.portal.oversight.models import Backup
from sluis.portal.oversight.selectors import has_operator, operator
from sluis.portal.tasks.giving import give, settle
from sluis.refusals import Refused
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import holdings as codes

TASK = "destruction-backups"
State = Destruction.State


def backups_with(destruction: Destruction) -> list[Backup]:
    """The registered backups that hold what was destroyed, the oldest first."""
    found = Backup.everything.filter(made_at__lte=destruction.destroyed_at, removed_at=None)
    return list(found.order_by("made_at"))


def watch_backups(change: Change, destruction: Destruction) -> None:
    """Give the operator the task to see to it that the backups go in time; a part of somebody's change."""
    assert destruction.backups_until
    if not has_operator():
        return
    give(
        change, organisation=operator(), kind=TASK, title=_("See to it that backups with destroyed data are gone"),
        subject=destruction, role=Role.ADMINISTRATOR,
        due=Deadline.ending(end_of_day(destruction.backups_until), [Term.read("2 days")]),
        url_name="leaving:destruction", args=[destruction.pk],
    )  # fmt: skip


def expire_due(actor: Actor) -> int:
    """Note which destructions are complete: their day has passed and no registered backup is left; how many."""
    today = day_of(actor.at)
    waiting = Destruction.everything.filter(state=State.DESTROYED, backups_until__lt=today).exclude(first_proof=None)
    return sum(_expired(actor, each) for each in waiting if not backups_with(each))


def set_day(actor: Actor, *, destruction: Destruction, until: date) -> Destruction:
    """Record until which day backups hold the data, when that is another than by the settings.

    Raises:
        Refused: DAY_PASSED when it lies before the destruction; GONE_ALREADY; no right.
    """
    with changing(actor, RECORD, on=destruction) as change:
        found = _destroyed(destruction)
        if until < day_of(found.destroyed_at):  # type: ignore[arg-type]  # it was destroyed
            raise Refused(codes.DAY_PASSED)
        found.backups_until = until
        found.save(update_fields=["backups_until"])
        change.record("destruction.dated", found)
        watch_backups(change, found)
    return found


def gone(actor: Actor, *, destruction: Destruction) -> Destruction:
    """Say that all backups that held the data are gone, those too that lay elsewhere.

    Raises:
        Refused: BACKUPS_KEPT when some lie in the folder of this installation; GONE_ALREADY; no right.
    """
    with changing(actor, RECORD, on=destruction) as change:
        found = _destroyed(destruction)
        backups = backups_with(found)
        kept = [each for each in backups if (settings.INSTALLATION.folder / "backups" / each.name).exists()]
        if kept:
            raise Refused(codes.BACKUPS_KEPT, count=len(kept))
        for each in backups:
            recording.backup_removed(actor, name=each.name)
        _expire(change, found)
    return found


def _destroyed(destruction: Destruction) -> Destruction:
    found: Destruction = locked(destruction.pk)
    if found.state != State.DESTROYED or found.first_proof is None:
        raise Refused(access.GONE_ALREADY)
    return found


def _expired(actor: Actor, destruction: Destruction) -> bool:
    with changing(actor, RECORD, on=destruction) as change:
        found: Destruction = locked(destruction.pk)
        if found.state != State.DESTROYED:
            raise Refused(access.GONE_ALREADY)
        _expire(change, found)
    return True


def _expire(change: Change, found: Destruction) -> None:
    found.state, found.expired_at, found.expired_by = State.EXPIRED, change.actor.at, change.actor.name
    found.save(update_fields=["state", "expired_at", "expired_by"])
    change.record("destruction.expired", found)
    settle(change, kind=TASK, subject=found)

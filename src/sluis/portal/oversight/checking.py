"""Whether the installation is in health: each part with its state, and what to do next when it is not (Z-107)."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from sluis.portal.jobs.models import Job
from sluis.portal.jobs.timetable import planned
from sluis.portal.notifications.models import Message
from sluis.portal.oversight.models import Alert, Attestation, Verification
from sluis.portal.oversight.rostering import gaps
from sluis.portal.oversight.selectors import last_backup, last_verified
from sluis.portal.ui.actions import Tone
from sluis.portal.ui.moments import day, moment

LATE = timedelta(days=2)
LITTLE = 0.1
BACKLOG = timedelta(hours=1)
SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Check:
    """One part.

    Attributes:
        name: of the part.
        tone: good, warning or danger.
        state: what was seen.
        next: what to do; empty when nothing.
        url: where, if there is a page for it.
    """

    name: str
    tone: Tone
    state: str
    next: str = ""
    url: str = ""


def checks(at: datetime) -> list[Check]:
    """All parts, in a fixed number of queries."""
    parts: tuple[Callable[[datetime], Check], ...] = (
        _database, _jobs, _outbox, _backup, _chain, _certificates, _alerts, _duty, _disk,
    )  # fmt: skip
    return [part(at) for part in parts]


def _database(_at: datetime) -> Check:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return Check(_("Database"), Tone.GOOD, _("answers (%(kind)s)") % {"kind": connection.vendor})


def _jobs(at: datetime) -> Check:
    rows = list(Job.objects.filter(name__in=planned()).values_list("name", "outcome", "due_at"))
    failed = [name for name, outcome, _due in rows if outcome == "failed"]
    stopped = not rows or max(due for _name, _outcome, due in rows) < at - BACKLOG
    late = [name for name, _outcome, due in rows if due < at - BACKLOG]
    if stopped or len(late) == len(planned()):
        return Check(_("Jobs"), Tone.DANGER, _("none has run for an hour"),
                     _("Start the portal with its background work, and look at the log."), "jobs:list")  # fmt: skip
    if failed or late:
        return Check(_("Jobs"), Tone.WARNING, _("%(count)d failed or late") % {"count": len({*failed, *late})},
                     _("Look which job failed, and where."), "jobs:list")  # fmt: skip
    return Check(_("Jobs"), Tone.GOOD, _("%(count)d run by themselves") % {"count": len(rows)})


def _outbox(at: datetime) -> Check:
    waiting = Message.everything.filter(state="waiting", queued_at__lt=at - BACKLOG).count()
    if waiting:
        return Check(_("Outbox"), Tone.WARNING, _("%(count)d messages wait for more than an hour") % {"count": waiting},
                     _("See whether the mail server answers."), "notifications:list")  # fmt: skip
    return Check(_("Outbox"), Tone.GOOD, _("nothing waits"))


def _backup(at: datetime) -> Check:
    last = last_backup()
    if last is None:
        return Check(
            _("Backup"), Tone.DANGER, _("never made"), _("Plan `sluis backup` every night."), "oversight:backups"
        )
    state = _("made %(when)s") % {"when": moment(last.made_at)}
    if last.made_at < at - LATE:
        return Check(_("Backup"), Tone.DANGER, state, _("Find out why no newer backup was made."), "oversight:backups")
    return Check(_("Backup"), Tone.GOOD, state)


def _chain(at: datetime) -> Check:
    last = last_verified()
    if last is None or last.ended_at is None:
        return Check(_("Evidence"), Tone.WARNING, _("never verified"), _("Verify the chain."), "oversight:verify")
    facts = {"when": moment(last.ended_at), "n": last.until if last.until is not None else "–"}
    if last.state != Verification.State.SOUND:
        return Check(_("Evidence"), Tone.DANGER, _("not whole, %(when)s") % facts,
                     _("Read what is wrong, and secure the database and the backups."), "oversight:verifications")  # fmt: skip
    state = _("whole, %(when)s, up to event %(n)s") % facts
    if last.ended_at < at - LATE:
        return Check(_("Evidence"), Tone.WARNING, state, _("Verify the chain again."), "oversight:verify")
    return Check(_("Evidence"), Tone.GOOD, state)


def _certificates(at: datetime) -> Check:
    soon = Attestation.everything.filter(
        organisation__is_operator=True, valid_until__gte=at.date(), valid_until__lte=at.date() + SOON
    )
    first = soon.order_by("valid_until").values_list("valid_until", flat=True).first()
    if first:
        return Check(_("Certificates and statements"), Tone.WARNING, _("one expires on %(day)s") % {"day": day(first)},
                     _("Have it renewed, and add the new one."), "oversight:attestations")  # fmt: skip
    return Check(_("Certificates and statements"), Tone.GOOD, _("none expires within a month"))


def _alerts(_at: datetime) -> Check:
    count = Alert.everything.filter(state="open").count()
    if count:
        return Check(_("Alerts"), Tone.WARNING, _("%(count)d open") % {"count": count}, _("Look into them."),
                     "oversight:alerts")  # fmt: skip
    return Check(_("Alerts"), Tone.GOOD, _("none open"))


def _duty(at: datetime) -> Check:
    found = gaps(at)
    if found:
        facts = {"count": len(found), "when": moment(found[0].starts_at)}
        return Check(_("Duty roster"), Tone.WARNING, _("%(count)d gaps, the first from %(when)s") % facts,
                     _("Plan somebody for each gap."), "oversight:roster")  # fmt: skip
    return Check(_("Duty roster"), Tone.GOOD, _("covered for thirty days"))


def _disk(_at: datetime) -> Check:
    folder: Path = settings.INSTALLATION.folder
    usage = shutil.disk_usage(folder)
    free = usage.free / usage.total
    state = _("%(free)d%% free") % {"free": round(100 * free)}
    if free < LITTLE:
        return Check(_("Disk"), Tone.DANGER, state, _("Make room before backups and databases stop."))
    return Check(_("Disk"), Tone.GOOD, state)

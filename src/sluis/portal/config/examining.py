"""Whether an installation is in order: what `sluis doctor` looks at.

Each examination gives one thing that is in order or not, with facts that are never values. It changes nothing.
"""

import shutil
import smtplib
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sluis.portal.config.backups.home_files import UNLOCK
from sluis.portal.config.certificate import certificate_of, read_certificate
from sluis.portal.config.installation import Installation
from sluis.refusals import Fact, Refused

ROOM_BYTES = 1 << 30
CERTIFICATE_DAYS = 21
BACKUP_AGE = timedelta(days=2)
RESTORE_TEST_AGE = timedelta(days=183)
SKEW = timedelta(minutes=1)
MAIL_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Examined:
    """What was looked at.

    Attributes:
        name: of the examination.
        good: in order.
        facts: what the message tells.
    """

    name: str
    good: bool
    facts: dict[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Patient:
    """What is examined, and when."""

    home: Path
    installation: Installation
    at: datetime


def examine(patient: Patient) -> Iterator[Examined]:
    """Everything, in order; what needs the database only when it is there and up to date.

    Django works for the installation meanwhile.
    """
    yield from (look(patient) for look in (rights, room, certificate, mail, identity))
    found = database(patient)
    yield found
    if found.good:
        yield from (look(patient) for look in (evidence, clock, backups, restore_tests, second_factors))


def rights(patient: Patient) -> Examined:
    """Nobody but their owner gets at the folders and files that matter."""
    folder = patient.installation.folder
    private = [patient.home, folder, folder / "secret", folder / "tls", folder / "backups", patient.home / UNLOCK,
               patient.home / "keys", *folder.glob("portal.sqlite3*"), *folder.glob("tls/own.pem")]  # fmt: skip
    wrong = [path for path in private if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077]
    return Examined("rights", not wrong, {"file": wrong[0].name if wrong else "", "count": len(wrong)})


def room(patient: Patient) -> Examined:
    """Room for the database to grow, to be backed up and to be restored."""
    file = patient.installation.folder / "portal.sqlite3"
    needed = max(ROOM_BYTES, 3 * file.stat().st_size if file.exists() else 0)
    free = shutil.disk_usage(patient.home).free
    return Examined("room", free >= needed, {"free": free >> 20, "needed": needed >> 20})


def certificate(patient: Patient) -> Examined:
    """Valid now and for a while."""
    found = certificate_of(patient.installation)
    try:
        read = read_certificate(found)
    except (OSError, ValueError, IndexError):
        return Examined("certificate", found.own and not found.chain.exists(), {"days": 0})
    days = (read.not_valid_after_utc - patient.at).days
    return Examined("certificate", read.not_valid_before_utc <= patient.at and days >= CERTIFICATE_DAYS, {"days": days})


def mail(patient: Patient) -> Examined:
    """The mail server answers; in production there is one."""
    where = patient.installation.mail
    if not where:
        return Examined("mail", patient.installation.environment != "production", {"host": ""})
    parts = urlsplit(where)
    kind = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
    try:
        with kind(parts.hostname or "", parts.port or 0, timeout=MAIL_SECONDS) as server:
            good = server.noop()[0] == 250
    except (OSError, smtplib.SMTPException):
        good = False
    return Examined("mail", good, {"host": parts.hostname or ""})


def database(patient: Patient) -> Examined:
    """It can be reached and has every migration of this program, and no other."""
    from django.db import DatabaseError

    from sluis.portal.config.backups.places import applied, known

    file = patient.installation.folder / "portal.sqlite3"
    if not patient.installation.database and not file.exists():
        return Examined("database", False, {"missing": 0, "unknown": 0, "reached": 0})
    try:
        has, wants = set(applied()), known()
    except (DatabaseError, Refused):
        return Examined("database", False, {"missing": 0, "unknown": 0, "reached": 0})
    facts: dict[str, Fact] = {"missing": len(wants - has), "unknown": len(has - wants), "reached": 1}
    return Examined("database", has == wants, facts)


def evidence(_patient: Patient) -> Examined:
    """The chain verifies."""
    from sluis.portal.ledger.verifying import verify

    if not _latest():
        return Examined("evidence", True, {"events": 0, "findings": 0})
    found = verify(None)
    return Examined("evidence", not found.findings, {"events": found.events, "findings": len(found.findings)})


def clock(patient: Patient) -> Examined:
    """The machine's clock is not before what was recorded already."""
    last = _latest()
    behind = last - patient.at if last else timedelta(0)
    return Examined("clock", behind <= SKEW, {"seconds": max(0, int(behind.total_seconds()))})


def backups(patient: Patient) -> Examined:
    """A backup was made not long ago."""
    last = _latest("backup.made")
    days = (patient.at - last).days if last else -1
    return Examined("backups", last is not None and patient.at - last <= BACKUP_AGE, {"days": days})


def restore_tests(patient: Patient) -> Examined:
    """It was tried not too long ago whether a backup can be restored."""
    last = _latest("restore.tested")
    days = (patient.at - last).days if last else -1
    return Examined("restore_tests", last is not None and patient.at - last <= RESTORE_TEST_AGE, {"days": days})


def identity(patient: Patient) -> Examined:
    """What opens the backups does not lie beside them."""
    from sluis.portal.config.backups.keeping import IDENTITY

    return Examined("identity", not (patient.home / IDENTITY).exists(), {"file": IDENTITY})


def second_factors(_patient: Patient) -> Examined:
    """Everybody of the operator has a second factor."""
    from allauth.mfa.models import Authenticator

    from sluis.portal.access.models import Person

    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    staff = Person.everything.filter(organisation__is_operator=True, is_active=True)
    without = staff.exclude(pk__in=Authenticator.objects.filter(type__in=kinds).values("user_id"))
    return Examined("second_factors", not without.exists(), {"count": without.count(), "staff": staff.count()})


def _latest(kind: str = "") -> datetime | None:
    from sluis.portal.ledger.models import Entry

    entries = Entry.objects.filter(kind=kind) if kind else Entry.objects.all()
    found: Any = entries.order_by("-at").values_list("at", flat=True).first()
    return found if isinstance(found, datetime) else None

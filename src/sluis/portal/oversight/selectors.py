"""What others read of oversight, and what oversight reads of others."""

from datetime import date, datetime
from uuid import UUID

from sluis.portal.access.models import Organisation
from sluis.portal.documents.models import Version
from sluis.portal.oversight.models import Backup, Shift, Verification


def newest_version(document: UUID) -> Version | None:
    """The newest version of a document of which no board has to approve: it comes from outside."""
    found: Version | None = Version.everything.filter(document_id=document).order_by("-number").first()
    return found


def operator() -> Organisation:
    """Who runs this installation."""
    found: Organisation = Organisation.everything.get(is_operator=True)
    return found


def has_operator() -> bool:
    """Whether somebody runs this installation yet."""
    return Organisation.everything.filter(is_operator=True).exists()


def last_verified() -> Verification | None:
    """The last verification of the chain that was finished, whoever asked for it."""
    found: Verification | None = Verification.everything.exclude(ended_at=None).order_by("-ended_at").first()
    return found


def last_backup() -> Backup | None:
    """The newest backup."""
    found: Backup | None = Backup.everything.order_by("-made_at").first()
    return found


def on_duty(at: datetime) -> list[Shift]:
    """Who is on duty at a moment, in the service window of that moment."""
    from sluis.deadlines import window_at

    shifts = Shift.everything.filter(starts_at__lte=at, ends_at__gt=at, window=int(window_at(at)))
    return list(shifts.select_related("person", "deputy").order_by("starts_at"))


def is_past(day: date | None, on: date) -> bool:
    """Whether a day lies before another."""
    return day is not None and day < on

"""An agreement with a processor is concluded, renewed and ended."""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from sluis.deadlines import day_of
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change, changing
from sluis.portal.tasks.giving import settle
from sluis.portal.thirdparties import telling
from sluis.portal.thirdparties.keeping import OPEN, at_work, one, require_past
from sluis.portal.thirdparties.models import Dpa
from sluis.portal.thirdparties.rights import KEEP
from sluis.portal.thirdparties.submitting import drop_review, keep_file
from sluis.refusals import Refused
from sluis.refusals.catalogue import thirdparties as codes
from sluis.refusals.catalogue.work import FILE_EMPTY

State = Dpa.State


def conclude(
    actor: Actor,
    *,
    agreement: Dpa,
    starts_on: date,
    expires_on: date | None = None,
    notice: str = "",
    file: UploadedFile | None = None,
) -> Dpa:
    """Both signed it.

    Args:
        expires_on: its last day; none until it is ended.
        notice: how long before that day one gives notice.
        file: the signed copy; of one's own model it is the only text that does not change any more.
    Raises:
        Refused: DPA_MOVED; NOT_REVIEWED for what was submitted and not reviewed; PROCESSOR_ENDED; FILE_EMPTY
            without any text; EXPIRES_PAST.
        ValidationError: it cannot be so.
    """
    with changing(actor, KEEP, on=agreement) as change:
        found = one(agreement, State.OFFERED, State.UNDER_REVIEW)
        at_work(found.processor)
        if not found.is_own and not found.passed:
            raise Refused(codes.NOT_REVIEWED)
        found.starts_on = starts_on
        if file is not None:
            keep_file(change, found, file)
        if found.document is None:
            raise Refused(FILE_EMPTY)
        _runs(change, found, expires_on, notice)
        change.record("dpa.concluded", found)
        _replaces(change, found)
    return found


def renew(actor: Actor, *, agreement: Dpa, expires_on: date | None, notice: str = "") -> Dpa:
    """It holds longer, or until it is ended; also when it had expired.

    Raises:
        Refused: DPA_MOVED, PROCESSOR_ENDED; EXPIRES_PAST, also for a day before the one that holds.
        ValidationError: it cannot be so.
    """
    with changing(actor, KEEP, on=agreement) as change:
        found = one(agreement, State.CONCLUDED, State.EXPIRED)
        at_work(found.processor)
        if found.expires_on is None or (expires_on and expires_on <= found.expires_on):
            raise Refused(codes.EXPIRES_PAST)
        settle(change, kind=telling.EXPIRING, subject=found)
        _runs(change, found, expires_on, notice)
        change.record("dpa.renewed", found)
    return found


def end(actor: Actor, *, agreement: Dpa, on: date, reason: str) -> Dpa:
    """It ends, or comes to nothing.

    Raises:
        Refused: DPA_MOVED; DAY_TO_COME.
    """
    with changing(actor, KEEP, on=agreement) as change:
        found = one(agreement, *OPEN, State.EXPIRED)
        require_past(on, actor)
        found.state, found.ended_on, found.remarks = State.ENDED, on, reason.strip()
        found.full_clean()
        found.save()
        change.record("dpa.ended", found)
        settle(change, kind=telling.EXPIRING, subject=found)
        drop_review(change, found)
    return found


def _runs(change: Change, found: Dpa, expires_on: Any, notice: str) -> None:
    if expires_on and expires_on < day_of(change.actor.at):
        raise Refused(codes.EXPIRES_PAST)
    found.state, found.expires_on, found.notice = State.CONCLUDED, expires_on, notice
    found.full_clean()
    found.save()


def _replaces(change: Change, found: Dpa) -> None:
    """It takes the place of those of its kind that expired, of which nobody has to think any more."""
    expired = Dpa.everything.filter(processor=found.processor, kind=found.kind, state=State.EXPIRED).order_by("pk")
    for each in expired:
        settle(change, kind=telling.EXPIRING, subject=each)

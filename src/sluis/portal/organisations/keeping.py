"""Adding, altering and ending the records of an organisation: one way for all of them, with history and evidence."""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db import IntegrityError

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.access.rights import Right
from sluis.portal.access.tenancy import Owned, OwnedBase
from sluis.portal.organisations.models.dated import Dated
from sluis.portal.organisations.remembering import remember, values
from sluis.refusals import Refused
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import organisations as codes

Record = TypeVar("Record", bound=OwnedBase)
Made = TypeVar("Made", bound=Owned)
Period = TypeVar("Period", bound=Dated)


def locked(model: type[Record], pk: UUID) -> Record:
    """A record as it is now, held until the commit.

    Raises:
        Refused: GONE_ALREADY.
    """
    found: Record | None = model.everything.select_for_update().filter(pk=pk).first()
    if found is None:
        raise Refused(access.GONE_ALREADY)
    return found


def add(actor: Actor, right: Right, record: Made, kind: str, *, objects: Mapping[str, str] | None = None) -> Made:
    """Store a new record.

    Raises:
        ValidationError: it cannot be so.
        Refused: as `changing`; GONE_ALREADY when somebody else just made the same.
    """
    try:
        with changing(actor, right, on=record) as change:
            record.full_clean()
            record.save(force_insert=True)
            remember(change, record, {}, kind)
            change.record(kind, record, objects=objects)
    except IntegrityError:
        raise Refused(access.GONE_ALREADY) from None
    return record


def alter(actor: Actor, right: Right, record: Made, kind: str, new: Mapping[str, Any]) -> Made:
    """Give a record other values.

    Raises:
        ValidationError, Refused: as `add`.
    """
    with changing(actor, right, on=record) as change:
        found = locked(type(record), record.pk)
        before = values(found)
        for name, value in new.items():
            setattr(found, name, value)
        found.full_clean()
        found.save()
        remember(change, found, before, kind)
        change.record(kind, found)
    return found


def finish(actor: Actor, right: Right, record: Period, kind: str, last_day: date) -> Period:
    """Let a record hold until and including a day.

    Raises:
        Refused: as `changing`; PERIOD_CLOSED when it ended before that day or begins after it.
    """
    with changing(actor, right, on=record) as change:
        found = locked(type(record), record.pk)
        if last_day < found.starts_on or (found.ends_on is not None and found.ends_on <= last_day):
            raise Refused(codes.PERIOD_CLOSED)
        before = values(found)
        found.ends_on = last_day
        found.save()
        remember(change, found, before, kind)
        change.record(kind, found)
    return found

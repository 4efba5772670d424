"""Outage notices: announced once, moved when needed, over once; everybody who must know is mailed at both ends."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.utils import translation

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change, changing
from sluis.portal.access.models import Organisation, Person
from sluis.portal.access.recognising import day_of
from sluis.portal.access.rights import Right
from sluis.portal.access.roles import Role
from sluis.portal.deliveries.models import Account
from sluis.portal.monitor.guarding import plain
from sluis.portal.monitor.models import Outage
from sluis.portal.monitor.rights import REMIND, TELL
from sluis.portal.notifications.sending import send
from sluis.portal.organisations.choices import ContactRole
from sluis.portal.organisations.reaching import whom_to_tell
from sluis.portal.oversight.selectors import operator
from sluis.portal.people.selectors import holders
from sluis.portal.ui import moments
from sluis.refusals import Refused
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import monitor as codes


def announce(
    actor: Actor, *, planned: bool, starts_at: datetime, ends_at: datetime | None, text_nl: str, text_en: str
) -> Outage:
    """Tell it: at the top of every page, to programs at the gate, and by mail.

    Raises:
        Refused: PERSONAL, OUTAGE_TIMES.
    """
    _require_after(ends_at, starts_at, actor.at)
    made = Outage(
        organisation=operator(), planned=planned, starts_at=starts_at, ends_at=ends_at,
        text_nl=plain(text_nl, "text_nl"), text_en=plain(text_en, "text_en"),
        announced_at=actor.at, announced_by=actor.name,
    )  # fmt: skip
    with changing(actor, TELL, on=made) as change:
        made.full_clean()
        made.told = _tell(change, made, "announced")
        made.save(force_insert=True)
        change.record("outage.announced", made, counts={"people": made.told})
    return made


def move(actor: Actor, *, outage: Outage, ends_at: datetime | None) -> Outage:
    """It ends at another moment than was thought; the banner says so.

    Raises:
        Refused: OUTAGE_TIMES; GONE_ALREADY when it is over.
    """
    with changing(actor, TELL, on=outage) as change:
        found = _open(outage.pk)
        _require_after(ends_at, found.starts_at, actor.at)
        found.ends_at = ends_at
        found.full_clean()
        found.save()
        change.record("outage.moved", found)
    return found


def end(actor: Actor, *, outage: Outage) -> Outage:
    """It is over, or called off when it has not begun.

    Raises:
        Refused: GONE_ALREADY when somebody else was first.
    """
    return _end(actor, outage, TELL)


def end_due(actor: Actor) -> int:
    """The job: those of which the end has come."""
    due = Outage.everything.filter(over_at=None, ends_at__lte=actor.at)
    done = 0
    for outage in due.order_by("ends_at", "pk"):
        try:
            _end(actor, outage, REMIND)
        except Refused:
            continue  # somebody ended or moved it in the meantime
        done += 1
    return done


def _end(actor: Actor, outage: Outage, right: Right) -> Outage:
    with changing(actor, right, on=outage) as change:
        found = _open(outage.pk)
        if right is REMIND and (found.ends_at is None or found.ends_at > actor.at):
            raise Refused(access.GONE_ALREADY)
        found.over_at, found.over_by = actor.at, actor.name
        found.told_over = _tell(change, found, "over")
        found.save()
        change.record("outage.ended", found, counts={"people": found.told_over})
    return found


def _open(pk: UUID) -> Outage:
    found: Outage | None = Outage.everything.select_for_update().filter(pk=pk, over_at=None).first()
    if found is None:
        raise Refused(access.GONE_ALREADY)
    return found


def _require_after(ends_at: datetime | None, starts_at: datetime, at: datetime) -> None:
    if ends_at is not None and (ends_at <= starts_at or ends_at <= at):
        raise Refused(codes.OUTAGE_TIMES)


def _tell(change: Change, outage: Outage, template: str) -> int:
    """To whoever must know, each once; how many."""
    told: set[str] = set()
    open_accounts = Account.everything.filter(closed_at=None).values("organisation")
    for place in Organisation.everything.filter(pk__in=open_accounts, ended_on=None).order_by("pk"):
        for to, name in _people(place, change.actor.at):
            address = (to.email if isinstance(to, Person) else to).lower()
            if address not in told:
                told.add(address)
                language = to.language if isinstance(to, Person) else "nl"
                facts = _facts(outage, language) | {"addressee": name}
                send(change, to=to, template=f"monitor/{template}", facts=facts, language=language, organisation=place)
    return len(told)


def _people(place: Organisation, at: datetime) -> Iterator[tuple[Person | str, str]]:
    """The first technical contact that is there, or who stands in; without contacts, who delivers or administers."""
    contacts = whom_to_tell(place, ContactRole.TECHNICAL, at)
    if contacts:
        yield contacts[0].email, contacts[0].name
        return
    for roles in ((Role.DELIVERER, Role.MANAGER), (Role.ADMINISTRATOR,)):
        found = list(holders(place, day_of(at), [role.value for role in roles]))
        yield from ((person, person.name) for person in found)
        if found:
            return


def _facts(outage: Outage, language: str) -> dict[str, str | int]:
    with translation.override(language):
        return {
            "planned": int(outage.planned),
            "called_off": int(outage.called_off),
            "since": moments.moment(outage.starts_at),
            "until": moments.moment(outage.ends_at) if outage.ends_at else "",
            "text": outage.text(language),
            "other": outage.text("nl" if language == "en" else "en"),
        }

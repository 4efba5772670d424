"""Which events somebody may see: the operator's auditors all, others those that concern their own organisation."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import Q, QuerySet

from sluis.evidence.chain import read_line
from sluis.evidence.event import Event
from sluis.portal.access.actor import Actor
from sluis.portal.ledger.models import Chain, Entry
from sluis.portal.ledger.reading import raw
from sluis.portal.oversight.rights import SEE_EVIDENCE


def visible_events(actor: Actor) -> QuerySet[Entry]:
    """The lines that this actor may see."""
    return events_of(None if actor.reaches_all(SEE_EVIDENCE) else _own(actor))


def events_of(organisation: UUID | None) -> QuerySet[Entry]:
    """The lines that concern one organisation; with none, all."""
    return Entry.objects.filter(organisation=organisation) if organisation else Entry.objects.all()


NOBODY = UUID(int=0)


def _own(actor: Actor) -> UUID:
    if not actor.may(SEE_EVIDENCE) or actor.organisation is None:
        return NOBODY
    own: UUID = actor.organisation.pk
    return own


def of_kinds(patterns: Iterable[str]) -> Q:
    """Events of these kinds; a star at the end stands for anything."""
    found = Q(pk__in=())
    exact = [each for each in patterns if not each.endswith("*")]
    if exact:
        found |= Q(kind__in=exact)
    for each in patterns:
        if each == "*":
            return Q()
        if each.endswith("*"):
            found |= Q(kind__startswith=each[:-1])
    return found


def event_in(entry: Entry) -> Event | None:
    """The event of a line; none when the line is damaged."""
    try:
        return read_line(raw(entry.line))[1]
    except ValueError:
        return None


def standing() -> int:
    """The number of the last line; -1 when there is none."""
    return Chain.objects.values_list("n", flat=True).get(pk=1)


def split(text: str) -> Sequence[str]:
    """What stands between commas."""
    return [each.strip() for each in text.split(",") if each.strip()]

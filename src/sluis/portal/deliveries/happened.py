"""What the evidence says about a delivery, for those who may see the delivery."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from sluis.evidence.chain import digest
from sluis.portal.access.actor import Actor
from sluis.portal.deliveries.models import Account, Delivery
from sluis.portal.ledger.models import Entry
from sluis.portal.ledger.reading import raw
from sluis.portal.oversight.naming import Names, is_uuid
from sluis.portal.oversight.rights import SEE_EVIDENCE
from sluis.portal.oversight.sentences import sentence
from sluis.portal.ui.navigation import Text

MOST = 30
FOR_RECIPIENT = (
    "delivery.relayed", "delivery.available", "delivery.downloaded", "delivery.downloaded-again", "delivery.opened",
    "delivery.opened-again", "delivery.removed", "delivery.expired",
)  # fmt: skip
"""What happened before it was relayed is between source and TTP."""


@dataclass(frozen=True, slots=True)
class Line:
    """One event.

    Attributes:
        n: its number in the chain.
        mark: beginning and end of its digest.
        may: whether the reader can see all of it.
    """

    n: int
    words: Text
    at: datetime
    who: str
    mark: str
    may: bool


def events(found: Delivery, reader: Actor, *, as_recipient: bool, names: Names) -> list[Line]:
    """The newest events about a delivery, newest first; a fixed number of queries."""
    lines = Entry.objects.filter(subject=found.subject)
    if as_recipient:
        lines = lines.filter(kind__in=FOR_RECIPIENT)
    newest = list(lines.order_by("-n")[:MOST])
    names.learn(one.actor for one in newest)
    programs = _programs(one.actor for one in newest)
    return [
        Line(
            n=one.n,
            words=sentence(one.kind),
            at=one.at,
            who=programs.get(one.actor) or names.who(one.actor),
            mark=_mark(one),
            may=reader.reaches(SEE_EVIDENCE, one.organisation),
        )
        for one in newest
    ]


_PROGRAM = "program:account:"
"""How the gate names a party's program."""


def _programs(actors: Iterable[str]) -> dict[str, str]:
    """The parties whose programs these are, by their names in the exchange, which are no secret between them."""
    ids = {one.removeprefix(_PROGRAM) for one in actors if one.startswith(_PROGRAM)}
    found = Account.everything.filter(pk__in=filter(is_uuid, ids)).values_list("pk", "party_id")
    return {f"{_PROGRAM}{pk}": _("program of %(party)s") % {"party": party} for pk, party in found}


def _mark(entry: Entry) -> str:
    whole = digest(raw(entry.line))
    return f"{whole[:4]}…{whole[-4:]}"

"""Sections from the chain of events: how often what happened, what was refused, and where the chain stands."""

from datetime import datetime
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from sluis.evidence.event import Outcome
from sluis.portal.access.models import Organisation
from sluis.portal.agreements.papers.sections import Period
from sluis.portal.documents.rendering.paper import Facts, Paragraph, Section, Table
from sluis.portal.ledger.models import Chain, Checkpoint
from sluis.portal.oversight.selecting import events_of
from sluis.portal.oversight.selectors import last_verified
from sluis.portal.oversight.sentences import known, sentence
from sluis.portal.ui.moments import moment

_EXCHANGE = ("delivery.", "policy.", "specversion.", "enrolment.", "certificate.")


def _within(organisation: Organisation | None, period: Period) -> Any:
    return events_of(organisation.pk if organisation else None).filter(at__range=(period.begins, period.ends))


def _counted(rows: Any) -> tuple[tuple[str, str], ...]:
    counted = rows.values("kind").annotate(times=Count("n")).order_by("kind")
    said = [(str(sentence(row["kind"])) if known(row["kind"]) else row["kind"], row["times"]) for row in counted]
    return tuple((words, str(times)) for words, times in said)


def deliveries(organisation: Organisation | None, _at: datetime, period: Period, _language: str) -> Section:
    """Deliveries and policies in the period, as counts."""
    found = _within(organisation, period)
    rows = tuple(row for start in _EXCHANGE for row in _counted(found.filter(kind__startswith=start)))
    head = (_("What"), _("Times"))
    nothing = Paragraph(_("The portal has no events of deliveries or policies in this period."))
    return Section(_("Deliveries and policies"), (Table(head, rows, widths=(80, 20)),) if rows else (nothing,))


def refusals(organisation: Organisation | None, _at: datetime, period: Period, _language: str) -> Section:
    """What was refused in the period, as counts."""
    rows = _counted(_within(organisation, period).filter(outcome=Outcome.REFUSED.value))
    head = (_("What"), _("Times"))
    nothing = Paragraph(_("Nothing was refused in this period."))
    return Section(_("Refusals"), (Table(head, rows, widths=(80, 20)),) if rows else (nothing,))


def breaches(organisation: Organisation | None, _at: datetime, period: Period, _language: str) -> Section:
    """Breaches in the period, as counts."""
    rows = _counted(_within(organisation, period).filter(kind__startswith="breach."))
    head = (_("What"), _("Times"))
    nothing = Paragraph(_("No breach is on record for this period."))
    return Section(_("Breaches"), (Table(head, rows, widths=(80, 20)),) if rows else (nothing,))


def checkpoint(_organisation: Organisation | None, _at: datetime, _period: Period, _language: str) -> Section:
    """Where the chain stands, so that what is told here can be held against it later."""
    chain = Chain.objects.get(pk=1)
    signed = Checkpoint.objects.filter(chain=chain.name).order_by("-n").first()
    verified = last_verified()
    pairs = [(_("Chain"), chain.name), (_("Last event"), str(chain.n)), (_("Hash"), chain.head)]
    if signed:
        pairs.append((_("Last signed checkpoint"), f"{signed.n}, {moment(signed.at)}"))
    if verified and verified.ended_at:
        pairs.append((_("Last verified"), f"{moment(verified.ended_at)}: {verified.get_state_display()}"))
    lead = Paragraph(_("Everything that happens is written into a chain of which no line can be changed unseen."))
    return Section(_("Evidence"), (lead, Facts(tuple(pairs))))

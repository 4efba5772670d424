"""Who receives what is delivered in a flow: the organisation whose certificate bears the name that the agreement has.

Before the recipient has a certificate, it is the commissioning party of the specification that the flow follows, when the
source approved exactly one of that name. Where neither is certain, nobody is the recipient.
"""

from collections import defaultdict
from collections.abc import Iterable

from sluis.agreement.contract import Flow as Named
from sluis.portal.access.actor import Actor
from sluis.portal.access.models import Organisation
from sluis.portal.agreements.models import Flow
from sluis.portal.organisations.models import Certificate, ExchangeRole
from sluis.portal.rounds.models import Schedule
from sluis.portal.rounds.rights import PLAN
from sluis.portal.specifications.models import PartyKind, Specapproval
from sluis.refusals import Refused


def recipient_of(flow: Flow) -> Organisation | None:
    """The recipient, when it is certain."""
    return recipients([flow]).get(flow.exchange)


def recipients(flows: Iterable[Flow]) -> dict[str, Organisation]:
    """Id of the exchange's agreement → recipient; without those of which it is not certain."""
    named = {flow: one for flow in flows if (one := _named(flow))}
    certified = _certified({one.recipient for one in named.values()})
    commissioners = _commissioners({one.specification for one in named.values()})
    found: dict[str, Organisation] = {}
    for flow, one in named.items():
        who = certified.get(one.recipient) or commissioners.get((one.specification, flow.organisation_id), set())
        if len(who) == 1:
            found[flow.exchange] = next(iter(who))
    return found


def flows_to_plan(actor: Actor) -> list[tuple[Flow, Organisation]]:
    """Flows without a schedule for which this actor keeps the calendar, with their recipients."""
    kept = Schedule.everything.filter(stopped_at=None).values("flow")
    free = Flow.everything.exclude(pk__in=kept).select_related("organisation", "agreement__current", "agreement__main")
    flows = list(free.order_by("exchange"))
    known = recipients(flows)
    pairs = [(flow, known[flow.exchange]) for flow in flows if flow.exchange in known]
    return [(flow, recipient) for flow, recipient in pairs if actor.reaches(PLAN, recipient.pk)]


def _named(flow: Flow) -> Named | None:
    """What the agreement says about the flow; nothing, when it cannot be read or does not name it any more."""
    try:
        return flow.agreement.contract.flow(flow.exchange) if flow.agreement.current else None
    except Refused:
        return None


def _certified(names: set[str]) -> dict[str, set[Organisation]]:
    found: dict[str, set[Organisation]] = defaultdict(set)
    kept = Certificate.everything.filter(role=ExchangeRole.RECIPIENT, party_id__in=names, revoked_at=None)
    for certificate in kept.select_related("organisation"):
        found[certificate.party_id].add(certificate.organisation)
    return found


def _commissioners(names: set[str]) -> dict[tuple[str, object], set[Organisation]]:
    """(Name of a specification, source that approved it) → who keeps specifications of that name."""
    found: dict[tuple[str, object], set[Organisation]] = defaultdict(set)
    approved = Specapproval.everything.filter(
        version__dataspec__name__in=names - {""}, kind=PartyKind.SOURCE, decision=Specapproval.Decision.APPROVED
    )
    for each in approved.select_related("version__dataspec__organisation"):
        found[each.version.dataspec.name, each.organisation_id].add(each.version.dataspec.organisation)
    return found

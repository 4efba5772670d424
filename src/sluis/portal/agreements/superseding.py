"""An agreement that comes into force takes the place of earlier ones of like purport between the same parties."""

from sluis.agreement import steps
from sluis.agreement.life import after
from sluis.agreement.standing import Standing
from sluis.portal.access.changing import Change
from sluis.portal.agreements import flows
from sluis.portal.agreements.happening import held, keep, now, remember
from sluis.portal.agreements.models import Agreement
from sluis.portal.agreements.telling import tell
from sluis.portal.agreements.wording import Happened


def supersede_earlier(change: Change, agreement: Agreement) -> None:
    """Of like purport is: for the same programme, or for deliveries of the same flow (Z-19)."""
    alike = Agreement.everything.filter(
        organisation=agreement.organisation, state__in=["in_force", "suspended", "signed"]
    )
    for each in alike.exclude(pk=agreement.pk).order_by("pk"):
        if each.programme.casefold() == agreement.programme.casefold() or _shares_flow(each, agreement):
            found = held(each)
            if not _is_earlier(now(found, change.actor.at), agreement.standing):
                continue
            found.superseded_by = agreement
            keep(change, found, after(found.contract, found.standing, steps.Supersede(), change.actor.at))
            remember(change, found, Happened.SUPERSEDED, facts={"by": agreement.number})
            tell(change, found, "superseded")
    flows.follow(change, agreement)


def _is_earlier(one: Standing, entered: Standing) -> bool:
    """Neither one whose last day went by already, nor one that was signed beforehand to follow."""
    follows = one.starts_on and entered.starts_on and one.starts_on > entered.starts_on
    return one.state in steps.Supersede.possible and not follows


def _shares_flow(one: Agreement, other: Agreement) -> bool:
    mine = {flow.agreement for flow in one.contract.flows}
    return bool(mine & {flow.agreement for flow in other.contract.flows})

"""How things stand now under each clause, in one line beside it; higher apps add theirs in the slots `clause-…`."""

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext, ngettext

from sluis.agreement.clauses import Clause
from sluis.agreement.contract import Contract
from sluis.agreement.effects import Effects
from sluis.agreement.standing import Standing, State
from sluis.portal.access.actor import Actor
from sluis.portal.agreements.models import Flow
from sluis.portal.agreements.wording import FEES
from sluis.portal.specifications.models import Specversion
from sluis.portal.specifications.rights import SEE as SEE_SPECIFICATIONS
from sluis.portal.ui.moments import day, moment


def lines(
    actor: Actor, contract: Contract, standing: Standing, held: Effects, flows: Sequence[Flow]
) -> Mapping[Clause, str]:
    """Clause → how it stands."""
    return dict(
        [
            *_flows(flows),
            *_specifications(actor, contract),
            *_life(standing, held),
            (Clause.COSTS, gettext("Fee: %s") % FEES[held.fee]),
        ]
    )


def _flows(flows: Sequence[Flow]) -> Iterator[tuple[Clause, str]]:
    signed = [flow for flow in flows if flow.serial]
    if signed:
        newest = max(signed, key=lambda flow: flow.issued_at or flow.pk)
        said = {"serial": newest.serial, "at": moment(newest.issued_at) if newest.issued_at else "–"}
        yield Clause.PURPOSE, gettext("Policy %(serial)d, signed %(at)s; source, TTP and recipient take it") % said


def _specifications(actor: Actor, contract: Contract) -> Iterator[tuple[Clause, str]]:
    names = {flow.specification for flow in contract.flows if flow.specification}
    if not names:
        return
    seen = Specversion.objects.visible_to(actor, SEE_SPECIFICATIONS).filter(
        dataspec__name__in=names, state=Specversion.State.ACTIVE
    )
    version = seen.select_related("dataspec").order_by("-starts_on", "pk").first()
    if version is None:
        yield Clause.DATA, gettext("No data specification is in effect yet: deliveries are refused")
        return
    said = {"name": version.dataspec.name, "label": version.label, "fields": version.fields}
    words = ngettext(
        "Specification %(name)s %(label)s, %(fields)d field, approved by all parties",
        "Specification %(name)s %(label)s, %(fields)d fields, approved by all parties",
        version.fields,
    )
    yield Clause.DATA, words % said


def _life(standing: Standing, held: Effects) -> Iterator[tuple[Clause, str]]:
    waiting = [one for one in standing.notices if not one.repaired]
    number = len(waiting)
    if number:
        yield (
            Clause.DEFAULT,
            ngettext("%d notice of default is open", "%d notices of default are open", number) % number,
        )
    else:
        yield Clause.DEFAULT, gettext("No notice of default is open")
    known = held.ends_on
    yield Clause.TERM, gettext("Last day: %s") % day(known) if known else gettext("No last day is known")
    yield (
        Clause.WARRANTY,
        gettext("The warranty is on record") if standing.warranty else gettext("No warranty is on record"),
    )
    if standing.state is State.ENDED:
        left = gettext("not counted yet") if standing.held is None else str(standing.held)
        yield Clause.END, gettext("Records that are left: %s") % left
    elif standing.state is not State.CLOSED:
        yield Clause.END, gettext("Not at issue yet")

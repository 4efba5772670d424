"""What would follow: of an announcement, an objection, a start; in sentences, before anything is confirmed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sluis.agreement import steps
from sluis.agreement.contract import Side
from sluis.agreement.effects import Difference, differences, effects
from sluis.agreement.grounds import GroundKind
from sluis.agreement.life import after, last_day
from sluis.deadlines import worded
from sluis.portal.agreements.models import Agreement
from sluis.portal.agreements.stepping import foresee
from sluis.portal.subprocessors.announcing import Outlook
from sluis.portal.subprocessors.models import Subnotice
from sluis.portal.ui.moments import day
from sluis.portal.ui.refusing import reader_language
from sluis.refusals import Refused

At = Subnotice.State


@dataclass(frozen=True, slots=True)
class Leaving:
    """What the controller may do when an objection is not resolved.

    Attributes:
        suspended: every effect before and after a suspension on this ground.
        ends_on: last day of the agreement after notice on this ground; none when the agreement gives none.
        fee_stops: no fee is due while it is suspended on this ground.
    """

    suspended: tuple[Difference, ...]
    ends_on: date | None
    fee_stops: bool


def leaving(agreement: Agreement, until: date, at: datetime) -> Leaving | None:
    """The rights that an objection not resolved gives; none when the agreement does not run. Nothing is changed."""
    contract = agreement.contract
    try:
        objected = foresee(agreement, steps.Object(until=until), at).after
    except Refused:
        return None
    before = effects(contract, objected, at)
    try:
        stopped = after(contract, objected, steps.Suspend(by=Side.CONTROLLER, ground=GroundKind.OBJECTION), at)
        suspended = differences(before, effects(contract, stopped, at))
    except Refused:
        suspended = ()
    try:
        left = after(contract, objected, steps.GiveNotice(by=Side.CONTROLLER, ground=GroundKind.OBJECTION), at)
        ends = last_day(contract, left)
    except Refused:
        ends = None
    return Leaving(suspended, ends, bool(suspended) and contract.regime.subprocessors.fee_stops)


def of_announcing(outlook: Sequence[Outlook]) -> list[str]:
    """Under how many agreements, and how."""
    told = sum(one.terms.state in (At.OPEN, At.INFORMED, At.CLOSED) for one in outlook)
    listed = sum(one.terms.state is At.LISTED for one in outlook)
    found = [
        ngettext(
            "The controller of %(count)d agreement is told at once, by message.",
            "The controllers of %(count)d agreements are told at once, by message.",
            told,
        )
        % {"count": told}
    ]
    if any(one.terms.state is At.OPEN for one in outlook):
        found.append(
            _("Those who can object get a task, with the last day for it; they are reminded before it passes.")
        )
    if listed:
        found.append(
            ngettext(
                "Under %(count)d agreement it stands in the annex already, and needs no announcement.",
                "Under %(count)d agreements it stands in the annex already, and needs no announcement.",
                listed,
            )
            % {"count": listed}
        )
    found.append(_("Name, country and transfer cannot be changed any more; that would be another subprocessor."))
    return found


def of_objecting(notice: Subnotice, at: datetime) -> list[str]:
    """What an objection does now, and what it leads to when it is not resolved."""
    name = {"name": notice.subprocessor.name}
    found = [
        _("%(name)s does not start under this agreement while your objection stands.") % name,
        _("The processor is told at once, and must make efforts to resolve it or to adapt the service."),
    ]
    return found + of_unresolved(notice, at, heading=True)


def of_unresolved(notice: Subnotice, at: datetime, *, heading: bool = False) -> list[str]:
    """The rights of the controller, with their days."""
    until = notice.objection_until
    rights = leaving(notice.agreement, until, at) if until else None
    if until is None or rights is None:
        return []
    found = []
    if heading:
        found.append(_("If it is not resolved on %(day)s, the controller gets these rights:") % {"day": day(until)})
    if rights.suspended:
        found.append(
            _("Suspend the agreement at once; no fee is due as long as that lasts.")
            if rights.fee_stops
            else _("Suspend the agreement at once; the fee runs on.")
        )
    term = notice.agreement.contract.regime.subprocessors.termination_notice
    if rights.ends_on and term:
        facts = {"term": worded(term, reader_language()), "until": day(until), "day": day(rights.ends_on)}
        found.append(
            _("Give notice of %(term)s, counted from %(until)s: the last day is %(day)s. After it no fee is due.")
            % facts
        )
    return found

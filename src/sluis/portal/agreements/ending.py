"""The end: what is still held is counted, and an export can wait for what is owed where that was agreed."""

from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sluis.agreement import steps
from sluis.agreement.contract import Side
from sluis.agreement.standing import State
from sluis.portal.access.actor import Actor
from sluis.portal.access.models import Organisation
from sluis.portal.agreements import stepping
from sluis.portal.agreements.happening import now
from sluis.portal.agreements.models import Agreement
from sluis.portal.holdings.residual import residue
from sluis.portal.leaving.models import Destruction
from sluis.portal.ui.navigation import Text

_BOUND = [State.SIGNED.value, State.IN_FORCE.value, State.SUSPENDED.value]


def counted(agreement: Agreement, at: datetime) -> steps.Count:
    """What is held of the controller now, and until when backups may hold it.

    While another agreement with the same controller runs, its data are held under that one.
    """
    organisation = agreement.organisation
    others = Agreement.everything.filter(organisation=organisation, state__in=_BOUND).exclude(pk=agreement.pk)
    held = 0 if others.exists() else sum(each.count for each in residue(organisation, at))
    waiting = Destruction.everything.filter(organisation=organisation, state=Destruction.State.DESTROYED)
    days = [day for day in waiting.values_list("backups_until", flat=True) if day]
    return steps.Count(held, max(days, default=None))


def count_what_is_left(actor: Actor) -> int:
    """Count for every agreement that ended; for the timetable. How many had changed."""
    changed = 0
    for agreement in Agreement.everything.filter(state=State.ENDED.value).select_related("current", "organisation"):
        step, standing = counted(agreement, actor.at), now(agreement, actor.at)
        if (standing.held, standing.backups_until) != (step.held, step.backups_until):
            stepping.take(actor, agreement=agreement, step=step)
            changed += 1
    return changed


def withheld(organisation: Organisation, at: datetime) -> Text | None:
    """Why an export waits, under agreements that allow that (A26): something is owed, or it was broken off."""
    gated = Agreement.everything.filter(organisation=organisation).exclude(
        state__in=[State.DRAFT.value, State.OFFERED.value, State.WITHDRAWN.value, State.SUPERSEDED.value]
    )
    for agreement in gated.select_related("current").order_by("number"):
        if not agreement.contract.regime.costs.export_gate:
            continue
        standing = now(agreement, at)
        if any(notice.by is Side.PROCESSOR and not notice.repaired for notice in standing.notices):
            return gettext("a notice of default under %(number)s is open") % {"number": agreement.number}
        if standing.state is State.ENDED and standing.by is Side.PROCESSOR and standing.ground is not None:
            return gettext("%(number)s was broken off on a ground of the operator") % {"number": agreement.number}
    return None


LABEL = _("Counts what is left when agreements have ended")

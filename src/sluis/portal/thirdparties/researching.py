"""What was checked at the processors that were drawn, what was found, and what became of it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from sluis.deadlines import day_of
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.organisations.keeping import locked
from sluis.portal.tasks.giving import settle as close
from sluis.portal.thirdparties import telling
from sluis.portal.thirdparties.keeping import require_past
from sluis.portal.thirdparties.models import Compliancecheck, Compliancesample, Processor
from sluis.portal.thirdparties.rights import RESEARCH, REVIEW
from sluis.refusals import Refused
from sluis.refusals.catalogue import thirdparties as codes
from sluis.refusals.catalogue.holdings import DAY_PASSED


def record(actor: Actor, *, sample: Compliancesample, processor: Processor, data: Mapping[str, Any]) -> Compliancecheck:
    """Record a check; what must be done about it becomes a task of the organisation, with its day.

    Raises:
        Refused: NOT_DRAWN; DAY_TO_COME for a check that still has to take place; DAY_PASSED for a follow-up.
        ValidationError: the data cannot be so.
    """
    with changing(actor, RESEARCH, on=sample) as change:
        if str(processor.pk) not in sample.drawn:
            raise Refused(codes.NOT_DRAWN)
        made = Compliancecheck(organisation=sample.organisation, sample=sample, processor=processor, **data)
        made.full_clean()
        require_past(made.checked_on, actor)
        if made.due_on and made.due_on < day_of(actor.at):
            raise Refused(DAY_PASSED)
        made.save(force_insert=True)
        objects = {"compliancesample": str(sample.pk), "processor": str(processor.pk), "code": made.severity}
        change.record("compliancecheck.recorded", made, objects=objects)
        if made.is_open and made.due_on:
            title = _("Follow up what was found at a processor: %(name)s")
            telling.ask(change, made, telling.FOLLOW_UP, title, processor.name, telling.until(made.due_on))
            telling.tell(change, made, "found")
    return made


def settle(actor: Actor, *, check: Compliancecheck, outcome: str) -> Compliancecheck:
    """What had to be done was done.

    Raises:
        Refused: CHECK_SETTLED.
    """
    with changing(actor, REVIEW, on=check) as change:
        found: Compliancecheck = locked(Compliancecheck, check.pk)
        if not found.is_open:
            raise Refused(codes.CHECK_SETTLED)
        found.settled_at, found.outcome = actor.at, outcome.strip()
        found.full_clean()
        found.save()
        change.record("compliancecheck.settled", found)
        close(change, kind=telling.FOLLOW_UP, subject=found)
    return found

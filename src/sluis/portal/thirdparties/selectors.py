"""What the pages read, limited to what the actor may see."""

from datetime import date
from typing import Any

from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from sluis.portal.access.actor import Actor
from sluis.portal.access.models import Organisation
from sluis.portal.organisations.models import SecrecyAgreement
from sluis.portal.organisations.rights import SEE_SECRECY
from sluis.portal.thirdparties.models import Compliancesample, Dpa, Processor
from sluis.portal.thirdparties.rights import RESEARCH, SEE
from sluis.portal.thirdparties.telling import AHEAD

NONE = "none"
"""In the place of a state: there is no agreement at all."""


def processors(actor: Actor) -> QuerySet[Any]:
    """Processors, each with the agreement that counts: the one that holds, else the last."""
    holds_first = Case(When(state=Dpa.State.CONCLUDED, then=0), default=1, output_field=IntegerField())
    seen = Dpa.objects.visible_to(actor, SEE).filter(processor=OuterRef("pk")).order_by(holds_first, "-begun_at", "pk")
    found: QuerySet[Any] = Processor.objects.visible_to(actor, SEE).select_related("organisation")
    annotated: QuerySet[Any] = found.annotate(
        agreed=Coalesce(Subquery(seen.values("state")[:1]), Value(NONE)),
        expires=Subquery(seen.values("expires_on")[:1]),
    )
    return annotated.order_by("name")


def expiring(actor: Actor, today: date) -> QuerySet[Any]:
    """Agreements that expired, or will within 90 days."""
    soon = Q(state=Dpa.State.CONCLUDED, expires_on__lte=AHEAD.day_after(today))
    found: QuerySet[Any] = Dpa.objects.visible_to(actor, SEE).filter(soon | Q(state=Dpa.State.EXPIRED))
    return found.select_related("organisation", "processor").order_by("expires_on")


def samples(actor: Actor) -> QuerySet[Any]:
    """Samples, with how much was checked and how much is still to be done."""
    left = Q(checks__isnull=False, checks__settled_at=None, checks__follow_up__gt="")
    found: QuerySet[Any] = Compliancesample.objects.visible_to(actor, SEE).select_related("organisation")
    counted: QuerySet[Any] = found.annotate(checked=Count("checks"), left=Count("checks", filter=left))
    return counted.order_by("-drawn_at")


def drawable(actor: Actor) -> QuerySet[Any]:
    """Organisations with processors among which somebody may draw."""
    at_work = Processor.objects.visible_to(actor, RESEARCH).filter(ended_on=None)
    found: QuerySet[Any] = Organisation.everything.filter(pk__in=at_work.values("organisation"))
    return found.order_by("name")


def secrecy_with(actor: Actor, processor: Processor) -> list[Any] | None:
    """The confidentiality agreements with a processor, which are kept with the organisation; none for who may not see them."""
    if not actor.reaches(SEE_SECRECY, processor.organisation_id):
        return None
    seen = SecrecyAgreement.objects.visible_to(actor, SEE_SECRECY)
    return list(seen.filter(organisation=processor.organisation_id, counterparty__iexact=processor.name))

"""What pages list: always through what the actor may see, in a fixed number of queries."""

from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from sluis.portal.access.actor import Actor
from sluis.portal.access.recognising import day_of
from sluis.portal.specifications.models import Dataspec, PartyKind, Specapproval, Specsource, Specversion
from sluis.portal.specifications.rights import SEE

State = Specversion.State
HEAVY = ("content", "signature")
"""Columns that lists do not read."""


def dataspecs(actor: Actor) -> QuerySet[Dataspec]:
    """Specifications, each with the version that holds today, one that waits, and how many sources it has."""
    today = day_of(actor.at)
    held = _of_outer().filter(Specversion.holding(today)).values("label")
    waiting = _of_outer().filter(state__in=(State.PROPOSED, State.APPROVED)).order_by("-proposed_at", "pk")
    now = Specsource.everything.filter(dataspec=OuterRef("pk"), ended_at=None).order_by()
    found: QuerySet[Dataspec] = Dataspec.objects.visible_to(actor, SEE).select_related("organisation")
    return found.annotate(
        held=Subquery(held[:1]),
        waiting=Subquery(waiting.values("label")[:1]),
        source_count=Subquery(now.values("dataspec").annotate(n=Count("pk")).values("n")),
    )


def standing(kind: str, today: date) -> Q:
    """A choice of the filter: `held`, `waiting` or `none`."""
    held = Exists(_of_outer().filter(Specversion.holding(today)))
    waiting = Exists(_of_outer().filter(state__in=(State.PROPOSED, State.APPROVED)))
    return {"held": Q(held), "waiting": Q(waiting), "none": ~Q(held)}[kind]


def _of_outer() -> QuerySet[Specversion]:
    found: QuerySet[Specversion] = Specversion.everything.filter(dataspec=OuterRef("pk"))
    return found


def versions(actor: Actor, dataspec: Dataspec) -> QuerySet[Specversion]:
    """The versions of a specification, the newest first, without their files."""
    found: QuerySet[Specversion] = Specversion.objects.visible_to(actor, SEE).filter(dataspec=dataspec)
    return found.select_related("party").defer(*HEAVY)


def sources(actor: Actor, dataspec: Dataspec) -> QuerySet[Specsource]:
    """Who delivers under it, each with whether it agreed to the version that holds."""
    found: QuerySet[Specsource] = Specsource.objects.visible_to(actor, SEE).filter(dataspec=dataspec)
    agrees = Specapproval.everything.filter(
        _holds(day_of(actor.at)),
        organisation=OuterRef("source"), kind=PartyKind.SOURCE, decision=Specapproval.Decision.APPROVED,
        version__dataspec=dataspec,
    )  # fmt: skip
    return found.select_related("source").annotate(agrees=Exists(agrees))


def _holds(on: date) -> Q:
    """As `Specversion.holding`, seen from an approval."""
    return Q(version__starts_on__lte=on) & (Q(version__ends_on=None) | Q(version__ends_on__gte=on))


def approvals(actor: Actor, version: Specversion) -> list[Specapproval]:
    """What the parties decided."""
    found = Specapproval.objects.visible_to(actor, SEE).filter(version=version)
    return list(found.select_related("organisation", "person"))


def predecessor(actor: Actor, version: Specversion) -> Specversion | None:
    """The version with which one compares it: the last that all parties approved before it, or else the one before it."""
    earlier = versions(actor, version.dataspec).exclude(pk=version.pk).filter(drafted_at__lte=version.drafted_at)
    return earlier.exclude(approved_at=None).first() or earlier.exclude(state=State.WITHDRAWN).first()

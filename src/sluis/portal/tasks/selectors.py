"""Which tasks are somebody's."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Q

from sluis.portal.access.models import Grant
from sluis.portal.access.recognising import day_of

if TYPE_CHECKING:
    from sluis.portal.access.actor import Actor


def roles_of(actor: "Actor") -> Iterable[str]:
    """The roles in which somebody works now; under a mandate only those that it names."""
    if actor.person is None:
        return ()
    today = day_of(actor.at)
    current = Grant.everything.filter(person=actor.person, withdrawn_at=None)
    current = current.filter(Q(ends_on=None) | Q(ends_on__gte=today))
    if actor.mandate:
        current = current.filter(role__in=actor.mandate.roles)
    return current.values("role")


def is_own(actor: "Actor") -> Q:
    """Tasks of this person, and of this person's roles in the organisation for which the work is done."""
    if actor.person is None or actor.closed is not None or actor.organisation is None:
        return Q(pk__in=())
    by_role = Q(organisation=actor.organisation, person=None, role__in=roles_of(actor))
    return by_role | Q(person=actor.person, organisation=actor.organisation)

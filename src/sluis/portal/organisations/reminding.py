"""What the clock does about organisations: asks for contacts that are missing (Z-12), and drops the tasks of those that ended."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sluis.deadlines import Deadline, Term
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.access.models import Organisation
from sluis.portal.access.recognising import day_of
from sluis.portal.access.roles import Role
from sluis.portal.organisations.contacting import MISSING
from sluis.portal.organisations.reaching import missing_contacts
from sluis.portal.organisations.rights import SEE
from sluis.portal.tasks.doing import drop
from sluis.portal.tasks.giving import give, settle
from sluis.portal.tasks.models import Task

TERM = Term.read("14 days")


def remind_of_contacts(actor: Actor) -> int:
    """Give a task to each organisation that misses contacts, or close it when they are there; how many it touched."""
    today = day_of(actor.at)
    there = Organisation.everything.filter(Q(ended_on=None) | Q(ended_on__gt=today)).order_by("pk")
    open_for = set(Task.everything.filter(kind=MISSING, state=Task.State.OPEN).values_list("about", flat=True))
    return sum(_remind(actor, each, open_for) for each in there)


def drop_tasks_of_ended(actor: Actor) -> int:
    """Nobody is left to do them; how many there were."""
    ended = Organisation.everything.filter(ended_on__lte=day_of(actor.at))
    left = list(Task.everything.filter(organisation__in=ended, state=Task.State.OPEN).order_by("pk"))
    for task in left:
        drop(actor, task=task, note="")
    return len(left)


def _remind(actor: Actor, organisation: Organisation, open_for: set[str]) -> int:

    missing = missing_contacts(organisation, day_of(actor.at))
    if bool(missing) == (organisation.subject in open_for):
        return 0
    with changing(actor, SEE, on=organisation) as change:
        if not missing:
            return settle(change, kind=MISSING, subject=organisation)
        give(
            change,
            organisation=organisation,
            kind=MISSING,
            title=_("Enter the contacts that are missing: %(count)d"),
            facts={"count": len(missing)},
            subject=organisation,
            role=Role.CONTRACT_MANAGER,
            due=Deadline.of(TERM, actor.at),
            url_name="organisations:contacts",
            args=[organisation.pk],
        )
    return 1

"""Recipients are reminded of results that wait: once after five days, once three days before they go."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import translation

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change, changing
from sluis.portal.access.models import Person
from sluis.portal.access.recognising import day_of
from sluis.portal.access.roles import Role
from sluis.portal.deliveries.models import Delivery, State
from sluis.portal.deliveries.stepping import locked
from sluis.portal.monitor.models import Reminder
from sluis.portal.monitor.rights import REMIND
from sluis.portal.notifications.sending import send
from sluis.portal.people.selectors import holders
from sluis.portal.ui import moments
from sluis.refusals import Refused

WAITS = timedelta(days=5)
BEFORE = timedelta(days=3)
ROLES = ((Role.MANAGER, Role.DELIVERER), (Role.ADMINISTRATOR,))
"""Who is reminded; where there is nobody of the first, the second."""


def remind(actor: Actor) -> int:
    """The job: each result that waits too long, or goes soon; one message of each kind at most."""
    done = 0
    for kind, due in ((Reminder.Kind.GOES, _goes(actor)), (Reminder.Kind.WAITS, _waits(actor))):
        sent = Reminder.everything.filter(delivery=OuterRef("pk"), kind__in=[kind, Reminder.Kind.GOES])
        waiting = Delivery.everything.filter(due, state=State.AVAILABLE).exclude(Exists(sent))
        for pk in list(waiting.order_by("available_at").values_list("pk", flat=True)):
            done += _remind(actor, pk, kind)
    return done


def _waits(actor: Actor) -> Q:
    return Q(available_at__lte=actor.at - WAITS)


def _goes(actor: Actor) -> Q:
    """Not when it lies there for three days at most anyhow: then the first message said so already."""
    return Q(remove_at__lte=actor.at + BEFORE, remove_at__gt=actor.at, available_at__lte=actor.at - timedelta(days=1))


def _remind(actor: Actor, pk: object, kind: Reminder.Kind) -> int:
    try:
        with changing(actor, REMIND) as change:
            delivery = locked(pk, State.AVAILABLE)  # type: ignore[arg-type] # an id of the query above
            if Reminder.everything.filter(delivery=delivery, kind=kind).exists():
                return _nothing(change, delivery)
            people = _tell(change, delivery, kind)
            made = Reminder(
                organisation=delivery.recipient, delivery=delivery, kind=kind, sent_at=actor.at, people=people
            )
            made.full_clean()
            made.save(force_insert=True)
            change.record("reminder.sent", made, objects={"delivery": str(delivery.pk)}, counts={"people": people})
    except Refused:
        return 0  # it was downloaded or removed in the meantime
    return 1


def _nothing(change: Change, delivery: Delivery) -> int:
    change.record("reminder.left-out", delivery)
    return 0


def _tell(change: Change, delivery: Delivery, kind: Reminder.Kind) -> int:
    found: list[Person] = []
    for roles in ROLES:
        day = day_of(change.actor.at)
        found = found or list(holders(delivery.recipient, day, [role.value for role in roles]))
    for person in found:
        with translation.override(person.language):
            until = moments.moment(delivery.remove_at) if delivery.remove_at else ""
        facts: dict[str, str | int] = {"number": delivery.number, "until": until, "delivery": str(delivery.pk)}
        send(change, to=person, template=f"monitor/{kind.value}", facts=facts, organisation=delivery.recipient)
    return len(found)

"""Messages to the people who keep agreements, on either side."""

from collections.abc import Collection
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import QuerySet

from sluis.agreement.contract import Side
from sluis.portal.access.changing import Change
from sluis.portal.access.models import Organisation, Person
from sluis.portal.access.recognising import day_of
from sluis.portal.access.roles import Role
from sluis.portal.agreements.models import Agreement
from sluis.portal.notifications.sending import send
from sluis.portal.people.selectors import with_role

_WHO = (Role.CONTRACT_MANAGER, Role.BOARD)


def tell(change: Change, agreement: Agreement, template: str, *, sides: Collection[Side] = tuple(Side)) -> int:
    """Send a message about an agreement to those who keep it and those who sign; how many."""
    number = 0
    for side in sides:
        organisation = agreement.organisation if side is Side.CONTROLLER else operator()
        for person in keepers(organisation, change.actor.at):
            facts = {"number": agreement.number, "pk": str(agreement.pk)}
            send(change, to=person, template=f"agreements/{template}", facts=facts, organisation=organisation)
            number += 1
    return number


def keepers(organisation: Organisation, at: datetime) -> "QuerySet[Person]":
    """The people who keep an organisation's agreements and those who sign them; else its administrators."""
    today = day_of(at)
    there: QuerySet[Person] = Person.everything.filter(organisation=organisation, is_active=True, left_on=None)
    asked = there.filter(reduce(or_, (with_role(today, role.value) for role in _WHO))).order_by("pk")
    return asked if asked.exists() else there.filter(with_role(today, Role.ADMINISTRATOR.value)).order_by("pk")


def operator() -> Organisation:
    """The processor of every agreement here."""
    found: Organisation = Organisation.everything.get(is_operator=True)
    return found

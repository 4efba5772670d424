"""How a person stands: what the account has, and what is still missing for access."""

from datetime import date
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Q

from sluis.portal.access.actor import Actor
from sluis.portal.access.models import Grant, Person, Statement
from sluis.portal.access.recognising import day_of


def current_grants(today: date) -> Q:
    """Roles that count on a day."""
    return Q(withdrawn_at=None) & (Q(ends_on=None) | Q(ends_on__gte=today))


def of(actor: Actor) -> dict[str, Any]:
    """What one's own account page shows; about oneself no right is needed."""
    person = actor.person
    assert person is not None
    today = day_of(actor.at)
    return {
        "person": person,
        "grants": list(Grant.everything.filter(current_grants(today), person=person).order_by("role")),
        "statement": statement_of(person, today),
        "factors": factors_of(person),
        "needs_factor": person.organisation.needs_second_factor,
        "sessions": UserSession.objects.filter(user=person).count(),
        "has_password": person.has_usable_password(),
    }


def statement_of(person: Person, today: date) -> Statement | None:
    """The statement that counts, the one that lasts longest."""
    found = Statement.everything.filter(Statement.in_force(today), person=person)
    return max(found, key=lambda one: (one.valid_until or date.max, one.signed_on), default=None)


def factors_of(person: Person) -> dict[str, int]:
    """How many of each kind: authenticator app, passkeys, recovery codes that were not used."""
    count = {"totp": 0, "webauthn": 0, "codes": 0}
    for one in Authenticator.objects.filter(user=person):
        if one.type == Authenticator.Type.RECOVERY_CODES:
            count["codes"] = len(one.wrap().get_unused_codes())
        else:
            count[str(one.type)] += 1
    return count

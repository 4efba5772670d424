"""One's own account: what a person changes about himself or herself, and how recently it was really that person."""

import time

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from django.conf import settings
from django.http import HttpRequest

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import keeping
from sluis.portal.access.models import Person
from sluis.refusals import Refused
from sluis.refusals.catalogue import access as codes


def change_own(actor: Actor, *, name: str, phone: str, position: str, language: str) -> Person:
    """Change one's own data; the e-mail address, with which one signs in, an administrator changes.

    Raises:
        Refused: NOT_SIGNED_IN.
    """
    if actor.person is None:
        raise Refused(codes.NOT_SIGNED_IN)
    with keeping(actor.oneself) as change:
        person: Person = Person.everything.select_for_update().get(pk=actor.person.pk)
        person.name, person.phone, person.position, person.language = name, phone, position, language
        person.full_clean()
        person.save()
        change.record("person.changed", person)
    return person


def can_show_again(request: HttpRequest) -> bool:
    """Whether somebody has a password or a factor to give once more."""
    return bool(get_reauthentication_flows(request.user))


def recently_shown(request: HttpRequest) -> bool:
    """Whether somebody signed in, or gave a password or second factor once more, less than ten minutes ago."""
    moments = [float(one.get("at", 0)) for one in get_authentication_records(request, request.user)]
    return bool(moments) and time.time() - max(moments) < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT

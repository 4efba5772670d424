"""Where somebody is signed in, and ending that at once."""

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.utils.module_loading import import_string

from sluis.portal.access.models import Person


def number_of(person: Person) -> int:
    """In how many browsers somebody is signed in, as far as known."""
    return int(UserSession.objects.filter(user=person).count())


def end_all(person: Person) -> int:
    """End every session of somebody."""
    store = import_string(f"{settings.SESSION_ENGINE}.SessionStore")()
    ended = 0
    for session in UserSession.objects.filter(user=person):
        store.delete(session.session_key)
        session.delete()
        ended += 1
    return ended


def forget_credentials(person: Person) -> None:
    """Take away all with which somebody could sign in. Sessions that were not listed end as well: they are bound to the
    password's hash."""
    Authenticator.objects.filter(user=person).delete()
    SocialAccount.objects.filter(user=person).delete()
    person.set_unusable_password()

"""What the sign-in machinery does leaves evidence too: signing in and out, failures, factors, passwords."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as factors
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

from sluis.evidence.event import Outcome
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import keeping
from sluis.portal.access.models import Person


def listen() -> None:
    """Connect to the signals."""
    user_logged_in.connect(_signed_in)
    user_logged_out.connect(_signed_out)
    user_login_failed.connect(_sign_in_failed)
    account.password_changed.connect(_password_changed)
    account.password_reset.connect(_password_changed)
    factors.authenticator_added.connect(_factor_added)
    factors.authenticator_removed.connect(_factor_removed)
    factors.authenticator_reset.connect(_factor_renewed)
    factors.authenticator_used.connect(_factor_used)
    factors.authentication_failed.connect(_factor_failed)


def now() -> datetime:
    """This moment."""
    return datetime.now(UTC)


@contextmanager
def credentials_changed(person: Person) -> Iterator[None]:
    """Around a write of a person outside any change: the sign-in machinery renews a password or its hash."""
    with keeping(_self(person)) as change:
        yield
        change.record("person.credentials-changed", person)


def _signed_in(user: Any, **_: Any) -> None:
    _tell(user, "person.signed-in")


def _signed_out(user: Any, **_: Any) -> None:
    if isinstance(user, Person):
        _tell(user, "person.signed-out")


def _sign_in_failed(credentials: dict[str, Any], **_: Any) -> None:
    """Whose account it was, when there is one; what was typed is not kept."""
    email = str(credentials.get("email") or credentials.get("username") or "").lower()
    person = Person.everything.select_related("organisation").filter(email=email).first()
    actor = _self(person) if person else Actor(now(), "portal")
    with keeping(actor) as change:
        change.record("person.sign-in-failed", person, outcome=Outcome.REFUSED)


def sign_on_refused() -> None:
    """Somebody came by single sign-on for whom there is no account; what the provider told is not kept."""
    with keeping(Actor(now(), "portal")) as change:
        change.record("person.sign-in-failed", outcome=Outcome.REFUSED, objects={"code": "single-sign-on"})


def _factor_failed(user: Any, authenticator: Any, **_: Any) -> None:
    with keeping(_self(user)) as change:
        code = {"code": str(authenticator.type)}
        change.record("person.factor-failed", user, objects=code, outcome=Outcome.REFUSED)


def _factor_used(user: Any, authenticator: Any, **_: Any) -> None:
    _tell(user, "person.factor-used", {"code": str(authenticator.type)})


def _password_changed(user: Any, **_: Any) -> None:
    _tell(user, "person.password-changed")


def _factor_added(user: Any, authenticator: Any, **_: Any) -> None:
    _tell(user, "person.factor-added", {"code": str(authenticator.type)})


def _factor_removed(user: Any, authenticator: Any, **_: Any) -> None:
    _tell(user, "person.factor-removed", {"code": str(authenticator.type)})


def _factor_renewed(user: Any, authenticator: Any, **_: Any) -> None:
    _tell(user, "person.factor-renewed", {"code": str(authenticator.type)})


def _tell(person: Person, kind: str, objects: dict[str, str] | None = None) -> None:
    with keeping(_self(person)) as change:
        change.record(kind, person, objects=objects)


def _self(person: Person) -> Actor:
    organisation = person.organisation
    return Actor(now(), "portal", person=person, home=organisation, organisation=organisation)

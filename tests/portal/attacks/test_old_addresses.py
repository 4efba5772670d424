"""An address that was somebody's: it opens nothing, and nobody gets a stranger's link with it."""

import casting
import entering
import pytest
from django.conf import settings
from django.core import mail
from django.test import Client

from sluis.portal.access.models import Organisation, Person
from sluis.portal.access.roles import Role
from sluis.portal.people import correcting

pytestmark = pytest.mark.usefixtures("sqlite")
OLD, NEW = "oud@voorbeeld.example", "nieuw@voorbeeld.example"


@pytest.fixture(autouse=True)
def _mail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.locmem.EmailBackend")
    monkeypatch.setattr(mail, "outbox", [], raising=False)


def ask_reset(email: str) -> list[str]:
    """Ask for a new password as anybody can; the links that were sent to the address."""
    client: Client = casting.browser()
    before = len(mail.outbox)
    assert client.post("/account/password/reset/", {"email": email}).status_code == 302
    return [link for one in mail.outbox[before:] for link in entering.links(str(one.body)) if "/key/" in link]


def moved(home: Organisation) -> Person:
    """Somebody who once asked for a new password, and whose address was changed since."""
    admin = casting.person(home, Role.ADMINISTRATOR)
    who: Person = casting.person(home, Role.BOARD, email=OLD)
    who.set_password(entering.PASSWORD)
    who.save()
    assert len(ask_reset(OLD)) == 1  # the sign-in machinery wrote down the address then
    correcting.change_person(
        casting.actor(admin), person=who, name=who.name, email=NEW, position="", phone="", language="nl"
    )
    return who


def test_old_address_gets_no_link_and_signs_nobody_in() -> None:
    moved(casting.organisation())
    assert ask_reset(OLD) == []
    assert entering.sign_in(casting.browser(), OLD).status_code == 200  # refused as an unknown account is
    assert entering.sign_in(casting.browser(), NEW).status_code == 302


def test_whoever_gets_the_old_address_gets_own_links_only() -> None:
    moved(casting.organisation())
    casting.person(casting.organisation(), Role.BOARD, email=OLD).set_password(entering.PASSWORD)
    assert len(ask_reset(OLD)) == 1


def test_link_that_was_sent_to_the_old_address_is_void() -> None:
    home = casting.organisation()
    admin = casting.person(home, Role.ADMINISTRATOR)
    who = casting.person(home, Role.BOARD, email=OLD)
    who.set_password(entering.PASSWORD)
    who.save()
    [link] = ask_reset(OLD)
    correcting.change_person(
        casting.actor(admin), person=who, name=who.name, email=NEW, position="", phone="", language="nl"
    )
    answer = casting.browser().get(link, follow=True)
    assert "new-password" not in answer.content.decode()

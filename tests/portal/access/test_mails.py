"""Mails of the sign-in machinery: in the reader's language, with the portal's own words, and no more than is needed."""

from collections.abc import Iterator

import casting
import pytest
from django.core import mail
from django.urls import reverse

from sluis.portal.access.changing import keeping

pytestmark = pytest.mark.usefixtures("sqlite")


@pytest.fixture(autouse=True)
def _caught(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Django's own outbox in memory."""
    from django.conf import settings

    monkeypatch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.locmem.EmailBackend")
    mail.outbox = []
    yield
    mail.outbox = []


def test_unknown_address_gets_no_way_to_sign_up() -> None:
    casting.browser().post(reverse("account_reset_password"), {"email": "niemand@elders.example"})
    (sent,) = mail.outbox
    assert sent.subject.strip() == "Er is geen account met dit adres"
    assert "signup" not in sent.body and "https://" not in sent.body and "Mozilla" not in sent.body


def test_link_for_a_new_password_is_alone_in_its_mail() -> None:
    who = casting.person(casting.organisation())
    who.set_password("molen-weide-storm-94")
    with keeping(casting.tester()) as change:
        who.save()
        change.record("test.changed", who)
    casting.browser().post(reverse("account_reset_password"), {"email": who.email})
    (sent,) = mail.outbox
    assert sent.to == [who.email] and sent.body.count("https://") == 1
    assert sent.subject.strip() == "Een nieuw wachtwoord voor Sluis" and "example.com" not in sent.body

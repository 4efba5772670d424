"""The pages: a secret is in one answer, who only looks sees no buttons, and each page does what it says."""

import re
from typing import Any

import casting
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from listing import total

from sluis.portal.access.changing import keeping as kept
from sluis.portal.access.models import Person
from sluis.portal.access.roles import Role
from sluis.portal.webhooks import keeping
from sluis.portal.webhooks.delivering import deliver
from sluis.portal.webhooks.models import Try, Webhook, WebhookNotice
from sluis.portal.webhooks.posting import post
from webhooks import examples
from webhooks.receiving import Receiver, verified

pytestmark = pytest.mark.usefixtures("sqlite")
KIND = "delivery.available"
ADDRESS = "https://ontvanger.example/meldingen"


@pytest.fixture
def admin(sqlite: str) -> Person:
    return casting.person(casting.organisation(), Role.ADMINISTRATOR)


def made(who: Person, number: int = 1) -> Webhook:
    actor = casting.actor(who)
    for one in range(number):
        webhook, _secret = keeping.make(
            actor, organisation=who.organisation, address=ADDRESS, kinds=[KIND], description=f"Programma {one}"
        )
    return webhook


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_opens_in_both_languages(admin: Person, language: str) -> None:
    client = casting.browser(admin)
    client.cookies["language"] = language
    known: dict[str, dict[str, Any]] = {"webhooks:list": {}, "webhooks:new": {}} | examples.examples(admin.organisation)
    for name, kwargs in known.items():
        page = client.get(reverse(name, kwargs=kwargs))
        assert page.status_code == (405 if name.endswith(":trial") else 200), name
        assert ">None<" not in page.content.decode() and "whsec_" not in page.content.decode()


def test_webhook_is_made_tried_out_and_its_secret_shown_once(admin: Person, program: Receiver) -> None:
    client = casting.browser(admin)
    sent = {"address": program.address, "kinds": [KIND], "description": "Ons programma"}
    page = client.post(reverse("webhooks:new"), sent)
    assert page.status_code == 200 and page["Cache-Control"] == "no-store"
    secret = re.search(r"whsec_[A-Za-z0-9+/=]+", page.content.decode())
    assert secret is not None
    webhook = Webhook.everything.get()
    address = reverse("webhooks:webhook", args=[webhook.pk])
    assert client.post(reverse("webhooks:trial", args=[webhook.pk])).url == address  # type: ignore[attr-defined]
    assert deliver(casting.tester()) == 1
    assert verified(program.got[0], secret[0], casting.now()) == [True]
    for each in (address, reverse("webhooks:list")):
        text = client.get(each).content.decode()
        assert "Ons programma" in text and secret[0] not in text
    assert ">204<" in client.get(address).content.decode()


@pytest.mark.parametrize(
    "sent", [{"address": "https://10.0.0.1/"}, {"address": "http://ontvanger.example/"}, {"address": "niets"}, {}]
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(admin: Person, sent: dict[str, str]) -> None:
    page = casting.browser(admin).post(reverse("webhooks:new"), sent | {"kinds": [KIND], "description": "Blijft staan"})
    assert page.status_code == 422 and "Blijft staan" in page.content.decode() and not Webhook.everything.exists()


def test_kind_that_was_not_declared_is_refused(admin: Person) -> None:
    sent = {"address": ADDRESS, "kinds": ["delivery.unknown"]}
    assert casting.browser(admin).post(reverse("webhooks:new"), sent).status_code == 422


def test_pages_change_rotate_switch_and_remove(admin: Person) -> None:
    client, webhook = casting.browser(admin), made(admin)

    def press(name: str, **sent: Any) -> Any:
        return client.post(reverse(f"webhooks:{name}", args=[webhook.pk]), sent)

    assert press("change", kinds=["delivery.refused"], description="Anders").status_code == 302
    assert (Webhook.everything.get().kinds, Webhook.everything.get().description) == (["delivery.refused"], "Anders")
    page = press("rotate")
    assert page.status_code == 200 and "whsec_" in page.content.decode() and page["Cache-Control"] == "no-store"
    assert press("off").status_code == 302 and Webhook.everything.get().state == "off"
    assert press("off").status_code == 422
    assert press("trial").status_code == 409
    assert press("on").status_code == 302 and Webhook.everything.get().is_on
    assert press("remove").url == reverse("webhooks:list") and not Webhook.everything.exists()


def test_who_only_looks_sees_no_buttons_and_can_press_none(admin: Person) -> None:
    webhook = made(admin)
    client = casting.browser(casting.person(admin.organisation, Role.SECURITY_OFFICER))
    page = client.get(reverse("webhooks:webhook", args=[webhook.pk]))
    assert page.status_code == 200 and reverse("webhooks:remove", args=[webhook.pk]) not in page.content.decode()
    for name in ("change", "rotate", "off", "remove", "trial"):
        assert client.post(reverse(f"webhooks:{name}", args=[webhook.pk])).status_code in (403, 404)
    assert client.get(reverse("webhooks:new")).status_code == 403
    nobody = casting.browser(casting.person(admin.organisation, Role.BOARD))
    assert nobody.get(reverse("webhooks:list")).status_code == 403


def test_operator_sees_its_own_alone(admin: Person) -> None:
    webhook = made(admin)
    operator = casting.person(casting.organisation(operator=True), *Role)
    own = made(operator)
    client = casting.browser(operator)
    assert total(client.get(reverse("webhooks:list"))) == 1
    assert client.get(reverse("webhooks:webhook", args=[own.pk])).status_code == 200
    for name in ("webhook", "change", "rotate", "remove"):
        assert client.get(reverse(f"webhooks:{name}", args=[webhook.pk])).status_code == 404


def test_queries_do_not_grow_with_rows(admin: Person) -> None:
    client, counts = casting.browser(admin), []
    for more in (2, 9):
        webhook = made(admin, more)
        with kept(casting.tester()) as change:
            for _ in range(more):
                post(change, organisation=admin.organisation, kind=KIND, facts={})
            change.record("test.told", admin)
        for notice in WebhookNotice.everything.all():
            Try.objects.create(notice=notice, at=casting.now(), status=500, fault="status")
        found = []
        for address in (reverse("webhooks:list"), reverse("webhooks:webhook", args=[webhook.pk])):
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            found.append(len(queries))
        counts.append(found)
    assert counts[0] == counts[1]

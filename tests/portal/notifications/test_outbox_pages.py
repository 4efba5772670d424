"""The operator's pages of the outbox: states, never a text or an address."""

from datetime import UTC, datetime, timedelta

import casting
import pytest
from django.urls import reverse
from listing import total

from sluis.portal.access.actor import program
from sluis.portal.access.changing import keeping
from sluis.portal.access.models import Organisation, Person
from sluis.portal.access.roles import Role
from sluis.portal.ledger.models import Entry
from sluis.portal.notifications.deciding import drop, resend
from sluis.portal.notifications.models import Envelope, Message
from sluis.portal.notifications.sending import send
from sluis.refusals import Refused
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import work as codes

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("sqlite")


@pytest.fixture
def desk() -> Person:
    return casting.person(casting.organisation(operator=True), Role.SERVICE_DESK)


def given_up(home: Organisation) -> Message:
    with keeping(program("test", AT, "test")) as change:
        facts = {"task": "Geheime Tekst"}
        message = send(change, to="stil@voorbeeld.example", template="tasks/reminder", facts=facts, organisation=home)
        message.state, message.ended_at = Message.State.GIVEN_UP, AT
        message.save()
        Envelope.objects.filter(pk=message.pk).update(next_try_at=None, tries=8)
        change.record("test.made", message)
    return message


def test_pages_show_states_and_no_text(desk: Person) -> None:
    message = given_up(casting.organisation("Zorggroep Voorbeeldig"))
    client = casting.browser(desk)
    for address in (reverse("notifications:list"), reverse("notifications:message", args=[message.pk])):
        page = client.get(address)
        assert page.status_code == 200
        text = page.content.decode()
        assert "Zorggroep Voorbeeldig" in text
        assert "Geheime Tekst" not in text and "stil@voorbeeld.example" not in text
    assert total(client.get(reverse("notifications:list"), {"state": "sent"})) == 0


def test_message_is_tried_again_from_the_start(desk: Person) -> None:
    message = given_up(desk.organisation)
    client = casting.browser(desk)
    assert client.get(reverse("notifications:resend", args=[message.pk])).status_code == 200
    assert client.post(reverse("notifications:resend", args=[message.pk])).status_code == 302
    envelope = Envelope.objects.get()
    assert envelope.tries == 0 and envelope.next_try_at is not None
    message.refresh_from_db()
    assert (message.state, message.ended_at) == ("waiting", None)
    assert Entry.objects.filter(kind="message.resent").count() == 1


def test_message_is_dropped_with_its_text(desk: Person) -> None:
    message = given_up(desk.organisation)
    assert casting.browser(desk).post(reverse("notifications:drop", args=[message.pk])).status_code == 302
    message.refresh_from_db()
    assert message.state == "dropped" and not Envelope.objects.exists()
    assert Entry.objects.filter(kind="message.dropped").count() == 1


@pytest.mark.parametrize("verb", [resend, drop])
def test_what_is_sent_or_being_sent_is_refused(desk: Person, verb: object) -> None:
    message, actor = given_up(desk.organisation), casting.actor(desk)
    Envelope.objects.update(lease_until=actor.at + timedelta(minutes=1), holder="x")
    with pytest.raises(Refused) as refusal:
        verb(actor, message=message)  # type: ignore[operator]
    assert refusal.value.code is codes.MESSAGE_ENDED and Envelope.objects.exists()
    Envelope.objects.all().delete()
    with pytest.raises(Refused) as refusal:
        verb(actor, message=message)  # type: ignore[operator]
    assert refusal.value.code is codes.MESSAGE_ENDED
    assert not Entry.objects.filter(kind__in=("message.resent", "message.dropped")).exists()


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SECURITY_OFFICER])
def test_who_only_looks_does_not_decide(desk: Person, role: Role) -> None:
    message = given_up(desk.organisation)
    for who in (casting.person(desk.organisation, role), casting.person(casting.organisation(), Role.ADMINISTRATOR)):
        with pytest.raises(Refused) as refusal:
            drop(casting.actor(who), message=message)
        assert refusal.value.code is access.NOT_ALLOWED
    assert Envelope.objects.exists()

"""Mail leaves once, through a real server; what cannot leave is tried again, and given up with a sign to the operator."""

import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import casting
import pytest
from django.db import connections
from django.test import override_settings

from notifications.posting import SMTP, Postbox, postbox
from sluis.portal.access.actor import Actor, program
from sluis.portal.access.changing import keeping
from sluis.portal.access.models import Organisation
from sluis.portal.ledger.models import Entry
from sluis.portal.notifications import delivering
from sluis.portal.notifications.delivering import KEPT, WAITS, deliver
from sluis.portal.notifications.models import Envelope, Message
from sluis.portal.notifications.sending import send

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
FACTS: dict[str, str | int] = {"task": "Controleer <de> & rechten", "due": "2 mrt 2026, 10:00", "late": 0, "id": "1"}


def at(moment: datetime) -> Actor:
    return program("notifications.delivering", moment)


@pytest.fixture
def server() -> Iterator[Postbox]:
    with postbox() as box:
        yield box


@pytest.fixture
def home() -> Organisation:
    return casting.organisation(operator=True)


def queue(home: Organisation, to: object = None, language: str = "") -> Message:
    with keeping(program("test", AT, "test")) as change:
        person = to or casting.person(home)
        message = send(change, to=person, template="tasks/reminder", facts=FACTS, language=language)  # type: ignore[arg-type]
        change.record("test.told", message)
    return message


@pytest.mark.usefixtures("database")
def test_message_is_sent_once_in_the_persons_language_and_its_text_is_gone(server: Postbox, home: Organisation) -> None:
    who = casting.person(home, language="en", name="Proef van 't Hof")
    message = queue(home, who)
    assert deliver(at(AT)) == 1
    assert deliver(at(AT + timedelta(days=1))) == 0
    (mail,) = server.messages
    text = mail.get_content()
    assert mail["Subject"] == "A task is due soon"
    assert "Dear Proef van 't Hof," in text and "Controleer <de> & rechten" in text
    assert "https://localhost:8443/tasks/1/" in text
    assert server.recipients == [who.email] and mail["Auto-Submitted"] == "auto-generated"
    message.refresh_from_db()
    assert (message.state, message.ended_at) == ("sent", AT)
    assert not Envelope.objects.exists()
    entry = Entry.objects.get(kind="message.sent")
    assert entry.organisation == home.pk and who.email.encode() not in bytes(entry.line)


@pytest.mark.usefixtures("sqlite")
def test_nothing_leaves_when_the_change_of_which_it_is_a_part_is_undone(server: Postbox, home: Organisation) -> None:
    with pytest.raises(RuntimeError, match="leaves an event"), keeping(casting.tester()) as change:
        send(change, to="iemand@voorbeeld.example", template="tasks/reminder", facts=FACTS)
    assert deliver(at(AT)) == 0 and server.messages == [] and not Message.everything.exists()


@pytest.mark.usefixtures("sqlite")
def test_message_to_somebody_without_an_account_is_the_operators(server: Postbox, home: Organisation) -> None:
    message = queue(home, "nieuw@voorbeeld.example", "nl")
    deliver(at(AT))
    assert server.recipients == ["nieuw@voorbeeld.example"] and message.organisation == home and message.person is None


@pytest.mark.usefixtures("database")
def test_of_many_that_send_at_the_same_time_each_message_leaves_once(server: Postbox, home: Organisation) -> None:
    people = [casting.person(home) for _ in range(12)]
    for person in people:
        queue(home, person)
    ready, faults, sent = threading.Barrier(4), [], []

    def work() -> None:
        try:
            ready.wait(20)
            sent.append(deliver(at(AT)))
        except Exception as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    assert faults == [] and sum(sent) == 12
    assert sorted(server.recipients) == sorted(person.email for person in people)


@pytest.mark.usefixtures("sqlite")
def test_who_is_killed_after_sending_sends_it_again_under_the_same_message_id(
    server: Postbox, home: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue(home)
    with monkeypatch.context() as killed:
        killed.setattr(delivering, "_sent", _killed)
        with pytest.raises(KeyboardInterrupt):
            deliver(at(AT))
    assert deliver(at(AT + delivering.LEASE - timedelta(seconds=1))) == 0
    assert deliver(at(AT + delivering.LEASE)) == 1
    first, second = server.messages
    assert first["Message-ID"] == second["Message-ID"] and re.fullmatch(
        r"<[0-9a-f-]{36}@localhost>", first["Message-ID"]
    )


def _killed(*_arguments: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.usefixtures("sqlite")
def test_message_that_is_refused_for_now_is_tried_again_later_and_later(server: Postbox, home: Organisation) -> None:
    message, moment = queue(home), AT
    server.answers = ["451 try again later"] * len(WAITS)
    for wait in WAITS:
        assert deliver(at(moment)) == 0
        envelope = Envelope.objects.get()
        assert envelope.next_try_at == moment + wait and envelope.fault == "SMTPRecipientsRefused"
        assert deliver(at(moment + wait - timedelta(seconds=1))) == 0
        moment += wait
    assert deliver(at(moment)) == 1
    message.refresh_from_db()
    assert message.state == "sent"


@pytest.mark.usefixtures("sqlite")
def test_message_is_given_up_after_all_tries(server: Postbox, home: Organisation) -> None:
    message, moment = queue(home), AT
    server.answers = ["451 try again later"] * (len(WAITS) + 1)
    for wait in (*WAITS, timedelta()):
        deliver(at(moment))
        moment += wait
    message.refresh_from_db()
    assert message.state == "given-up" and Envelope.objects.get().next_try_at is None
    assert deliver(at(moment + timedelta(days=1))) == 0
    assert Entry.objects.get(kind="message.given-up").outcome == "failed"


@pytest.mark.usefixtures("sqlite")
def test_address_that_does_not_exist_is_given_up_at_once_and_the_next_message_leaves(
    server: Postbox, home: Organisation
) -> None:
    first = queue(home)
    second = casting.person(home)
    queue(home, second)
    server.answers = ["550 no such user"]
    assert deliver(at(AT)) == 1
    given_up, sent = Message.everything.get(state="given-up"), Message.everything.get(state="sent")
    assert {given_up.pk, sent.pk} >= {first.pk} and len(server.messages) == 1


@pytest.mark.usefixtures("sqlite")
def test_server_that_drops_the_connection_is_left_alone_for_this_round(server: Postbox, home: Organisation) -> None:
    queue(home), queue(home)
    server.dropping = True
    assert deliver(at(AT)) == 0
    assert sorted(Envelope.objects.values_list("tries", flat=True)) == [0, 1]
    server.dropping = False
    assert deliver(at(AT + WAITS[0])) == 2


@pytest.mark.usefixtures("sqlite")
def test_server_that_is_not_there_costs_one_try_of_one_message(home: Organisation) -> None:
    queue(home), queue(home)
    with postbox():
        pass  # its port is free now
    with override_settings(EMAIL_BACKEND=SMTP, EMAIL_HOST="127.0.0.1", EMAIL_PORT=9, EMAIL_TIMEOUT=2):
        assert deliver(at(AT)) == 0
    assert sorted(Envelope.objects.values_list("tries", "fault")) == [(0, ""), (1, "ConnectionRefusedError")]


@pytest.mark.usefixtures("sqlite")
def test_text_that_cannot_be_made_holds_up_no_other(server: Postbox, home: Organisation) -> None:
    with keeping(program("test", AT, "test")) as change:
        send(change, to="iemand@voorbeeld.example", template="tasks/there-is-none", organisation=home)
        change.record("test.told")
    queue(home)
    assert deliver(at(AT)) == 1
    assert Envelope.objects.get().fault == "TemplateDoesNotExist"


@pytest.mark.usefixtures("sqlite")
def test_facts_cannot_add_lines_to_the_head(server: Postbox, home: Organisation) -> None:
    who = casting.person(home, name="Proef\nBcc: ander@voorbeeld.example")
    queue(home, who)
    assert deliver(at(AT)) == 1
    assert server.messages[0]["Bcc"] is None and server.recipients == [who.email]


@pytest.mark.usefixtures("sqlite")
def test_without_a_server_mail_is_written_to_files(home: Organisation, tmp_path: Path) -> None:
    queue(home)
    with override_settings(EMAIL_FILE_PATH=str(tmp_path)):
        assert deliver(at(AT)) == 1
    (file,) = tmp_path.iterdir()
    assert "Message-ID: <" in file.read_text()


@pytest.mark.usefixtures("sqlite")
def test_what_was_given_up_goes_with_its_text_after_a_month(server: Postbox, home: Organisation) -> None:
    message = queue(home)
    server.answers = ["550 no such user"]
    deliver(at(AT))
    deliver(at(AT + KEPT))
    assert Envelope.objects.exists()
    deliver(at(AT + KEPT + timedelta(seconds=1)))
    message.refresh_from_db()
    assert message.state == "dropped" and not Envelope.objects.exists()

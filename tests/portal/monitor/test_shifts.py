"""Handing over a shift, outages, and reminders of results."""

from datetime import timedelta

import casting
import pytest
import watching
from django.conf import settings
from organising import events, refuses

from sluis.portal.access.roles import Role
from sluis.portal.deliveries.models import State
from sluis.portal.monitor import noting, outages, reminding, shifts
from sluis.portal.monitor.models import Outage, Reminder, ShiftHandover
from sluis.portal.monitor.selectors import current_notices
from sluis.portal.notifications.models import Message
from sluis.portal.organisations.models import Contact
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import monitor as codes

pytestmark = pytest.mark.usefixtures("sqlite")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TEXTS = {"text_nl": "De poort is dicht.", "text_en": "The gate is closed."}


def mails(template: str) -> list[Message]:
    """Messages in the outbox."""
    return list(Message.everything.filter(template=f"monitor/{template}").order_by("pk"))


@pytest.mark.covers("Z-57")
def test_what_is_open_goes_along_by_itself_and_nothing_else() -> None:
    desk = watching.staff()
    late = watching.delivery(State.AVAILABLE, casting.now() - 6 * DAY)
    odd = watching.delivery(State.CHECKED, unusual=["gap"])
    watching.delivery(State.AVAILABLE, unusual=["gap"])  # decided
    watching.delivery(State.CHECKED)
    follow = noting.note(
        casting.actor(desk), on=odd, text="Uitzoeken.", due_at=casting.now() + DAY, role=Role.SERVICE_DESK
    )
    made = shifts.hand_over(casting.actor(desk), text="Bron 3 belt terug.")
    assert [(one["part"], one["pk"]) for one in made.items] == [
        ("late", str(late.pk)), ("unusual", str(odd.pk)), ("follow-up", str(follow.pk)),
    ]  # fmt: skip
    assert events("shifthandover.made")[0].counts == {"records": 3}


def test_one_handover_waits_at_a_time_and_another_accepts_it_once() -> None:
    first, second, third = (watching.staff() for _each in range(3))
    made = shifts.hand_over(casting.actor(first), text="")
    with refuses(codes.HANDOVER_OPEN):
        shifts.hand_over(casting.actor(second), text="")
    with refuses(codes.OWN_HANDOVER):
        shifts.accept(casting.actor(first), handover=made)
    shifts.accept(casting.actor(second), handover=made)
    with refuses(access.GONE_ALREADY):
        shifts.accept(casting.actor(third), handover=made)
    assert len(events("shifthandover.accepted")) == 1
    shifts.hand_over(casting.actor(second), text="")
    assert ShiftHandover.everything.count() == 2


def test_it_is_handed_over_on_pages() -> None:
    first, second = (casting.browser(watching.staff()) for _each in range(2))
    assert first.post("/monitor/handovers/new", {"note": "bsn 123456782"}).status_code == 422
    assert first.post("/monitor/handovers/new", {"note": "Rustig."}).status_code == 302
    made = ShiftHandover.everything.get()
    page = f"/monitor/handovers/{made.pk}/"
    assert b"accept" not in first.get(page).content and b"accept" in second.get(page).content
    assert first.post(f"{page}accept").status_code == 422
    assert second.post(f"{page}accept").status_code == 302
    assert second.post(f"{page}accept").status_code == 422
    assert b"Rustig." in first.get(page).content and first.get("/monitor/handovers/").status_code == 200


def test_an_outage_is_told_to_who_must_know_once_at_each_end() -> None:
    with_people = watching.upload().organisation
    deliverer = casting.person(with_people, Role.DELIVERER, language="en")
    casting.person(with_people, Role.BOARD)
    with_contact = watching.upload().organisation
    casting.person(with_contact, Role.DELIVERER)
    casting.make(Contact(
        organisation=with_contact, role="technical", name="Coba Testma", email="coba@voorbeeld.example",
        phone="030 000 00 01", starts_on=casting.today() - DAY,
    ))  # fmt: skip
    casting.person(casting.organisation(), Role.DELIVERER)  # no account
    chief = casting.actor(watching.staff(Role.SERVICE_DESK))
    now = casting.now()
    made = outages.announce(chief, planned=True, starts_at=now + HOUR, ends_at=now + 2 * HOUR, **TEXTS)
    told = mails("announced")
    assert made.told == len(told) == 2
    assert {(one.person, one.language) for one in told} == {(deliverer, "en"), (None, "nl")}
    assert outages.end_due(casting.tester(now + HOUR)) == 0 and mails("over") == []
    assert [outages.end_due(casting.tester(now + 2 * HOUR)) for _twice in range(2)] == [1, 0]
    assert len(mails("over")) == 2
    assert [len(events(f"outage.{kind}")) for kind in ("announced", "ended")] == [1, 1]


def test_everybody_who_is_signed_in_sees_it_in_their_language_and_nobody_after_it() -> None:
    chief, now = casting.actor(watching.staff(Role.SERVICE_DESK)), casting.now()
    somebody = casting.browser(casting.person(casting.organisation(), Role.DELIVERER))
    outage = outages.announce(chief, planned=False, starts_at=now - HOUR, ends_at=None, **TEXTS)
    assert b"De poort is dicht." in somebody.get("/").content
    somebody.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert b"The gate is closed." in somebody.get("/").content
    assert b"The gate is closed." not in casting.browser().get("/account/login/").content
    outages.end(chief, outage=outage)
    assert b"The gate is closed." not in somebody.get("/").content
    with refuses(access.GONE_ALREADY):
        outages.end(chief, outage=outage)
    with refuses(access.GONE_ALREADY):
        outages.move(chief, outage=outage, ends_at=now + DAY)


def test_programs_hear_it_from_a_week_before() -> None:
    chief, now = casting.actor(watching.staff(Role.SERVICE_DESK)), casting.now()
    outages.announce(chief, planned=True, starts_at=now + 8 * DAY, ends_at=now + 9 * DAY, **TEXTS)
    assert current_notices(now) == []
    (told,) = current_notices(now + 2 * DAY)
    assert told["text"] == {"nl": "De poort is dicht.", "en": "The gate is closed."} and told["on"] is False
    assert current_notices(now + 8 * DAY + HOUR)[0]["on"] is True
    assert current_notices(now + 9 * DAY) == []


def test_an_outage_that_moves_ends_later_and_one_called_off_never_began() -> None:
    chief, now = casting.actor(watching.staff(Role.SERVICE_DESK)), casting.now()
    made = outages.announce(chief, planned=True, starts_at=now + HOUR, ends_at=now + 2 * HOUR, **TEXTS)
    outages.move(chief, outage=made, ends_at=now + 4 * HOUR)
    assert outages.end_due(casting.tester(now + 3 * HOUR)) == 0
    with refuses(codes.OUTAGE_TIMES):
        outages.move(chief, outage=made, ends_at=now)
    assert outages.end(chief, outage=made).called_off


def test_times_and_texts_of_an_outage_are_looked_at() -> None:
    chief, now = casting.actor(watching.staff(Role.SERVICE_DESK)), casting.now()
    for ends_at in (now + HOUR, now - HOUR):
        with refuses(codes.OUTAGE_TIMES):
            outages.announce(chief, planned=True, starts_at=now + 2 * HOUR, ends_at=ends_at, **TEXTS)
    with refuses(codes.PERSONAL):
        outages.announce(chief, planned=True, starts_at=now, ends_at=None, text_nl="bsn 123456782", text_en="x")
    desk = casting.actor(watching.staff())
    with refuses(access.NOT_ALLOWED):
        outages.announce(desk, planned=True, starts_at=now, ends_at=None, **TEXTS)
    assert not Outage.everything.exists()


def test_an_outage_is_announced_on_pages() -> None:
    chief, now = casting.browser(watching.staff(Role.SERVICE_DESK)), casting.now()
    data = {"planned": "yes", "starts_at": f"{now + HOUR:%Y-%m-%dT%H:%M}", **TEXTS}
    assert chief.post("/monitor/outages/new", data).status_code == 302
    pk = Outage.everything.get().pk
    assert chief.get(f"/monitor/outages/{pk}/").status_code == 200
    assert (
        chief.post(f"/monitor/outages/{pk}/until", {"ends_at": f"{now + 9 * HOUR:%Y-%m-%dT%H:%M}"}).status_code == 302
    )
    assert chief.post(f"/monitor/outages/{pk}/end").status_code == 302
    assert chief.post(f"/monitor/outages/{pk}/end").status_code == 422
    assert chief.get("/monitor/outages/").status_code == 200


@pytest.mark.covers("Z-64")
def test_a_recipient_is_reminded_after_five_days_and_three_days_before_the_end_once_each() -> None:
    delivery = watching.delivery(State.AVAILABLE, casting.now())
    watching.delivery(State.DOWNLOADED, casting.now(), available_at=casting.now())
    delivery.remove_at = casting.now() + 30 * DAY
    from sluis.portal.access.changing import keeping

    with keeping(casting.tester()) as change:
        delivery.save()
        change.record("test.made")
    manager = casting.person(delivery.recipient, Role.MANAGER)
    casting.person(delivery.recipient, Role.ADMINISTRATOR)
    now = casting.now()
    sent = [(days, reminding.remind(casting.tester(now + days * DAY))) for days in (4, 5, 5, 6, 26, 27, 27, 28)]
    assert [days for days, number in sent if number] == [5, 27]
    assert [one.person for one in (*mails("waits"), *mails("goes"))] == [manager, manager]
    assert Reminder.everything.count() == 2
    assert all(str(delivery.pk) in one.envelope.facts["delivery"] for one in mails("goes"))


def test_a_short_stay_has_one_reminder_and_what_is_gone_has_none() -> None:
    now = casting.now()
    watching.delivery(State.AVAILABLE, now, remove_at=now + 4 * DAY)
    gone = watching.delivery(State.AVAILABLE, now - 40 * DAY, remove_at=now - DAY)
    sent = [reminding.remind(casting.tester(now + days * DAY)) for days in (1, 2, 3)]
    assert sent[1:] == [0, 0] and sent[0] >= 1
    assert not Reminder.everything.filter(delivery=gone, kind="goes").exists()


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("template", ["announced", "over", "waits", "goes"])
def test_every_mail_reads_well(template: str, language: str) -> None:
    from types import SimpleNamespace

    from sluis.portal.notifications.wording import word

    facts = {"planned": 1, "called_off": 0, "since": "1 jan", "until": "2 jan", "text": "Dicht.", "other": "Closed.",
             "addressee": "Coba", "number": "L-1", "delivery": "x"}  # fmt: skip
    message = SimpleNamespace(template=f"monitor/{template}", language=language, person=SimpleNamespace(name="Coba"))
    said = word(SimpleNamespace(message=message, facts=facts))  # type: ignore[arg-type]
    assert said.subject and said.text.startswith("Geachte Coba" if language == "nl" else "Dear Coba")
    assert "{{" not in said.text and "&" not in said.text and "\n\n\n" not in said.text

"""Remarks of the staff and what follows from them."""

from datetime import timedelta
from typing import Any

import casting
import pytest
import watching
from organising import events, refuses

from sluis.portal.access.models import Person
from sluis.portal.access.roles import Role
from sluis.portal.deliveries import authorising
from sluis.portal.deliveries.models import State
from sluis.portal.monitor import noting
from sluis.portal.monitor.guarding import plain
from sluis.portal.monitor.models import Observation
from sluis.portal.tasks.models import Task
from sluis.refusals import Refused
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import deliverynet as delivery_codes
from sluis.refusals.catalogue import monitor as codes

pytestmark = pytest.mark.usefixtures("sqlite")
DAY = timedelta(days=1)


def remark(**more: Any) -> dict[str, Any]:
    """A remark about a delivery; something follows from it."""
    said = {"text": "Gebeld met de bron.", "due_at": casting.now() + DAY, "role": Role.DELIVERY_DESK} | more
    return {"on": said.pop("on", None) or watching.delivery()} | said


def note(who: Person, **more: Any) -> Observation:
    """It is written."""
    return noting.note(casting.actor(who), **remark(**more))


@pytest.mark.covers("Z-57")
def test_a_remark_is_kept_with_who_and_when_and_somebody_follows_it_up() -> None:
    desk = watching.staff()
    made = note(desk)
    assert (made.made_by, made.organisation) == (f"person:{desk.pk}", watching.operator())
    task = Task.everything.get(kind="follow-up")
    assert (task.role, task.due_at, task.about, task.url_args) == (
        "delivery-desk", made.due_at, made.subject, [str(made.pk)],
    )  # fmt: skip
    (event,) = events("observation.made")
    assert event.objects["delivery"] == str(made.delivery_id) and "bron" not in str(event.value())
    noting.close(casting.actor(desk), observation=made, result="Sleutel vervangen.")
    task.refresh_from_db()
    assert task.state == "done" and events("observation.closed")
    made.refresh_from_db()
    assert (made.result, made.closed_by) == ("Sleutel vervangen.", f"person:{desk.pk}")


def test_a_remark_alone_gives_no_task() -> None:
    made = note(watching.staff(), due_at=None, role=None, on=watching.attempt())
    assert not made.follows and not Task.everything.filter(kind="follow-up").exists()


@pytest.mark.covers("Z-57")
def test_of_two_who_close_it_one_is_first() -> None:
    first, second = watching.staff(), watching.staff()
    made = note(first)
    noting.close(casting.actor(first), observation=made, result="Gedaan.")
    with refuses(access.GONE_ALREADY):
        noting.close(casting.actor(second), observation=made, result="Ook gedaan.")
    assert Observation.everything.get().result == "Gedaan." and len(events("observation.closed")) == 1


@pytest.mark.covers("Z-53")
def test_of_two_who_decide_one_is_first_and_the_other_hears_it() -> None:
    desks = [casting.browser(watching.staff()) for _each in range(2)]
    delivery = watching.delivery(State.CHECKED)
    first = desks[0].post(f"/deliveries/{delivery.pk}/authorise/")
    second = desks[1].post(f"/deliveries/{delivery.pk}/authorise/")
    assert first.status_code == 302 and second.status_code in (409, 422)
    assert delivery_codes.NOT_IN_THIS_STATE.number in second.content.decode()
    assert len(events("delivery.authorised")) == 1
    third = casting.actor(watching.staff())
    with refuses(delivery_codes.NOT_IN_THIS_STATE):
        authorising.authorise(third, delivery=delivery)


@pytest.mark.parametrize(
    "text",
    [
        "bsn 123456782",
        "123 456 782",
        "1234.56.782",
        "bsn123456782bsn",
        "１２３４５６７８２",
        "12345\u200b6782",
        "1-2-3-4-5-6-7-8-2",
    ],
)
def test_nine_digits_are_refused_however_they_are_written(text: str) -> None:
    with pytest.raises(Refused) as found:
        plain(f"Zie {text}.", "text")
    assert found.value.code is codes.PERSONAL and "782" not in str(dict(found.value.facts))


@pytest.mark.parametrize(
    "text",
    [
        "bel 030 1234567",
        "levering 412-7-93",
        "op 26-11-2026 om 12:30",
        "sleutel " + "12" * 32,
        "12345678",
        "0301234567",
    ],
)
def test_other_numbers_are_not(text: str) -> None:
    assert plain(f" {text} ", "text") == text


@pytest.mark.parametrize(
    "more",
    [{"due_at": None}, {"role": None}, {"due_at": casting.now() - DAY}],
    ids=["nobody knows when", "nobody does it", "in the past"],
)
def test_what_follows_is_clear(more: dict[str, Any]) -> None:
    desk, said = casting.actor(watching.staff()), remark(**more)
    with refuses(codes.FOLLOW_UP_UNCLEAR):
        noting.note(desk, **said)
    assert not Observation.everything.exists()


def test_a_person_and_a_role_are_one_too_many() -> None:
    desk = watching.staff()
    said = remark(person=desk)
    with refuses(codes.FOLLOW_UP_UNCLEAR):
        noting.note(casting.actor(desk), **said)


@pytest.mark.parametrize("who", ["auditor", "party"])
def test_only_the_desk_follows_up(who: str) -> None:
    other = watching.staff(Role.AUDITOR) if who == "auditor" else casting.person(casting.organisation(), Role.DELIVERER)
    desk, said = casting.actor(watching.staff()), remark(role=None, person=other)
    with refuses(codes.NOT_AT_DESK):
        noting.note(desk, **said)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.MANAGEMENT, Role.CONTRACT_MANAGER])
def test_who_may_not_write_is_refused(role: Role) -> None:
    who, said = casting.actor(watching.staff(role)), remark()
    with refuses(access.NOT_ALLOWED):
        noting.note(who, **said)
    assert not Observation.everything.exists()


def test_remarks_stand_on_the_page_of_the_delivery_for_the_staff_only() -> None:
    delivery = watching.delivery(State.CHECKED)
    note(watching.staff(), on=delivery, text="Alleen voor ons bedoeld")
    assert b"Alleen voor ons bedoeld" in casting.browser(watching.staff()).get(f"/deliveries/{delivery.pk}/").content
    source = casting.browser(casting.person(delivery.organisation, Role.DELIVERER, Role.ADMINISTRATOR))
    page = source.get(f"/deliveries/{delivery.pk}/")
    assert page.status_code == 200 and b"Alleen voor ons bedoeld" not in page.content


def test_it_is_done_on_pages() -> None:
    desk, attempt = casting.browser(watching.staff()), watching.attempt()
    due = (casting.now() + DAY).strftime("%Y-%m-%dT%H:%M")
    data = {"text": "Wie is dit?", "due_at": due, "role": "delivery-desk"}
    assert desk.post(f"/monitor/attempts/{attempt.pk}/remark", data).status_code == 302
    made = Observation.everything.get()
    assert b"Wie is dit?" in desk.get("/monitor/follow-ups/").content
    assert b"Wie is dit?" in desk.get(f"/monitor/attempts/{attempt.pk}/").content
    wrong = desk.post(f"/monitor/follow-ups/{made.pk}/", {"result": "bsn 123456782"})
    assert wrong.status_code == 422 and b"2274" in wrong.content
    assert desk.post(f"/monitor/follow-ups/{made.pk}/", {"result": "Een proef van de bron."}).status_code == 302
    assert desk.post(f"/monitor/follow-ups/{made.pk}/", {"result": "Nog eens."}).status_code == 422


def test_who_may_only_watch_reads_and_closes_nothing() -> None:
    made = note(watching.staff())
    auditor = casting.browser(watching.staff(Role.AUDITOR))
    page = auditor.get(f"/monitor/follow-ups/{made.pk}/")
    assert page.status_code == 200 and b"<textarea" not in page.content
    assert auditor.post(f"/monitor/follow-ups/{made.pk}/", {"result": "x"}).status_code == 403

"""The page of the monitor and what stands in it."""

from datetime import timedelta

import casting
import pytest
import watching
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sluis.portal.access.models import Person
from sluis.portal.access.roles import Role
from sluis.portal.deliveries import authorising
from sluis.portal.deliveries.models import State
from sluis.portal.monitor.rows import Part
from sluis.portal.monitor.standing import Standing

pytestmark = pytest.mark.usefixtures("sqlite")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def shown(part: Part, ahead: timedelta = timedelta()) -> list[tuple[str, str]]:
    """Name and state of the lines of a part, as the desk sees them after some time."""
    desk = casting.actor(watching.staff(), casting.now() + ahead)
    return [(row.name, str(row.state)) for row in Standing(desk).rows(part)]


@pytest.mark.covers("Z-57")
def test_what_runs_is_shown_with_how_far_it_is() -> None:
    upload = watching.upload(1000, 250)
    waits, authorised = watching.delivery(State.CHECKED), watching.delivery(State.AUTHORISED)
    relayed = watching.delivery(State.AVAILABLE, relayed_at=casting.now())
    watching.delivery(State.AVAILABLE, relayed_at=casting.now() - 2 * DAY)
    rows = Standing(casting.actor(watching.staff())).rows(Part.RUNNING)
    assert [row.share for row in rows] == [25, None, None, None]
    assert [row.pk for row in rows] == [str(one.pk) for one in (upload, waits, authorised, relayed)]


def test_a_share_is_never_more_than_all_of_it_and_none_without_a_file() -> None:
    from sluis.portal.deliveries import places

    watching.upload(1000, 1000)
    gone = watching.upload(1000, 10)
    places.remove(places.arriving(gone.pk))
    watching.upload(1000, 999)
    rows = Standing(casting.actor(watching.staff())).rows(Part.RUNNING)
    assert sorted(row.share or 0 for row in rows) == [0, 99, 100]


@pytest.mark.covers("Z-57")
def test_what_nobody_decides_is_late_when_its_task_is() -> None:
    delivery = watching.delivery(State.CHECKED)
    watching.operator()
    from sluis.portal.access.changing import keeping

    with keeping(casting.tester()) as change:
        authorising.wait_for_somebody(change, delivery)
    assert shown(Part.LATE) == []
    ((name, _state),) = shown(Part.LATE, 10 * DAY)
    assert name == delivery.number


@pytest.mark.parametrize(
    ("state", "fine", "late"),
    [(State.AUTHORISED, 9 * MINUTE, 11 * MINUTE), (State.AVAILABLE, 4 * DAY, 5 * DAY + HOUR)],
)
def test_what_does_not_go_on_is_late(state: State, fine: timedelta, late: timedelta) -> None:
    delivery = watching.delivery(state)
    assert shown(Part.LATE, fine) == []
    assert [name for name, _state in shown(Part.LATE, late)] == [delivery.number]


def test_an_upload_without_new_bytes_for_an_hour_is_late() -> None:
    watching.upload(at=casting.now() - 30 * MINUTE)
    assert shown(Part.LATE) == []
    assert len(shown(Part.LATE, 31 * MINUTE)) == 1


def test_a_round_that_was_not_delivered_is_late() -> None:
    import calendaring

    there = calendaring.place()
    calendaring.scheduled(there)
    desk = watching.staff()
    before, after = (casting.actor(desk, calendaring.moment(*day)) for day in ((4, 30), (5, 1)))
    from sluis.portal.rounds.following import follow

    follow(casting.tester(calendaring.moment(4, 2)))
    assert [row.name for row in Standing(before).rows(Part.LATE)] == []
    assert [row.name for row in Standing(after).rows(Part.LATE)] == ["2099-Q1"]


@pytest.mark.covers("Z-36", "Z-57")
@pytest.mark.parametrize(
    ("code", "words"),
    [("2225", "Unknown certificate"), ("2251", "Revoked certificate"), ("2511", "Certificate not in force"),
     ("2513", "Certificate of another authority"), ("2222", "The statement was made for another gate")],
)  # fmt: skip
def test_attempts_at_the_gate_are_shown_with_what_was_wrong(code: str, words: str) -> None:
    attempt = watching.attempt(code, times=3)
    page = english(watching.staff()).get("/monitor/?part=refused").content.decode()
    assert f"{code} – {words}" in page and "3 times" in page and attempt.party_id in page
    assert f"/monitor/attempts/{attempt.pk}/" in page


def test_a_refused_delivery_is_shown_for_a_week() -> None:
    from sluis.portal.deliveries.reporting import kept
    from sluis.refusals import Refused
    from sluis.refusals.catalogue import deliverynet

    report = kept(Refused(deliverynet.REFUSED_BY_STAFF))
    one = watching.delivery(State.REFUSED, code="2245", report=report, explanation="Verkeerde periode")
    page = english(watching.staff()).get("/monitor/?part=refused").content.decode()
    assert one.number in page and "2245" in page and "Verkeerde periode" in page
    assert shown(Part.REFUSED, 6 * DAY) and not shown(Part.REFUSED, 8 * DAY)


def test_what_is_unusual_is_said_in_words_and_what_waits_comes_first() -> None:
    decided = watching.delivery(State.AVAILABLE, unusual=["other-key", "gap"])
    waits = watching.delivery(State.CHECKED, unusual=["many-rows"], offered_at=casting.now() - HOUR)
    watching.delivery(State.CHECKED)
    rows = Standing(casting.actor(watching.staff())).rows(Part.UNUSUAL)
    assert [row.name for row in rows] == [waits.number, decided.number]
    assert all(not word.startswith(("many-", "other-")) for row in rows for word in row.why.split("; "))


def test_a_source_that_delivers_many_times_more_than_usual_is_unusual() -> None:
    way = watching.route()
    for _each in range(5):
        watching.delivery(State.AVAILABLE, route=way)
    assert [name for name, _state in shown(Part.UNUSUAL)] == [way.organisation.name]
    for _each in range(60):  # two a day, so that five are no longer many
        watching.delivery(State.AVAILABLE, casting.now() - 9 * DAY, route=way)
    assert shown(Part.UNUSUAL) == []


def test_the_number_of_queries_does_not_depend_on_how_much_there_is() -> None:
    desk = casting.browser(watching.staff())
    counts = []
    for number in (2, 12):
        for _each in range(number):
            watching.upload()
            watching.delivery(State.CHECKED, unusual=["gap"])
            watching.delivery(State.REFUSED)
            watching.attempt()
        for part in Part:
            desk.get(f"/monitor/?part={part}")
            with CaptureQueriesContext(connection) as found:
                assert desk.get(f"/monitor/live?part={part}").status_code == 200
            counts.append(len(found))
    assert counts[:4] == counts[4:]


def test_the_fragment_is_sent_only_when_something_changed() -> None:
    desk = casting.browser(watching.staff())
    watching.delivery(State.CHECKED)
    first = desk.get("/monitor/live")
    assert first.status_code == 200 and b"<html" not in first.content
    again = desk.get("/monitor/live", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"") and again["Sluis-At"]
    watching.delivery(State.CHECKED)
    assert desk.get("/monitor/live", headers={"if-none-match": first["ETag"]}).status_code == 200


def test_a_part_that_is_not_there_is_the_first() -> None:
    desk = casting.browser(watching.staff())
    assert desk.get("/monitor/?part=<b>").status_code == 200
    assert b"<b>" not in desk.get("/monitor/live?part=<b>").content.replace(b"<b>0</b>", b"")


def test_the_page_holds_no_script_and_no_style_of_its_own() -> None:
    page = casting.browser(watching.staff()).get("/monitor/").content.decode()
    assert "monitor/live.js" in page and "<script>" not in page and "style=" not in page and "onclick" not in page


@pytest.mark.parametrize("role", [Role.CONTRACT_MANAGER, Role.ADMINISTRATOR, Role.BOARD])
def test_others_of_the_operator_do_not_see_it(role: Role) -> None:
    assert casting.browser(watching.staff(role)).get("/monitor/").status_code == 403


def test_people_of_parties_do_not_see_it_nor_its_fragment() -> None:
    somebody = casting.browser(casting.person(casting.organisation(), Role.DELIVERER, Role.ADMINISTRATOR))
    assert [somebody.get(path).status_code for path in ("/monitor/", "/monitor/live")] == [403, 403]


def english(who: Person) -> Client:
    """A browser of somebody who reads English."""
    found = casting.browser(who)
    found.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return found

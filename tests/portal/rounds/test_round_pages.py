"""The pages, as people use them."""

import csv
import io
from datetime import timedelta
from typing import Any

import calendaring
import casting
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sluis.portal.access.roles import Role
from sluis.portal.rounds import scheduling
from sluis.portal.rounds.days import Days
from sluis.portal.rounds.models import Extension, Round, Schedule, State

pytestmark = pytest.mark.usefixtures("sqlite")


def at(name: str, record: Any) -> str:
    """An address."""
    return reverse(f"rounds:{name}", args=[record.pk])


def read(client: Client, address: str) -> str:
    """A page that is there."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_from_a_schedule_to_a_round_that_is_signed_off() -> None:
    there = calendaring.place()
    registry, source, signer = (casting.browser(one) for one in (there.planner, there.deliverer, there.signer))
    first = casting.today().replace(day=1)
    said = {
        "flow": there.flow.pk, "rhythm": "monthly", "starts_on": first, "test_after_0": 5, "test_after_1": "days",
        "final_after_0": 10, "final_after_1": "office days", "reminders": "7, 1", "sign_off": "on",
    }  # fmt: skip
    assert str(there.flow) in read(registry, reverse("rounds:plan"))
    answer = registry.post(reverse("rounds:plan"), said)
    made = Schedule.everything.get()
    assert answer.headers["Location"] == at("schedule", made)
    assert (made.final_after, made.reminders, made.test_after) == ("10 office days", [7, 1], "5 days")
    page = read(registry, at("schedule", made))
    assert "10 kantoordagen na de periode" in page and made.rounds.order_by("starts_on")[0].name in page
    found = made.rounds.order_by("starts_on")[0]
    calendaring.follow(casting.now() + timedelta(days=32))
    calendaring.deliver(found, casting.now())
    assert "Aftekenen" not in read(source, at("round", found))
    assert "Aftekenen" in read(signer, at("round", found))
    assert "volledig en juist" in read(signer, at("sign-off", found))
    signer.post(at("sign-off", found))
    assert calendaring.fresh(found).state == State.SIGNED_OFF


def test_more_time_from_question_to_answer() -> None:
    there = calendaring.place()
    found = calendaring.by_hand(there)
    registry, source = casting.browser(there.planner), casting.browser(there.deliverer)
    until = found.final_until + timedelta(days=10)
    assert source.post(at("ask", found), {"until": found.final_until, "reason": "Te druk"}).status_code == 422
    source.post(at("ask", found), {"until": until, "reason": "Het nieuwe dossier is niet klaar."})
    asked = Extension.everything.get()
    assert "Het nieuwe dossier" in read(registry, at("round", found))
    assert "Het nieuwe dossier" in read(registry, at("decide", asked))
    assert source.get(at("decide", asked)).status_code == 403
    assert registry.post(at("decide", asked), {"decision": "refuse"}).status_code == 422
    registry.post(at("decide", asked), {"decision": "grant", "until": until})
    assert calendaring.fresh(found).final_until == until
    assert "verlengd" in read(source, reverse("rounds:list"))
    registry.post(at("extend", found), {"until": until + timedelta(days=5), "reason": "Storing"})
    assert calendaring.fresh(found).final_until == until + timedelta(days=5)


def test_nothing_then_a_second_delivery_after_all() -> None:
    there = calendaring.place()
    found = calendaring.by_hand(there)
    registry, source = casting.browser(there.planner), casting.browser(there.deliverer)
    source.post(at("nothing", found), {"reason": "Geen cliënten in deze periode."})
    assert calendaring.fresh(found).state == State.NOTHING
    assert "Geen cliënten" in read(registry, at("round", found))
    source.post(at("again", found), {"reason": "Toch wel."})
    assert "Toch wel." in read(registry, at("round", found))
    registry.post(at("decline", found), {"reason": "Te laat."})
    assert "Te laat." in read(source, at("round", found))
    source.post(at("again", found), {"reason": "Alsjeblieft."})
    registry.post(at("reopen", found), {"until": found.final_until, "reason": "Vooruit."})
    assert calendaring.fresh(found).state == State.OPEN
    registry.post(at("close", found), {"reason": "Klaar."})
    assert calendaring.fresh(found).state == State.CLOSED
    assert "Klaar." in read(source, at("round", found))


def test_a_schedule_is_changed_copied_and_stopped() -> None:
    there = calendaring.place()
    name = there.agreement.contract.flows[0].recipient
    other = calendaring.flow_to(name)
    made = calendaring.by_hand(there).schedule
    registry = casting.browser(there.planner)
    assert str(other.organisation) in read(registry, at("copy", made))
    registry.post(at("copy", made))
    assert Schedule.everything.filter(flow=other).exists()
    first = casting.today().replace(day=1)
    registry.post(
        at("replan", made), {"rhythm": "quarterly", "starts_on": first, "final_after_0": 30, "final_after_1": "days"}
    )
    made.refresh_from_db()
    assert (made.rhythm, made.final_after) == ("quarterly", "30 days")
    day = first + timedelta(days=40)
    said = {"starts_on": day, "ends_on": day, "opens_on": day, "final_until": day - timedelta(days=1), "name": "Extra"}
    assert registry.post(at("add", made), said).status_code == 422
    registry.post(at("add", made), said | {"final_until": day})
    assert made.rounds.filter(name="Extra").exists()
    registry.post(at("stop", made))
    made.refresh_from_db()
    assert made.stopped_at is not None and not made.rounds.filter(state=State.PLANNED).exists()
    assert registry.post(at("stop", made)).status_code == 422


def test_completeness_on_the_screen_and_as_a_file() -> None:
    there = calendaring.place()
    name = there.agreement.contract.flows[0].recipient
    flows = [calendaring.flow_to(name) for _each in range(2)]
    found = calendaring.by_hand(there)
    scheduling.copy(there.actor("planner"), schedule=found.schedule)
    for flow in flows:
        days = {name: getattr(found, name) for name in ("starts_on", "ends_on", "opens_on", "final_until")}
        made = Schedule.everything.get(flow=flow)
        scheduling.add(there.actor("planner"), schedule=made, days=Days(**days))
    calendaring.follow(casting.now())
    calendaring.deliver(found, casting.now())
    year = found.ends_on.year
    registry = casting.browser(there.planner)
    page = read(registry, f"{reverse('rounds:complete')}?year={year}")
    assert "1 van de 3 geleverd" in page and str(flows[0].organisation) in page
    answer = registry.get(f"{reverse('rounds:complete')}?year={year}&download=csv")
    text = b"".join(answer).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert rows[0][2:] == [found.name] and len(rows) == 4
    assert [found.organisation.name, str(there.flow), "Geleverd"] in rows
    assert "1 van de 3 bronnen geleverd" in read(registry, reverse("tasks:home"))
    assert "1 van de 3 geleverd" in read(casting.browser(there.desk), f"{reverse('rounds:complete')}?year={year}")
    source = read(casting.browser(there.signer), f"{reverse('rounds:complete')}?year={year}")
    assert found.name not in source and str(flows[0].organisation) not in source


def test_beside_an_agreement_the_next_days() -> None:
    there = calendaring.place()
    found = calendaring.by_hand(there)
    address = reverse("agreements:agreement", args=[there.agreement.pk])
    assert found.name in read(casting.browser(there.deliverer), address)
    assert "0 van de 1 bronnen geleverd" in read(casting.browser(there.clerk), address)


def test_the_list_filters_on_what_is_late_or_open() -> None:
    there = calendaring.place()
    found = calendaring.by_hand(there)
    late = calendaring.by_hand(calendaring.place(there.source), final_until=casting.today() - timedelta(days=1))
    client = casting.browser(there.deliverer)
    both = read(client, reverse("rounds:list"))
    assert at("round", found) in both and 'class="cal' in both
    page = read(client, f"{reverse('rounds:list')}?state=late")
    assert at("round", late) in page and at("round", found) not in page
    assert at("round", found) in read(client, f"{reverse('rounds:list')}?expected=waiting")
    assert at("round", found) not in read(client, f"{reverse('rounds:list')}?expected=complete")


def test_what_the_other_side_does_is_not_there() -> None:
    there = calendaring.place()
    found = calendaring.by_hand(there)
    source = casting.browser(casting.person(there.source, Role.ADMINISTRATOR))
    registry = casting.browser(casting.person(there.registry, Role.ADMINISTRATOR))
    for name in ("extend", "reopen", "decline", "close"):
        assert source.get(at(name, found)).status_code == 404, name
    for name in ("ask", "nothing", "sign-off", "again"):
        assert registry.get(at(name, found)).status_code == 404, name
    for name in ("replan", "add", "copy", "stop"):
        assert source.get(at(name, found.schedule)).status_code == 404, name
        assert registry.get(at(name, found.schedule)).status_code == 200, name


def test_queries_do_not_grow_with_the_rows() -> None:
    there = calendaring.place()
    name = there.agreement.contract.flows[0].recipient
    made = calendaring.by_hand(there).schedule
    client, today = casting.browser(there.planner), casting.today()
    addresses = [reverse("rounds:list"), at("schedule", made), reverse("rounds:complete"), reverse("rounds:schedules")]

    def queries() -> list[int]:
        counted = []
        for address in addresses:
            with CaptureQueriesContext(connection) as seen:
                read(client, address)
            counted.append(len(seen))
        return counted

    queries()  # the first visit of a session asks more
    few = queries()
    for _each in range(3):
        calendaring.flow_to(name)
    scheduling.copy(there.actor("planner"), schedule=made)
    for schedule in Schedule.everything.all():
        for number in range(6):
            days = Days(today, today, today, today + timedelta(days=number))
            scheduling.add(there.actor("planner"), schedule=schedule, days=days, name=f"Ronde {number}")
    assert Round.everything.count() == 25
    assert queries() == few

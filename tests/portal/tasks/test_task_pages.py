"""Everybody's first page, the page of a task, and what is done there."""

from datetime import timedelta
from typing import Any

import casting
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from listing import shown, total

from sluis.deadlines import Deadline
from sluis.portal.access.changing import keeping
from sluis.portal.access.models import Organisation, Person
from sluis.portal.access.roles import Role
from sluis.portal.tasks.giving import give
from sluis.portal.tasks.models import Task

TITLE = "Look at the messages that could not be sent"


@pytest.fixture
def home() -> Organisation:
    return casting.organisation("Zorggroep Voorbeeldig")


@pytest.fixture
def who(home: Organisation) -> Person:
    return casting.person(home, Role.DPO, Role.ADMINISTRATOR)


def tasks(home: Organisation, number: int, days: int = 3, **more: object) -> list[Task]:
    due = Deadline(casting.now() + timedelta(days=days))
    with keeping(casting.tester()) as change:
        return [
            give(change, organisation=home, kind=f"k{days}-{one}", title=TITLE, facts={}, due=due, **more)  # type: ignore[arg-type]
            for one in range(number)
        ]


@pytest.mark.usefixtures("sqlite")
def test_nobody_is_asked_to_sign_in() -> None:
    answer = casting.browser().get("/")
    assert (answer.status_code in (302, 403) and b"password" in answer.content) or answer.status_code == 302


@pytest.mark.usefixtures("sqlite")
def test_empty_page_says_what_happens(who: Person) -> None:
    page = casting.browser(who).get("/")
    assert page.status_code == 200 and "Nieuwe taken verschijnen hier vanzelf" in page.content.decode()


@pytest.mark.usefixtures("database")
def test_first_page_shows_ones_own_tasks_the_most_urgent_first(home: Organisation, who: Person) -> None:
    (later,) = tasks(home, 1, days=20, person=who)
    (late,) = tasks(home, 1, days=-2, role=Role.DPO)
    (soon,) = tasks(home, 1, days=3, role=Role.DPO)
    with keeping(casting.tester()) as change:
        never = give(change, organisation=home, kind="n", title=TITLE, person=who)
    tasks(home, 1, days=1, role=Role.BOARD)
    tasks(casting.organisation(), 1, role=Role.DPO)
    page = casting.browser(who).get("/")
    assert shown(page) == [late, soon, later, never]
    figures: Any = page
    assert figures.context_data["figures"] == {"open": 4, "week": 1, "late": 1}
    text = page.content.decode()
    assert "Bekijk de berichten die niet konden worden verstuurd" in text and "Over de termijn" in text
    for due, found in (("late", [late]), ("week", [soon])):
        page = casting.browser(who).get("/", {"due": due})
        assert shown(page) == found
    page = casting.browser(who).get("/", {"sort": "-due_at"})
    assert shown(page) == [later, soon, late, never]


@pytest.mark.usefixtures("database")
def test_titles_are_found_by_the_words_that_the_reader_sees(home: Organisation, who: Person) -> None:
    (made,) = tasks(home, 1, person=who)
    with keeping(casting.tester()) as change:
        named = give(
            change, organisation=home, kind="n", title="Over %(what)s", facts={"what": "Crème 100%"}, person=who
        )
    client = casting.browser(who)
    for words, found in (("berichten verstuurd", [made]), ("crème", [named]), ("100%", [named]), ("messages", [])):
        page = client.get("/", {"q": words})
        assert shown(page) == found, words


@pytest.mark.usefixtures("sqlite")
def test_queries_do_not_grow_with_tasks(home: Organisation, who: Person) -> None:
    client, counts = casting.browser(who), []
    client.get("/")  # the session is known from now on
    for days, number in ((3, 10), (4, 50)):
        tasks(home, number, days=days, person=who)
        for address in ("/", "/tasks/"):
            with CaptureQueriesContext(connection) as queries:
                client.get(address, {"size": "100"})
            counts.append(len(queries))
    assert counts[:2] == counts[2:]


@pytest.mark.usefixtures("sqlite")
def test_task_goes_from_role_to_person_to_done(home: Organisation, who: Person) -> None:
    (task,) = tasks(home, 1, role=Role.DPO)
    client = casting.browser(who)
    page = client.get(reverse("tasks:task", args=[task.pk]))
    assert page.status_code == 200 and "Op mij nemen" in page.content.decode()
    assert client.post(reverse("tasks:take", args=[task.pk])).status_code == 302
    assert client.get(reverse("tasks:finish", args=[task.pk])).status_code == 200
    answer = client.post(reverse("tasks:finish", args=[task.pk]), {"note": ""})
    assert answer.status_code == 422
    assert client.post(reverse("tasks:finish", args=[task.pk]), {"note": "Klaar"}).status_code == 302
    task.refresh_from_db()
    assert (task.state, task.person, task.note) == ("done", who, "Klaar")
    answer = client.post(reverse("tasks:finish", args=[task.pk]), {"note": "Nog eens"})
    assert answer.status_code == 422 and "2952" in answer.content.decode()
    assert client.get(reverse("tasks:task", args=[task.pk])).status_code == 200


@pytest.mark.usefixtures("sqlite")
def test_task_is_passed_on_and_followed_up(home: Organisation, who: Person) -> None:
    (task,) = tasks(home, 1, person=who)
    colleague = casting.person(home, name="Collega Verzonnen")
    casting.person(casting.organisation(), name="Vreemde Verzonnen")
    client = casting.browser(who)
    form = client.get(reverse("tasks:reassign", args=[task.pk])).content.decode()
    assert "Collega Verzonnen" in form and "Vreemde Verzonnen" not in form
    both = {"person": str(colleague.pk), "role": "board"}
    assert client.post(reverse("tasks:reassign", args=[task.pk]), both).status_code == 422
    answer = client.post(
        reverse("tasks:follow-up", args=[task.pk]), {"title": "Vervolg", "due_on": "2030-01-02", "role": "board"}
    )
    assert answer.status_code == 302
    follow = Task.everything.get(title="Vervolg")
    assert follow.about == task.subject and follow.due_at is not None and follow.next_warning_at is not None
    answer = client.post(reverse("tasks:reassign", args=[task.pk]), {"person": str(colleague.pk), "role": ""})
    assert answer.status_code == 302
    task.refresh_from_db()
    assert task.person == colleague
    assert client.post(reverse("tasks:new"), {"title": "Eigen"}).status_code == 302
    assert Task.everything.get(title="Eigen").person == who


@pytest.mark.usefixtures("sqlite")
def test_colleague_without_the_right_does_not_see_it(home: Organisation, who: Person) -> None:
    (task,) = tasks(home, 1, person=who)
    client = casting.browser(casting.person(home, Role.DELIVERER))
    for name in ("task", "finish", "drop", "reassign", "follow-up"):
        assert client.get(reverse(f"tasks:{name}", args=[task.pk])).status_code == 404
    assert total(client.get(reverse("tasks:list"))) == 0
    auditor = casting.browser(casting.person(home, Role.AUDITOR))
    page = auditor.get(reverse("tasks:task", args=[task.pk]))
    assert page.status_code == 200 and reverse("tasks:finish", args=[task.pk]) not in page.content.decode()
    assert total(auditor.get(reverse("tasks:list"), {"state": "open", "role": ""})) == 1


@pytest.mark.usefixtures("sqlite")
def test_link_to_a_page_that_is_no_more_is_left_out(home: Organisation, who: Person) -> None:
    with keeping(casting.tester()) as change:
        task = give(change, organisation=home, kind="n", title=TITLE, person=who, url_name="gone:page", args=[1])
        live = give(change, organisation=home, kind="m", title=TITLE, person=who, url_name="tasks:task", args=[task.pk])
    client = casting.browser(who)
    assert "Ga ernaartoe" not in client.get(reverse("tasks:task", args=[task.pk])).content.decode()
    assert "Ga ernaartoe" in client.get(reverse("tasks:task", args=[live.pk])).content.decode()

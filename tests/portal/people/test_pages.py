"""The pages: who sees what, in how many queries, and that each does what it says."""

from datetime import date, timedelta
from typing import Any

import casting
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sluis.portal.access.models import Grant, Person, Statement
from sluis.portal.access.roles import Role
from sluis.portal.people import recording
from sluis.portal.people.models import Decision, Invitation, Review, Screening, Training

pytestmark = pytest.mark.usefixtures("sqlite")


@pytest.fixture
def home(sqlite: str) -> Any:
    return casting.organisation("Zorggroep Met Mensen")


@pytest.fixture
def admin(home: Any) -> Person:
    return casting.person(home, Role.ADMINISTRATOR, name="Anna Beheerder")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_opens_in_both_languages(home: Any, admin: Person, language: str) -> None:
    from django.urls import reverse

    from people import examples

    client = casting.browser(admin)
    client.cookies["language"] = language
    found = examples.examples(home)
    pages: dict[str, dict[str, Any]] = {
        name: {} for name in ("list", "invitations", "statements", "screenings", "trainings", "reviews")
    }
    pages |= {name.split(":")[1]: kwargs for name, kwargs in found.items() if "link" not in name}
    for name, kwargs in pages.items():
        answer = client.get(reverse(f"people:{name}", kwargs=kwargs))
        assert answer.status_code == 200, name
        assert ">None<" not in answer.content.decode(), name
    for address in ("/me", "/me/change", "/roles"):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", ["/people/", "/people/invitations/", "/people/statements/", "/people/screenings/",
                                     "/people/trainings/", "/people/reviews/"])  # fmt: skip
def test_queries_do_not_grow_with_rows(home: Any, admin: Person, address: str) -> None:
    client, counted = casting.browser(admin), []
    client.get(address)
    for number in (10, 50):
        for _ in range(number):
            row(home)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{address}?size=100").status_code == 200
        counted.append(len(queries))
    assert counted[0] == counted[1]


def row(home: Any) -> None:
    """One more of everything that lists show."""
    who = casting.person(home, Role.BOARD, factor=False)
    on, by = date.today(), "program:test"
    casting.make(Screening(organisation=home, person=who, requested_on=on, recorded_by=by))
    casting.make(Training(organisation=home, person=who, subject_matter="Les", followed_on=on, recorded_by=by))
    casting.make(Invitation(organisation=home, name="G", email=who.email, roles=["board"], invited_by=by,
                            invited_at=casting.now(), expires_at=casting.now()))  # fmt: skip
    casting.make(Review(organisation=home, reviewer=who, started_at=casting.now(), started_by=by, due_on=on,
                        closed_at=casting.now()))  # fmt: skip


def test_person_page_takes_as_many_queries_whatever_it_holds(home: Any, admin: Person) -> None:
    who, counted = casting.person(home), []
    client = casting.browser(admin)
    for number in (1, 9):
        for role in list(Role)[:number]:
            casting.make(Grant(organisation=home, person=who, role=role.value, granted_at=casting.now(),
                               granted_by=f"person:{admin.pk}", withdrawn_at=casting.now()))  # fmt: skip
            recording.record_training(casting.actor(admin), person=who, subject="Les", followed_on=date.today())
        client.get(f"/people/{who.pk}/")
        with CaptureQueriesContext(connection) as queries:
            page = client.get(f"/people/{who.pk}/").content.decode()
        counted.append(len(queries))
        assert "Anna Beheerder" in page  # who gave the role
    assert counted[0] == counted[1]


def test_filters_find_who_has_a_role_who_misses_something_and_who_left(home: Any, admin: Person) -> None:
    board = casting.person(home, Role.BOARD, name="Bob Bestuur")
    casting.person(home, Role.BOARD, name="Carla Zonder", statement=False)
    casting.person(home, name="Dirk Kaal", factor=False)
    casting.person(home, name="Els Weg", is_active=False, left_on=date.today())
    assert board
    found = {
        query: sorted(
            name for name in ("Anna", "Bob", "Carla", "Dirk", "Els") if name in main(admin, f"/people/?{query}")
        )
        for query in ("role=board", "state=closed", "state=open", "state=left", "q=carla")
    }
    assert found == {
        "role=board": ["Anna", "Bob", "Carla"], "state=closed": ["Anna", "Carla", "Dirk"], "state=open": ["Anna", "Bob"],
        "state=left": ["Anna", "Els"], "q=carla": ["Anna", "Carla"],
    }  # fmt: skip  # Anna, whose own name stands at the top of the page, is always there


def main(who: Person, address: str) -> str:
    answer = casting.browser(who).get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_file_of_people_holds_what_the_page_shows(home: Any, admin: Person) -> None:
    answer = casting.browser(admin).get("/people/?download=csv")
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert "Anna Beheerder" in text and "Beheerder" in text and "<" not in text


def test_organisations_are_offered_to_the_operator_only(home: Any, admin: Person) -> None:
    other = casting.organisation("Stichting Elders Verborgen")
    casting.person(other, name="Vera Elders")
    page = main(admin, "/people/?organisation=elders")
    assert "Verborgen" not in page and "Vera" not in page and 'name="organisation"' not in page
    ours = casting.person(casting.organisation(operator=True), Role.ADMINISTRATOR)
    page = main(ours, "/people/?organisation=elders")
    assert "Verborgen" in page and "Vera" in page and "Anna" not in page


@pytest.mark.covers("P-97", "Z-98")
@pytest.mark.parametrize("role", list(Role))
def test_who_has_no_right_gets_nowhere(home: Any, admin: Person, role: Role) -> None:
    from sluis.portal.people import rights

    who = casting.person(home, role)
    client = casting.browser(who)
    expected = {
        "/people/": rights.SEE, f"/people/{admin.pk}/": rights.SEE, f"/people/{admin.pk}/give": rights.GRANT,
        f"/people/{admin.pk}/leave": rights.CHANGE, f"/people/of/{home.pk}/invite": rights.INVITE,
        f"/people/{admin.pk}/statement": rights.RECORD, f"/people/of/{home.pk}/review": rights.REVIEW,
        "/people/reviews/": rights.DECIDE,
    }  # fmt: skip
    for address, right in expected.items():
        status = client.get(address).status_code
        assert (status == 200) is (role in right.roles), (address, status)


def test_roles_page_shows_what_was_declared(home: Any, admin: Person) -> None:
    from sluis.portal.access.matrix import areas, roles
    from sluis.portal.access.rights import DECLARED

    for operator in (True, False):
        shown = {row.right.name for area in areas(operator=operator) for row in area.rows}
        having = {right.name for right in DECLARED.values()
                  if any(right.held_by(role, operator=operator) for role in roles(operator=operator))}  # fmt: skip
        assert shown == having
    page = main(admin, "/roles")
    assert "Rollen geven en intrekken" in page and "wachtwoord" in page


def test_forms_do_what_they_say(home: Any, admin: Person) -> None:
    who, client = casting.person(home), casting.browser(admin)
    today = date.today().isoformat()
    posts: list[tuple[str, dict[str, Any]]] = [
        (f"/people/{who.pk}/give", {"role": "board"}),
        (f"/people/{who.pk}/training", {"subject": "AVG", "followed_on": today,
                                        "file": SimpleUploadedFile("bewijs.txt", b"gevolgd")}),
        (f"/people/{who.pk}/screening", {"kind": "vog", "requested_on": today, "result": "waiting"}),
        (f"/people/{who.pk}/statement", {"kind": "contract", "signed_on": today}),
        (f"/people/{who.pk}/change", {"name": "Nieuwe Naam", "email": who.email, "language": "en"}),
        (f"/people/of/{home.pk}/invite", {"name": "G", "email": "g@v.example", "language": "nl", "roles": ["board"]}),
        (f"/people/of/{home.pk}/cycle", {"months": "3", "reviewer": str(admin.pk)}),
        (f"/people/of/{home.pk}/review", {"reviewer": str(admin.pk),
                                          "due_on": (date.today() + timedelta(days=9)).isoformat()}),
        ("/me/change", {"name": "Anna Anders", "language": "en"}),
    ]  # fmt: skip
    for address, data in posts:
        answer = client.post(address, data)
        assert answer.status_code == 302, (address, answer.content.decode())
        assert client.get(answer["Location"]).status_code == 200
    who.refresh_from_db()
    assert who.name == "Nieuwe Naam" and Training.everything.get().document is not None
    screening = Screening.everything.get()
    done = {"kind": "vog", "requested_on": today, "received_on": today, "result": "no-objection"}
    assert client.post(f"/people/screenings/{screening.pk}/", done).status_code == 302
    decision = Decision.everything.get(grant__person=who)
    assert (
        client.post(f"/people/decisions/{decision.pk}/", {"outcome": "withdraw", "reason": "klaar"}).status_code == 302
    )
    assert casting.actor(who).rights == frozenset()


def test_reviewer_of_another_organisation_is_not_offered(home: Any, admin: Person) -> None:
    stranger = casting.person(casting.organisation(), Role.ADMINISTRATOR, name="Vreemde Beoordelaar")
    page = casting.browser(admin).get(f"/people/of/{home.pk}/review").content.decode()
    assert "Vreemde" not in page and str(stranger.pk) not in page and "Anna" in page


def test_statement_that_is_withdrawn_closes_access_at_the_next_click(home: Any, admin: Person) -> None:
    who = casting.person(home, Role.ADMINISTRATOR)
    client = casting.browser(who)
    assert client.get("/people/").status_code == 200
    statement = Statement.everything.get(person=who)
    assert casting.browser(admin).post(f"/people/statements/{statement.pk}/withdraw").status_code == 302
    assert client.get("/people/")["Location"] == "/closed"

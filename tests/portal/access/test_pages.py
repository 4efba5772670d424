"""Pages about oneself: closed access and the way to open it, one's own account."""

import time
from datetime import date
from typing import Any

import casting
import entering
import pytest

from sluis.portal.access.models import Person, Statement
from sluis.portal.access.roles import Role
from sluis.portal.ledger.models import Entry

pytestmark = pytest.mark.usefixtures("database")


def signed_in(who: Person) -> Any:
    """A browser in which somebody has just signed in by password."""
    who.set_password(entering.PASSWORD)
    who.save()
    client = casting.browser()
    entering.sign_in(client, who.email)
    return client


@pytest.fixture
def who() -> Person:
    home = casting.organisation(second_factor_required=False)
    return casting.person(home, Role.ADMINISTRATOR, factor=False, statement=False)


@pytest.mark.covers("Z-94", "I-68", "P-95")
def test_statement_is_signed_by_who_has_just_shown_who_it_is(who: Person) -> None:
    client = signed_in(who)
    assert client.get("/people/")["Location"] == "/closed"
    session = client.session
    session["account_authentication_methods"] = [
        one | {"at": time.time() - 601} for one in session["account_authentication_methods"]
    ]
    session.save()
    for answer in (client.get("/closed"), entering.sign(client)):
        assert answer["Location"] == "/account/reauthenticate/?next=%2Fclosed"
    assert not Statement.everything.exists()
    client.post("/account/reauthenticate/", {"password": entering.PASSWORD, "next": "/closed"})
    assert entering.sign(client)["Location"] == "/people/"
    assert Statement.everything.get().person == who and client.get("/people/").status_code == 200


def test_another_text_than_was_read_is_not_signed(who: Person) -> None:
    client = signed_in(who)
    answer = client.post("/closed", {"version": "0", "agreed": "on"})
    assert answer.status_code == 422 and "2914" in answer.content.decode()
    assert not Statement.everything.exists()


def test_statement_is_signed_once(who: Person) -> None:
    client = signed_in(who)
    assert entering.sign(client).status_code == 302
    assert "2915" in entering.sign(client).content.decode()
    assert Statement.everything.count() == 1


def test_who_comes_by_single_sign_on_only_comes_again_by_it(who: Person) -> None:
    client = casting.browser(who)  # no password, and nothing on record of having shown anything
    assert client.get("/closed")["Location"] == "/account/login/?next=%2Fclosed"
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("address", ["/people/", "/roles", "/"])
def test_account_of_an_organisation_that_ended_says_so(address: str) -> None:
    home = casting.organisation(ended_on=date.today())
    client = casting.browser(casting.person(home, Role.ADMINISTRATOR))
    page = client.get(address, follow=True)
    assert page.redirect_chain[-1][0] == "/closed" and "geëindigd" in page.content.decode()
    assert "agreed" not in page.content.decode()
    assert client.post("/closed", {"version": "1", "agreed": "on"}).status_code in (302, 422)
    assert Statement.everything.count() == 1


def test_one_changes_ones_own_data_and_not_ones_address(who: Person) -> None:
    client = casting.browser(who)
    data = {
        "name": "Andere Naam",
        "language": "en",
        "phone": "030",
        "position": "P",
        "email": "x@y.example",
        "is_active": "",
    }
    assert client.post("/me/change", data)["Location"] == "/me"
    fresh = Person.everything.get(pk=who.pk)
    assert (fresh.name, fresh.language, fresh.phone) == ("Andere Naam", "en", "030")
    assert fresh.email == who.email and fresh.is_active
    assert Entry.objects.order_by("-n")[0].kind == "person.changed"
    assert "My account" in client.get("/me").content.decode()


def test_account_shows_roles_factors_and_statement() -> None:
    who = casting.person(casting.organisation(), Role.BOARD)
    page = casting.browser(who).get("/me").content.decode()
    for told in ("Bestuur", "Authenticator-app", "Ondertekende verklaring", who.email):
        assert told in page


def test_nobody_signed_in_sees_none_of_it() -> None:
    client = casting.browser()
    for address in ("/me", "/me/change", "/roles", "/closed"):
        assert client.get(address).status_code == 403
        assert client.post(address).status_code == 403

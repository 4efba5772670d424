"""The first person makes the operator, sets up a second factor, signs, and only then gets in."""

import hashlib
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import casting
import entering
import pytest
from django.db import connection
from django.test import Client

from sluis.portal.access.models import Grant, Organisation, Person, Statement
from sluis.portal.ledger.models import Entry
from sluis.portal.people import beginning
from sluis.portal.people.models import Beginning
from sluis.refusals import Refused
from sluis.refusals.catalogue import people as codes

pytestmark = pytest.mark.usefixtures("database")

WRITTEN = {
    "organisation": "Trusted Third Party Verzonnen", "name": "Eerste Persoon", "email": "Eerste@Voorbeeld.example",
    "language": "nl", "password": entering.PASSWORD, "again": entering.PASSWORD,
}  # fmt: skip


def path_of(link: str | None) -> str:
    assert link and link.startswith("https://")
    return urlsplit(link).path


def test_link_is_made_until_somebody_began_and_only_the_last_counts() -> None:
    at = casting.now()
    first, second = beginning.begin_link(at), beginning.begin_link(at)
    assert first != second and Beginning.objects.count() == 1
    client = casting.browser()
    assert client.get(path_of(first)).status_code == 410
    assert client.get(path_of(second)).status_code == 302
    casting.organisation(operator=True)
    assert beginning.begin_link(at) is None
    assert casting.browser().get(path_of(second)).status_code == 410  # void, though it was never used
    assert client.get("/people/begin").status_code == 410  # also where it was opened before


def test_token_is_kept_nowhere_and_told_to_nobody() -> None:
    link = path_of(beginning.begin_link(casting.now()))
    token = link.rsplit("/", 1)[1]
    assert len(token) >= 43
    answer = casting.browser().get(link)
    assert answer["Referrer-Policy"] == "no-referrer" and "no-store" in answer["Cache-Control"]
    assert answer["Location"] == "/people/begin"
    assert Beginning.objects.get().digest == hashlib.sha256(token.encode()).hexdigest()
    assert token not in everything_stored()


def everything_stored() -> str:
    """All texts in the database, sessions opened."""
    from django.contrib.sessions.models import Session

    told = [str(session.get_decoded()) for session in Session.objects.all()]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            told.append(str([[bytes(x) if isinstance(x, memoryview) else x for x in row] for row in cursor.fetchall()]))
    return "\n".join(told)


@pytest.mark.parametrize("after", [timedelta(hours=24), timedelta(days=9)])
def test_link_counts_for_a_day(after: timedelta) -> None:
    at = casting.now()
    token = path_of(beginning.begin_link(at - after)).rsplit("/", 1)[1]
    assert casting.browser().get(f"/people/begin/{token}").status_code == 410


def test_link_that_never_was_is_refused_in_the_same_words() -> None:
    beginning.begin_link(casting.now())
    answer = casting.browser().get("/people/begin/" + "x" * 43)
    assert answer.status_code == 410 and codes.LINK_SPENT.number in answer.content.decode()
    assert casting.browser().get("/people/begin").status_code == 410
    assert casting.browser().post("/people/begin", WRITTEN).status_code == 410
    assert not Organisation.everything.exists()


def begin(client: Client, **other: Any) -> Any:
    client.get(path_of(beginning.begin_link(casting.now())))
    return client.post("/people/begin", WRITTEN | other)


@pytest.mark.covers("Z-94", "I-68", "P-95", "Z-98")
def test_first_person_gets_in_by_factor_and_statement_in_that_order() -> None:
    client = casting.browser()
    assert begin(client).status_code == 302
    operator, person = Organisation.everything.get(), Person.everything.get()
    assert operator.is_operator and operator.name == WRITTEN["organisation"]
    assert person.email == "eerste@voorbeeld.example" and person.check_password(entering.PASSWORD)
    assert [grant.role for grant in Grant.everything.all()] == ["administrator"]
    for address in ("/", "/people/", "/closed", "/roles"):  # no further than setting up the factor
        assert client.get(address)["Location"] == "/account/factors/", address
    entering.set_up_totp(client)
    for address in ("/", "/people/", "/roles"):
        assert client.get(address)["Location"] == "/closed", address
    page = client.get("/closed")
    assert page.status_code == 200 and "geheim" in page.content.decode()
    assert client.post("/closed", {"version": "1"}).status_code == 422  # not agreed
    answer = client.post("/closed", {"version": "1", "agreed": "on"})
    assert answer.status_code == 302 and answer["Location"] == "/roles"  # where one wanted to be
    signed = Statement.everything.get()
    assert (signed.person, signed.text_version, signed.recorded_by) == (person, "1.nl", f"person:{person.pk}")
    assert client.get("/people/").status_code == 200
    kinds = set(Entry.objects.values_list("kind", flat=True))
    assert {"organisation.begun", "person.joined", "person.factor-added", "statement.signed"} <= kinds


@pytest.mark.parametrize(
    "wrong",
    [{"password": "kort", "again": "kort"}, {"again": "iets-anders-lang"}, {"email": "geen adres"}, {"organisation": ""},
     {"password": "eerste@voorbeeld.example", "again": "eerste@voorbeeld.example"}, {"name": ""}],
)  # fmt: skip
def test_what_is_wrong_stands_beside_the_field_and_nothing_is_saved(wrong: dict[str, str]) -> None:
    client = casting.browser()
    answer = begin(client, **wrong)
    assert answer.status_code == 422 and 'class="wrong"' in answer.content.decode()
    assert not Organisation.everything.exists() and not Person.everything.exists()
    assert client.post("/people/begin", WRITTEN).status_code == 302  # the link is still good


def test_link_begins_once() -> None:
    one, other = casting.browser(), casting.browser()
    link = path_of(beginning.begin_link(casting.now()))
    one.get(link), other.get(link)
    assert one.post("/people/begin", WRITTEN).status_code == 302
    assert other.post("/people/begin", WRITTEN | {"email": "ander@voorbeeld.example"}).status_code == 410
    assert Person.everything.count() == 1


def test_two_at_the_same_time_cannot_both_begin() -> None:
    """Both have seen that the link counts; the second one finds it used."""
    link = path_of(beginning.begin_link(casting.now()))
    digest = hashlib.sha256(link.rsplit("/", 1)[1].encode()).hexdigest()
    founder = beginning.Founder("Een", "Een Persoon", "een@voorbeeld.example", entering.PASSWORD, "nl")
    beginning.begin(casting.now(), digest=digest, founder=founder)
    with pytest.raises(Refused) as refused:
        beginning.begin(casting.now(), digest=digest, founder=founder)
    assert refused.value.code is codes.LINK_SPENT and Organisation.everything.count() == 1


def test_text_of_each_version_stands_in_both_languages() -> None:
    from sluis.portal.access import secrecy

    folder = Path(secrecy.__file__).parent / "statements"
    versions = {path.name.split(".")[0] for path in folder.glob("*.txt")}
    assert secrecy.VERSION in versions
    for version in versions:
        assert len(secrecy.text("nl", version)) == len(secrecy.text("en", version)) > 3

"""Every page: shown to who has its right, in words, with what was typed, and with no query more per row."""

from datetime import date
from typing import Any

import casting
import organising
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse
from django.utils import timezone, translation

from sluis.portal.access.middleware import right_of
from sluis.portal.access.models import Organisation
from sluis.portal.access.rights import ANYBODY, Right
from sluis.portal.access.roles import Role
from sluis.portal.documents import rights as documents
from sluis.portal.organisations import establishing, joining, registering
from sluis.portal.organisations.codes import CodeKind
from sluis.portal.organisations.models import Membership, Party, PartyCode, PartyRole
from sluis.portal.organisations.rights import (
    ACTIVATE,
    ASSIGN,
    CHANGE,
    ENROL,
    ISSUE,
    KEEP_SECRECY,
    MANDATE,
    REGISTER,
    REVOKE,
    SEE,
    SEE_SECRECY,
)
from sluis.portal.organisations.urls import urlpatterns

pytestmark = pytest.mark.usefixtures("sqlite")


@pytest.fixture
def operator() -> Organisation:
    """Who operates the installation."""
    return casting.organisation("Voorbeeld-TTP", operator=True)


@pytest.fixture
def home() -> Organisation:
    """An organisation with everything."""
    return casting.organisation("Zorggroep Voorbeeld")


def test_every_page_has_an_example(operator: Organisation, home: Organisation) -> None:
    named = {f"organisations:{one.name}" for one in urlpatterns if "pk" in str(one.pattern)}
    assert named == set(organising.examples(home))


def test_every_page_is_shown_to_who_has_its_right(operator: Organisation, home: Organisation) -> None:
    places: dict[str, Any] = organising.examples(home)
    people = [casting.person(each, Role.ADMINISTRATOR, Role.CONTRACT_MANAGER) for each in (operator, home)]
    shown = 0
    for name, keywords in places.items():
        for who in people:
            address = reverse(name, kwargs=keywords)
            if casting.actor(who).may(right_of(resolve(address).func) or ANYBODY) and name != "organisations:work":
                answer = casting.browser(who).get(address)
                assert answer.status_code == 200, (name, answer.status_code)
                shown += 1
    assert shown > len(places)


RIGHTS = [
    (SEE, frozenset(Role), frozenset(Role) - {Role.ACTION_OWNER, Role.DELIVERY_DESK}),
    (CHANGE, {Role.ADMINISTRATOR, Role.CONTRACT_MANAGER}, {Role.ADMINISTRATOR, Role.CONTRACT_MANAGER}),
    (REGISTER, set(), {Role.ADMINISTRATOR, Role.CONTRACT_MANAGER}),
    (MANDATE, {Role.BOARD, Role.ADMINISTRATOR, Role.CONTRACT_MANAGER}, set()),
    (ASSIGN, set(), {Role.MANAGEMENT, Role.ADMINISTRATOR, Role.CONTRACT_MANAGER}),
    (ENROL, {Role.ADMINISTRATOR}, set()),
    (ACTIVATE, set(), {Role.CONTRACT_MANAGER}),
    (REVOKE, {Role.ADMINISTRATOR, Role.SECURITY_OFFICER}, {Role.CONTRACT_MANAGER, Role.SECURITY_OFFICER}),
    (ISSUE, set(), set()),
    (SEE_SECRECY, documents.SEE.roles, documents.SEE.operator_roles),  # the text of an agreement is a document
    (
        KEEP_SECRECY,
        {Role.ADMINISTRATOR, Role.CONTRACT_MANAGER, Role.BOARD, Role.PRIVACY_COORDINATOR, Role.DPO},
        {Role.ADMINISTRATOR, Role.CONTRACT_MANAGER},
    ),
]


@pytest.mark.parametrize(("right", "own", "operators"), RIGHTS, ids=lambda one: getattr(one, "name", ""))
def test_who_has_which_right(right: Right, own: set[Role], operators: set[Role]) -> None:
    assert {role for role in Role if right.held_by(role, operator=False)} == own
    assert {role for role in Role if right.held_by(role, operator=True)} == operators


def test_who_sees_all_has_a_list_and_others_go_to_their_own(operator: Organisation, home: Organisation) -> None:
    organising.described(home)
    organising.party(trade_name="Andere Zorg")
    auditor, own = casting.person(operator, Role.AUDITOR), casting.person(home, Role.DELIVERER)
    body = casting.browser(auditor).get(reverse("organisations:list")).content.decode()
    assert "Zorggroep Voorbeeld" in body and "Andere Zorg" in body and "Nieuwe organisatie" not in body
    answer = casting.browser(own).get(reverse("organisations:list"), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("organisations:party", args=[home.pk])
    assert "Andere Zorg" not in answer.content.decode() and "Gegevens wijzigen" not in answer.content.decode()


def test_list_is_searched_filtered_and_taken_along(operator: Organisation) -> None:
    organising.party(trade_name="Alfa", chamber_of_commerce_number="12345678", sector="youth")
    organising.party(trade_name="Beta")
    client, address = casting.browser(casting.person(operator, Role.AUDITOR)), reverse("organisations:list")
    for question in ("q=1234567", "sector=youth", "q=alfa"):
        body = client.get(f"{address}?{question}").content.decode()
        assert "Alfa" in body and "Beta" not in body, question
    assert "Alfa" not in client.get(f"{address}?role=municipality").content.decode()
    assert "Alfa" in client.get(f"{address}?role=care-provider&state=active").content.decode()
    assert client.get(f"{address}?role=nonsense").status_code == 200
    file = b"".join(client.get(f"{address}?download=csv")).decode()
    assert "Zorgaanbieder" in file and "12345678" in file and file.count("\n") == 3


def test_queries_do_not_grow_with_rows(operator: Organisation, home: Organisation) -> None:
    client = casting.browser(casting.person(operator, Role.ADMINISTRATOR))
    organising.examples(home)
    names = ("party", "contacts", "places", "history", "mandates", "relations", "certificates", "secrecy")
    addresses = [reverse("organisations:list"), *(reverse(f"organisations:{name}", args=[home.pk]) for name in names)]

    def queries() -> dict[str, int]:
        found = {}
        for address in addresses:
            with CaptureQueriesContext(connection) as caught:
                assert client.get(address).status_code == 200
            found[address] = len(caught)
        return found

    fill(home, 3)
    client.get(addresses[0])  # the first page of a session asks once more
    few = queries()
    fill(home, 20)
    assert queries() == few


def fill(home: Organisation, number: int) -> None:
    """More of everything."""
    since = date(2026, 1, 1)
    for _ in range(number):
        other = organising.party(statutory_name="Stichting Meer", trade_name="").organisation
        found = organising.contact(home, role="technical")
        organising.contact(home, role="finance", deputy=found)
        place = establishing.open_establishment(
            casting.tester(), organisation=home, data=organising.PLACE | {"starts_on": since},
            codes={CodeKind.URA: f"{10_000_000 + PartyCode.everything.count():08d}"},
        )  # fmt: skip
        assert place.organisation == home
        organising.mandate(home, other)
        organising.mandate(other, home)
        joining.join(casting.tester(), organisation=other, group=home, kind=Membership.Kind.AFFILIATED, starts_on=since)
        organising.secrecy(home)
        organising.certificate(home, fingerprint=str(other.pk)[:40])


def test_form_keeps_what_was_typed_and_says_what_is_wrong(operator: Organisation) -> None:
    client = casting.browser(casting.person(operator, Role.ADMINISTRATOR))
    typed = {
        "statutory_name": "Stichting Getypt", "chamber_of_commerce_number": "123", "vat_number": "NL1", "phone": "bel",
        "visiting_country": "NL", "postal_country": "NL", "visiting_postcode": "12", "language": "nl", "since": "2026-01-01",
    }  # fmt: skip
    answer = client.post(reverse("organisations:new"), typed)
    body = answer.content.decode()
    assert answer.status_code == 422 and "Stichting Getypt" in body and not Party.everything.exists()
    for text in ("Een KvK-nummer heeft acht cijfers", "Dit is geen btw-nummer", "1234 AB", "Typ een telefoonnummer"):
        assert text in body, text
    good = typed | {
        "chamber_of_commerce_number": "1234 5678",
        "vat_number": "",
        "phone": "",
        "visiting_postcode": "1234ab",
    }
    assert (
        client.post(reverse("organisations:new"), good | {"roles": ["care-provider", "subscriber"]}).status_code == 302
    )
    assert Party.everything.get().chamber_of_commerce_number == "12345678" and PartyRole.everything.count() == 2
    again = client.post(reverse("organisations:new"), good)
    assert again.status_code == 422 and "2927" in again.content.decode()


def test_end_shows_what_follows_first(operator: Organisation, home: Organisation) -> None:
    organising.examples(home)
    casting.person(home, Role.BOARD)
    client, address = (
        casting.browser(casting.person(operator, Role.ADMINISTRATOR)),
        reverse("organisations:end", args=[home.pk]),
    )
    typed = {"on": timezone.localdate().isoformat(), "reason": "liquidated", "words": ""}
    body = client.post(address, typed).content.decode()
    assert "1 persoon verliest de toegang" in body and "1 machtiging eindigt" in body
    assert Organisation.everything.get(pk=home.pk).ended_on is None
    assert client.post(address, typed | {"confirmed": "yes"}).status_code == 302
    assert Organisation.everything.get(pk=home.pk).ended_on == timezone.localdate()
    page = client.get(reverse("organisations:party", args=[home.pk])).content.decode()
    assert translation.gettext("Ended") in page and "Organisatie beëindigen" not in page


def test_history_is_shown_in_the_readers_words(home: Organisation) -> None:
    organising.described(home)
    who = casting.person(home, Role.ADMINISTRATOR, name="Bram de Proef")
    registering.describe(casting.actor(who), organisation=home, data={"size_fte": "3.5", "in_care_sector": True})
    client = casting.browser(who)
    body = client.get(reverse("organisations:history", args=[home.pk])).content.decode()
    for text in ("Bram de Proef", "Gegevens gewijzigd", "Omvang in fte", "3.5", "Werkzaam in de zorg", "ja"):
        assert text in body, text
    client.cookies["language"] = "en"
    assert "Data changed" in client.get(reverse("organisations:history", args=[home.pk])).content.decode()


def test_service_refuses_what_the_form_cannot_know(home: Organisation) -> None:
    organising.described(home)
    client = casting.browser(casting.person(home, Role.CONTRACT_MANAGER))
    address, typed = reverse("organisations:role-new", args=[home.pk]), {"kind": "supplier", "starts_on": "2026-01-01"}
    assert client.post(address, typed).status_code == 302
    assert client.post(address, typed).status_code == 422  # a second role of a kind: a check of the record itself

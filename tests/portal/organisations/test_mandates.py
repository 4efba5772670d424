"""Mandates: who gives them, who works under them, and what the evidence then says."""

from datetime import date, timedelta
from typing import Any

import casting
import organising
import pytest
from django.urls import reverse

from sluis.portal.access.middleware import MANDATE as KEY
from sluis.portal.access.models import Mandate, Organisation
from sluis.portal.access.recognising import day_of
from sluis.portal.access.roles import Role
from sluis.portal.organisations import contacting, mandating, selectors
from sluis.portal.organisations.choices import Ended
from sluis.refusals import Code
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import organisations as codes

pytestmark = pytest.mark.usefixtures("database")
TODAY = day_of(casting.now())


@pytest.fixture
def home() -> Organisation:
    """Who gives."""
    return organising.party(trade_name="Zorggroep Voorbeeld").organisation


@pytest.fixture
def supplier() -> Organisation:
    """Who acts."""
    return organising.party(trade_name="Leverancier Proef").organisation


def give(who: object, home: Organisation, holder: Organisation, *roles: Role, **more: object) -> Mandate:
    """A mandate from today."""
    fields = {"roles": roles or (Role.CONTRACT_MANAGER,), "starts_on": TODAY} | more
    return mandating.give(who, organisation=home, holder=holder, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize("role", [Role.BOARD, Role.CONTRACT_MANAGER, Role.ADMINISTRATOR])
def test_organisation_itself_gives(home: Organisation, supplier: Organisation, role: Role) -> None:
    who = casting.person(home, role)
    mandate = give(casting.actor(who), home, supplier, flow="kinderen")
    assert Mandate.everything.get().given_by == f"person:{who.pk}"
    (event,) = organising.events("mandate.given")
    assert event.objects == {
        "mandate": str(mandate.pk),
        "organisation": str(supplier.pk),
        "concerns": str(mandate.organisation_id),
    }


@pytest.mark.parametrize("role", [Role.DELIVERER, Role.AUDITOR, Role.DPO, Role.SECURITY_OFFICER])
def test_others_of_it_do_not(home: Organisation, supplier: Organisation, role: Role) -> None:
    actor = casting.actor(casting.person(home, role))
    with organising.refuses(access.NOT_ALLOWED):
        give(actor, home, supplier)


def test_operator_gives_none_for_itself_nor_for_another(home: Organisation) -> None:
    operator = casting.organisation("Voorbeeld-TTP", operator=True)
    actor = casting.actor(casting.person(operator, Role.ADMINISTRATOR, Role.CONTRACT_MANAGER, Role.BOARD))
    for giver, holder in ((home, operator), (operator, home)):
        with organising.refuses(codes.MANDATE_BY_OPERATOR):
            give(actor, giver, holder)
    mandate = organising.mandate(home, operator)
    with organising.refuses(codes.MANDATE_BY_OPERATOR):
        mandating.revoke(actor, mandate=mandate, reason=Ended.MISTAKE)


def test_holder_passes_nothing_on(home: Organisation, supplier: Organisation) -> None:
    held = organising.mandate(home, supplier, Role.ADMINISTRATOR, Role.CONTRACT_MANAGER)
    worker = casting.actor(casting.person(supplier, Role.ADMINISTRATOR), mandate=held)
    assert worker.organisation == home
    for holder in (supplier, organising.party().organisation):
        with organising.refuses(codes.MANDATE_BY_HOLDER):
            give(worker, home, holder)
    stranger = casting.actor(casting.person(supplier, Role.ADMINISTRATOR))
    with organising.refuses(access.NOT_YOURS):
        give(stranger, home, supplier)


def test_what_cannot_be_is_refused(home: Organisation, supplier: Organisation) -> None:
    actor = casting.actor(casting.person(home, Role.BOARD))
    give(actor, home, supplier, ends_on=TODAY + timedelta(days=9))
    yesterday = TODAY - timedelta(days=1)
    refused: tuple[tuple[Organisation, dict[str, Any], Code], ...] = (
        (home, {}, codes.MANDATE_TO_ITSELF),
        (supplier, {"starts_on": TODAY + timedelta(days=9)}, codes.MANDATE_OVERLAPS),
        (supplier, {"ends_on": yesterday}, codes.PERIOD_CLOSED),
        (supplier, {"roles": (Role.SERVICE_DESK,)}, access.ROLE_NOT_HERE),
        (supplier, {"roles": (Role.BOARD,)}, access.ROLE_NOT_HERE),
    )
    for holder, more, code in refused:
        with organising.refuses(code):
            give(actor, home, holder, **more)
    give(actor, home, supplier, flow="een andere stroom")
    give(actor, home, supplier, starts_on=TODAY + timedelta(days=10))


def test_revoked_at_once(home: Organisation, supplier: Organisation) -> None:
    mandate = organising.mandate(home, supplier)
    worker = casting.person(supplier, Role.CONTRACT_MANAGER)
    client = casting.browser(worker)
    client.post(reverse("organisations:work", args=[mandate.pk]))
    assert client.get(reverse("organisations:party", args=[home.pk])).status_code == 200
    mandating.revoke(
        casting.actor(casting.person(home, Role.BOARD)), mandate=mandate, reason=Ended.MISUSE, words="Zie mail"
    )
    assert client.get(reverse("organisations:party", args=[home.pk])).status_code == 404
    (event,) = organising.events("mandate.revoked")
    assert event.objects["code"] == "misuse" and "Zie mail" not in str(event)
    actor = casting.actor(casting.person(home, Role.BOARD))
    with organising.refuses(access.GONE_ALREADY):
        mandating.revoke(actor, mandate=mandate, reason=Ended.MISUSE)


def test_offered_are_mandates_that_allow_one_of_the_persons_own_roles(
    home: Organisation, supplier: Organisation
) -> None:
    mandate = organising.mandate(home, supplier, Role.CONTRACT_MANAGER)
    organising.mandate(home, supplier, Role.DELIVERER, starts_on=TODAY + timedelta(days=3))
    organising.mandate(organising.party().organisation, supplier, Role.DELIVERER)
    worker = casting.person(supplier, Role.CONTRACT_MANAGER)
    assert selectors.mandates_to_work_under(casting.actor(worker)) == [mandate]
    assert selectors.mandates_to_work_under(casting.actor(worker, mandate=mandate)) == [mandate]
    assert selectors.mandates_to_work_under(casting.actor(casting.person(supplier, Role.AUDITOR))) == []
    assert selectors.mandates_to_work_under(casting.actor(casting.person(home, Role.CONTRACT_MANAGER))) == []


@pytest.mark.covers("Z-101")
def test_working_for_another_shows_on_every_page_and_in_the_evidence(
    home: Organisation, supplier: Organisation
) -> None:
    mandate = organising.mandate(home, supplier)
    worker = casting.person(supplier, Role.CONTRACT_MANAGER)
    client, page = casting.browser(worker), reverse("organisations:contacts", args=[home.pk])
    assert client.get(page).status_code == 404
    chosen = client.post(reverse("organisations:work", args=[mandate.pk]))
    assert chosen.status_code == 302 and client.session[KEY] == str(mandate.pk)
    body = client.get(page).content.decode()
    assert "U werkt voor Zorggroep Voorbeeld" in body and "Leverancier Proef" in body
    contacting.add_contact(
        casting.actor(worker, mandate=mandate), organisation=home, data=organising.CONTACT | {"starts_on": TODAY}
    )
    (event,) = organising.events("contact.added")
    assert event.responsible == f"organisation:{home.pk} by organisation:{supplier.pk}"
    client.post(reverse("organisations:back"))
    assert KEY not in client.session and client.get(page).status_code == 404
    assert "U werkt voor" not in client.get(reverse("organisations:working")).content.decode()
    assert [each.objects["mandate"] for each in organising.events("mandate.taken-up")] == [str(mandate.pk)]
    assert len(organising.events("mandate.laid-down")) == 1


def test_nobody_chooses_a_mandate_that_is_not_offered(home: Organisation, supplier: Organisation) -> None:
    mandate = organising.mandate(home, supplier)
    client = casting.browser(casting.person(organising.party().organisation, Role.CONTRACT_MANAGER))
    assert client.post(reverse("organisations:work", args=[mandate.pk])).status_code == 404
    assert KEY not in client.session and client.get(reverse("organisations:work", args=[mandate.pk])).status_code == 405


def test_form_shows_to_whom_it_goes_before_it_is_given(home: Organisation, supplier: Organisation) -> None:
    party = selectors.party_of(supplier)
    assert party is not None
    client = casting.browser(casting.person(home, Role.BOARD))
    address = reverse("organisations:mandate-new", args=[home.pk])
    typed = {"holder": party.number, "roles": ["deliverer"], "starts_on": date.today().isoformat()}
    shown = client.post(address, typed)
    assert shown.status_code == 200 and "Leverancier Proef" in shown.content.decode()
    assert not Mandate.everything.exists()
    assert client.post(address, typed | {"confirmed": "yes"}).status_code == 302
    assert Mandate.everything.get().holder == supplier
    wrong = client.post(address, typed | {"holder": "ORG-1999-0001"})
    assert wrong.status_code == 422 and "2924" in wrong.content.decode() and "ORG-1999-0001" in wrong.content.decode()

"""Consents, the warranty and transfer: the controller alone decides, and without it things stay closed."""

from dataclasses import replace
from datetime import timedelta

import casting
import pytest
from contracting import Parties, agree, flow, fresh, parties
from django.urls import reverse
from django.utils import timezone
from organising import events, refuses

from sluis.agreement import steps
from sluis.agreement.regime import Transfer
from sluis.agreement.starting import EXCHANGE, OUTCOMES
from sluis.portal.access.roles import Role, roles_for
from sluis.portal.agreements import assigning, consenting, stepping
from sluis.portal.agreements.models import Consent, Happening
from sluis.portal.agreements.rights import WARRANT
from sluis.portal.agreements.wording import ConsentKind
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import agreeing as codes

THIRD = "Stichting Derde Partij"


@pytest.fixture
def people(sqlite: str) -> Parties:
    """Both parties."""
    return parties()


def consent(people: Parties, agreement: object, kind: ConsentKind = ConsentKind.ASSIGNMENT, **more: object) -> Consent:
    """One, by the controller's board."""
    said = {"about": THIRD} | more
    return consenting.give(people.actor("board"), agreement=agreement, kind=kind, **said)  # type: ignore[arg-type]


@pytest.mark.covers("I-08", "Z-10")
@pytest.mark.parametrize("role", sorted(roles_for(operator=True)))
def test_no_role_of_the_operator_consents_or_warrants(people: Parties, role: Role) -> None:
    agreement = agree(people=people, regime=OUTCOMES)
    assert not WARRANT.held_by(role, operator=True)
    who = casting.person(people.operator, role)
    with refuses(access.NOT_ALLOWED):
        consenting.give(casting.actor(who), agreement=agreement, kind=ConsentKind.COUNTRY, about="x", country="US")
    with refuses(access.NOT_ALLOWED):
        stepping.take(casting.actor(who), agreement=agreement, step=steps.Warrant(), reason="x")
    browser = casting.browser(who)
    for name in ("consent-new", "warranty"):
        assert browser.post(reverse(f"agreements:{name}", args=[agreement.pk]), {"reason": "x"}).status_code == 403


@pytest.mark.parametrize("role", sorted(Role))
def test_which_roles_of_the_controller_consent(role: Role) -> None:
    assert WARRANT.held_by(role, operator=False) is (role in (Role.BOARD, Role.DPO, Role.CONTRACT_MANAGER))


@pytest.mark.covers("Z-10", "I-53")
def test_a_country_counts_from_consent_until_it_is_taken_back_or_has_run_out(people: Parties) -> None:
    agreement, at = agree(people=people, regime=OUTCOMES), casting.now()
    assert consenting.consented_countries(agreement, at) == frozenset()
    given = consent(people, agreement, ConsentKind.COUNTRY, about="Opslag in Duitsland", country="de")
    assert consenting.consented_countries(agreement, at) == {"DE"}
    consenting.withdraw(people.actor("board"), consent=given)
    assert consenting.consented_countries(agreement, at) == frozenset()
    with refuses(access.GONE_ALREADY):
        consenting.withdraw(people.actor("board"), consent=given)
    consent(people, agreement, ConsentKind.COUNTRY, about="Een dag", country="BE", until=timezone.localdate())
    assert consenting.consented_countries(agreement, at) == {"BE"}
    assert consenting.consented_countries(agreement, at + timedelta(days=1)) == frozenset()
    assert len(events("agreement.consented")) == 2 and len(events("agreement.consent-withdrawn")) == 1


@pytest.mark.covers("I-10")
def test_deliveries_wait_for_the_warranty_that_the_page_records(people: Parties) -> None:
    agreement, board = agree(people=people, regime=OUTCOMES, flows=(flow(),)), casting.browser(people.board)
    assert agreement.effects(casting.now()).deliveries is False
    address = reverse("agreements:warranty", args=[agreement.pk])
    page = board.get(address).content.decode()
    assert "toestemming hebben gegeven" in page and "Nieuwe leveringen" in page
    assert board.post(address, {"reason": "Toestemmingsverklaringen ontvangen"}).status_code == 302
    assert fresh(agreement).effects(casting.now()).deliveries is True
    assert (
        Happening.everything.get(agreement=agreement, kind="warranted").reason == "Toestemmingsverklaringen ontvangen"
    )
    assert board.post(address, {"reason": "Ingetrokken"}).status_code == 302
    assert fresh(agreement).effects(casting.now()).deliveries is False


@pytest.mark.covers("Z-16")
def test_transfer_is_blocked_without_a_consent_that_counts(people: Parties) -> None:
    agreement, clerk, today = agree(people=people), people.actor("clerk"), timezone.localdate()
    with refuses(codes.CONSENT_MISSING):
        assigning.assign(clerk, agreement=agreement, to=THIRD, on=today)
    to_a_country = consent(people, agreement, ConsentKind.COUNTRY, about="België", country="BE")
    elsewhere = consent(people, agree(people=people))
    gone = consent(people, agreement)
    consenting.withdraw(people.actor("board"), consent=gone)
    for other in (to_a_country, elsewhere, gone):
        with refuses(codes.CONSENT_MISSING):
            assigning.assign(clerk, agreement=agreement, to=THIRD, on=today, consent=other)
    given = consent(people, agreement)
    made = assigning.assign(clerk, agreement=agreement, to="Iemand Anders", on=today, consent=given, reason="Fusie")
    kept = Happening.everything.get(pk=made.pk)
    assert kept.kind == "assigned" and kept.facts["consent"] == str(given.pk)
    assert kept.reason == f"{THIRD}: Fusie", "to whom the consent says, and nobody else"
    assert fresh(agreement).state == "ended"
    assert [event.objects["agreement"] for event in events("agreement.assigned")] == [str(agreement.pk)]


@pytest.mark.covers("Z-16")
def test_a_transferred_agreement_keeps_its_duties_until_nothing_is_held(people: Parties) -> None:
    agreement = agree(people=people)
    given = consent(people, agreement)
    assigning.assign(people.actor("clerk"), agreement=agreement, to="", on=timezone.localdate(), consent=given)
    effects = fresh(agreement).effects(casting.now())
    assert effects.secrecy and effects.returning and not effects.verbs and effects.duties


@pytest.mark.covers("Z-16")
def test_the_controller_does_not_transfer_and_where_no_consent_was_agreed_none_is_asked(people: Parties) -> None:
    agreement, today = agree(people=people), timezone.localdate()
    given = consent(people, agreement)
    with refuses(codes.OTHER_SIDE):
        assigning.assign(people.actor("board"), agreement=agreement, to=THIRD, on=today, consent=given)
    free = agree(people=people, regime=replace(EXCHANGE, transfer=Transfer(assignment_needs_consent=False)))
    with refuses(codes.CONSENT_MISSING):  # one that was given for another agreement is none here
        assigning.assign(people.actor("clerk"), agreement=free, to=THIRD, on=today, consent=given)
    day = today + timedelta(days=20)
    assigning.assign(people.actor("clerk"), agreement=free, to=THIRD, on=day)
    assert (fresh(free).state, fresh(free).ends_on) == ("in_force", day)


def test_pages_give_and_withdraw_consents_and_transfer(people: Parties) -> None:
    agreement = agree(people=people)
    board, clerk = casting.browser(people.board), casting.browser(people.clerk)
    new, listed = (reverse(f"agreements:{name}", args=[agreement.pk]) for name in ("consent-new", "consents"))
    assert board.post(new, {"kind": "country", "about": "Duitsland", "country": ""}).status_code == 422
    assert board.post(new, {"kind": "country", "about": "Duitsland", "country": "1x"}).status_code == 422
    assert board.post(new, {"kind": "assignment", "about": THIRD, "country": "DE"}).status_code == 302
    given = Consent.everything.get()
    assert given.country == "" and people.board.name in board.get(listed).content.decode()
    transfer = reverse("agreements:assign", args=[agreement.pk])
    assert THIRD in clerk.get(transfer).content.decode() and board.get(transfer).status_code == 200
    assert clerk.post(transfer, {"on": timezone.localdate(), "reason": ""}).status_code == 422
    withdraw = reverse("agreements:consent-withdraw", args=[given.pk])
    assert clerk.get(withdraw).status_code == 403
    assert board.get(withdraw).status_code == 200 and board.post(withdraw).status_code == 302
    assert clerk.post(transfer, {"on": timezone.localdate(), "consent": given.pk, "reason": ""}).status_code == 422
    assert fresh(agreement).state == "in_force"
    again = consent(people, agreement)
    assert clerk.post(transfer, {"on": timezone.localdate(), "consent": again.pk, "reason": ""}).status_code == 302
    assert fresh(agreement).state == "ended"

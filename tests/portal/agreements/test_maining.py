"""Service agreements: what is attached to one ends with it, later when it is extended, and on the same ground."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import casting
import pytest
from contracting import Parties, agree, drafted, fresh, main, parties
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from listing import shown
from organising import described, events, refuses

from sluis.agreement import steps
from sluis.agreement.completeness import gaps
from sluis.agreement.grounds import GroundKind
from sluis.agreement.regime import Costs, Law, Regime
from sluis.agreement.starting import EXCHANGE, OFFICE, OUTCOMES
from sluis.portal.access.roles import Role, roles_for
from sluis.portal.agreements import drafting, maining, stepping, timing
from sluis.portal.agreements.models import Agreement, Happening, MainAgreement
from sluis.portal.agreements.renewing import renewal_of
from sluis.portal.agreements.rights import KEEP_MAIN
from sluis.portal.notifications.models import Message
from sluis.portal.organisations.models import Revision
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import agreeing as codes

TODAY = date.today()
DATA: dict[str, Any] = {
    "number": "DO-2026-1", "title": "Dienstverlening Koppeling", "signed_on": date(2026, 1, 5),
    "starts_on": date(2026, 1, 5), "ends_on": TODAY + timedelta(days=30),
}  # fmt: skip


@pytest.fixture
def people(sqlite: str) -> Parties:
    """Both parties."""
    return parties()


def end(people: Parties, service: MainAgreement, **more: Any) -> MainAgreement:
    """Its end, because of a bankruptcy, from today."""
    said: dict[str, Any] = {"ground": GroundKind.BANKRUPT, "on": timezone.localdate(), "reason": "Surseance"} | more
    return maining.end(people.actor("clerk"), main=service, **said)


def test_a_service_agreement_is_recorded_and_changed_with_its_history(people: Parties) -> None:
    actor = people.actor("clerk")
    made = maining.record(actor, organisation=people.home, data=DATA)
    maining.change(actor, main=made, data={"title": "Dienstverlening Sluis", "ends_on": None})
    kept = MainAgreement.everything.get(pk=made.pk)
    assert (kept.organisation, kept.title) == (people.home, "Dienstverlening Sluis")
    assert kept.ends_on == DATA["ends_on"], "its last day is changed by extending and ending only"
    (change,) = Revision.everything.filter(record=kept.subject, action="main.changed")
    assert change.changes == {"title": ["Dienstverlening Koppeling", "Dienstverlening Sluis"]}
    assert [event.objects["mainagreement"] for event in events("main.recorded")] == [str(made.pk)]
    assert len(events("main.changed")) == 1


def test_two_service_agreements_have_two_numbers(people: Parties) -> None:
    maining.record(people.actor("clerk"), organisation=people.home, data=DATA)
    with pytest.raises(ValidationError):
        maining.record(people.actor("clerk"), organisation=people.home, data=DATA)
    assert MainAgreement.everything.count() == 1


@pytest.mark.covers("Z-02")
def test_an_agreement_stands_on_one_service_agreement_and_not_without(people: Parties) -> None:
    version = drafted(people)
    assert not gaps(version.contract)
    loose = replace(version.contract, service=replace(version.contract.service, number="", signed_on=None))
    assert {gap.part for gap in gaps(loose)} == {"service.number", "service.signed_on"}
    assert Agreement._meta.get_field("main").null is False
    service = version.agreement.main
    end(people, service)
    with refuses(codes.MAIN_ENDED):
        drafting.draft(
            people.actor("clerk"), main=MainAgreement.everything.get(pk=service.pk), programme="Later", regime=EXCHANGE
        )


@pytest.mark.covers("Z-03")
@pytest.mark.parametrize("regime", [EXCHANGE, OUTCOMES, OFFICE], ids=["follows", "while", "renewing"])
def test_what_is_attached_ends_with_it_on_the_same_ground_and_day(people: Parties, regime: Regime) -> None:
    agreement = agree(people=people, regime=regime)
    other = agree(people=people, regime=regime)
    ended = end(people, agreement.main)
    found = fresh(agreement)
    assert (found.state, found.standing.ground) == ("ended", GroundKind.BANKRUPT)
    assert found.ends_on == ended.ended_on == timezone.localdate()
    (happened,) = Happening.everything.filter(agreement=agreement, kind="ended")
    assert happened.facts["ground"] == ended.ended_ground == "bankrupt"
    assert fresh(other).state == "in_force", "of another service agreement"
    assert Message.everything.filter(organisation=people.home, template="agreements/ended").exists()


@pytest.mark.covers("Z-03")
def test_an_end_that_comes_later_is_told_of_now_and_happens_on_its_day(people: Parties) -> None:
    agreement, day = agree(people=people), timezone.localdate() + timedelta(days=10)
    end(people, agreement.main, on=day, ground=maining.MainGround.NOTICE)
    found = fresh(agreement)
    assert (found.state, found.ends_on) == ("in_force", day)
    assert Happening.everything.get(agreement=agreement, kind="notice").facts["on"] == str(day)
    assert not Message.everything.filter(template="agreements/ended").exists()
    timing.move(casting.tester(casting.now() + timedelta(days=11)))
    assert fresh(agreement).state == "ended"


@pytest.mark.covers("Z-03")
def test_an_agreed_deviation_keeps_one_of_them_going(people: Parties) -> None:
    agreement = agree(people=people)
    staying = agree(people=people, service=agreement.main)
    with refuses(codes.DEVIATION_UNEXPLAINED):
        end(people, agreement.main, deviating=[staying.pk])
    end(people, agreement.main, deviating=[staying.pk], deviation="Addendum 3, artikel 2")
    assert (fresh(agreement).state, fresh(staying).state) == ("ended", "in_force")
    assert Happening.everything.get(agreement=staying, kind="deviated").reason == "Addendum 3, artikel 2"


@pytest.mark.covers("Z-03")
def test_an_extension_lets_what_ends_with_it_end_later(people: Parties) -> None:
    soon, later = timezone.localdate() + timedelta(days=5), timezone.localdate() + timedelta(days=400)
    agreement = agree(people=people, service=main(people.home, ends_on=soon))
    assert agreement.effects(casting.now()).ends_on == soon
    with refuses(codes.EXTENDS_NOT):
        maining.extend(people.actor("clerk"), main=agreement.main, ends_on=soon)
    maining.extend(people.actor("clerk"), main=agreement.main, ends_on=later, reason="Verlengd met een jaar")
    found = fresh(agreement)
    assert found.effects(casting.now()).ends_on == later
    timing.move(casting.tester(casting.now() + timedelta(days=10)))
    assert fresh(agreement).state == "in_force"
    assert Happening.everything.filter(agreement=agreement, kind="extended").count() == 1
    timing.move(casting.tester(casting.now() + timedelta(days=402)))
    assert fresh(agreement).state == "ended"


@pytest.mark.parametrize("days", [-1, 11])
def test_it_ends_within_its_own_term(people: Parties, days: int) -> None:
    today = timezone.localdate()
    service = main(people.home, starts_on=today, ends_on=today + timedelta(days=10))
    with refuses(codes.MAIN_END_OUTSIDE):
        end(people, service, on=today + timedelta(days=days))
    with refuses(codes.MAIN_END_OUTSIDE):
        maining.foresee_end(service, ground=GroundKind.CEASED, on=today + timedelta(days=days), at=casting.now())


def test_what_was_not_signed_is_taken_back_with_it(people: Parties) -> None:
    version = drafted(people)
    end(people, version.agreement.main)
    assert fresh(version.agreement).state == "withdrawn"


def test_what_follows_is_foreseen_without_changing_anything(people: Parties) -> None:
    agreement = agree(people=people)
    drafted(people, service=agreement.main)
    foreseen = maining.foresee_end(
        agreement.main, ground=GroundKind.BANKRUPT, on=timezone.localdate(), at=casting.now()
    )
    signed, unsigned = foreseen
    assert signed.agreement == agreement and signed.foreseen and signed.foreseen.after.state == "ended"
    assert unsigned.foreseen is None
    assert fresh(agreement).state == "in_force"


def test_one_that_ended_is_not_changed_extended_or_ended_again(people: Parties) -> None:
    service, clerk = main(people.home, ends_on=TODAY + timedelta(days=50)), people.actor("clerk")
    end(people, service)
    with refuses(codes.MAIN_IS_OVER):
        end(people, service)
    with refuses(codes.MAIN_IS_OVER):
        maining.change(clerk, main=service, data={"title": "Anders"})
    with refuses(codes.MAIN_IS_OVER):
        maining.extend(clerk, main=service, ends_on=TODAY + timedelta(days=100))


@pytest.mark.parametrize("role", sorted(Role))
def test_only_the_operators_contract_manager_keeps_them(people: Parties, role: Role) -> None:
    assert KEEP_MAIN.held_by(role, operator=True) is (role is Role.CONTRACT_MANAGER)
    assert not KEEP_MAIN.held_by(role, operator=False)


def test_nobody_of_the_controller_records_the_end(people: Parties) -> None:
    service = main(people.home)
    who = casting.person(people.home, *roles_for(operator=False))
    with refuses(access.NOT_ALLOWED):
        maining.end(casting.actor(who), main=service, ground=GroundKind.CEASED, on=TODAY, reason="x")


@pytest.mark.covers("P-05", "P-06")
def test_late_notice_ends_a_renewing_agreement_with_the_next_period(people: Parties) -> None:
    """A year from 5 January, renewed in silence, three months' notice."""
    day = date(2026, 1, 5)
    agreement = agree(people=people, regime=OFFICE, service=main(people.home, signed_on=day, starts_on=day))
    contract, begun = agreement.contract, replace(agreement.standing, starts_on=day)
    in_time, late = renewal_of(contract, begun, date(2026, 10, 4)), renewal_of(contract, begun, date(2026, 10, 5))
    assert in_time and late
    assert (in_time.period.starts, in_time.period.ends) == (day, date(2027, 1, 4))
    assert in_time.last_notice_on == late.last_notice_on == date(2026, 10, 4)
    assert (in_time.ends_on, in_time.late) == (date(2027, 1, 4), False)
    assert (late.ends_on, late.late) == (date(2028, 1, 4), True)
    next_year = renewal_of(contract, begun, date(2027, 2, 1))
    assert next_year and next_year.period.starts == date(2027, 1, 5), "it went on in silence"
    after_notice = stepping.foresee(agreement, steps.GiveNotice(), casting.now()).after
    found = renewal_of(contract, agreement.standing, timezone.localdate())
    assert found and after_notice.ends_on == found.ends_on
    other = agree(people=people, regime=OUTCOMES)
    assert renewal_of(other.contract, other.standing, day) is None


@pytest.mark.covers("P-02", "P-05", "P-06", "P-10")
def test_the_page_of_an_agreement_shows_product_period_notice_and_court(people: Parties) -> None:
    regime = replace(
        OFFICE,
        costs=replace(OFFICE.costs, product="Zilver", segment="Kleine zorginstelling"),
        law=Law(forum="’s-Hertogenbosch", general_terms_excluded=True),
    )
    assert isinstance(regime.costs, Costs)
    agreement = agree(people=people, regime=regime)
    body = casting.browser(people.keeper).get(reverse("agreements:agreement", args=[agreement.pk])).content.decode()
    renewal = renewal_of(agreement.contract, agreement.standing, timezone.localdate())
    assert renewal
    for text in (
        "Zilver",
        "Kleine zorginstelling",
        "per maand",
        "Nederlands recht",
        "’s-Hertogenbosch",
        "niet van toepassing",
    ):
        assert text in body, text
    assert renewal.last_notice_on.isoformat() in body and renewal.ends_on.isoformat() in body


@pytest.mark.covers("I-03")
def test_a_service_agreement_binds_the_purpose_to_a_contract_of_others(people: Parties) -> None:
    bound = {
        "purpose_contract": "Jeugdhulp zonder verblijf", "tender_number": "PROEF2026.1",
        "contract_parties": "Gemeente Proefstad; Jeugdhulp Verzonnen",
    }  # fmt: skip
    agreement = agree(people=people, service=main(people.home, **bound), regime=OUTCOMES)
    service = agreement.contract.service
    assert (service.purpose_contract, service.tender_number) == ("Jeugdhulp zonder verblijf", "PROEF2026.1")
    assert service.contract_parties == ("Gemeente Proefstad", "Jeugdhulp Verzonnen")
    body = casting.browser(people.keeper).get(reverse("agreements:main", args=[agreement.main_id])).content.decode()
    assert "PROEF2026.1" in body


def test_pages_record_extend_and_end_after_showing_what_follows(people: Parties) -> None:
    found = described(casting.organisation())
    clerk = casting.browser(people.clerk)
    typed = {**DATA, "party": found.number, "ends_on": TODAY + timedelta(days=9)}
    made: Any = clerk.post(reverse("agreements:main-new"), typed)
    assert made.status_code == 302, made.context_data["form"].errors
    service = MainAgreement.everything.get(number="DO-2026-1")
    assert service.organisation == found.organisation
    extend = reverse("agreements:main-extend", args=[service.pk])
    assert clerk.post(extend, {"ends_on": TODAY}).status_code == 422
    assert clerk.post(extend, {"ends_on": TODAY + timedelta(days=99)}).status_code == 302
    assert (
        clerk.post(reverse("agreements:main-change", args=[service.pk]), {**typed, "title": "Nieuw"}).status_code == 302
    )
    agreement = agree(people=people, service=service_of(people))
    address = reverse("agreements:main-end", args=[agreement.main_id])
    chosen = {"on": timezone.localdate(), "ground": "bankrupt", "reason": "Faillissement"}
    first = clerk.post(address, chosen)
    assert first.status_code == 200 and agreement.number in first.content.decode()
    assert fresh(agreement).state == "in_force", "nothing happens before it is confirmed"
    assert clerk.post(address, {**chosen, "confirmed": "yes"}).status_code == 302
    assert fresh(agreement).state == "ended"
    page = clerk.get(reverse("agreements:main", args=[agreement.main_id]))
    assert page.status_code == 200 and "failliet" in page.content.decode()


def service_of(people: Parties) -> MainAgreement:
    """One with the controller."""
    return main(people.home)


def test_a_number_that_is_taken_is_said_beside_the_field(people: Parties) -> None:
    found = described(casting.organisation())
    maining.record(people.actor("clerk"), organisation=people.home, data=DATA)
    answer: Any = casting.browser(people.clerk).post(reverse("agreements:main-new"), {**DATA, "party": found.number})
    assert answer.status_code == 422 and "number" in answer.context_data["form"].errors


def test_lists_show_ones_own_and_ask_the_same_number_of_questions(people: Parties) -> None:
    for _ in range(3):
        main(people.home)
    strange = main(casting.organisation())
    own, clerk = casting.browser(people.keeper), casting.browser(people.clerk)
    address = reverse("agreements:mains")
    assert len(shown(own.get(address))) == 3 and len(shown(clerk.get(address))) == 4
    assert own.get(reverse("agreements:main", args=[strange.pk])).status_code == 404
    few = _queries(clerk, address)
    for _ in range(20):
        main(people.home)
    assert _queries(clerk, address) == few


def _queries(client: Any, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)

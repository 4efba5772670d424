"""A new organisation and its data: stored with number and history, found by its codes, and nothing of it in the evidence."""

import threading
from collections.abc import Callable
from datetime import date, timedelta

import casting
import organising
import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from sluis.portal.access.models import Organisation
from sluis.portal.access.recognising import day_of
from sluis.portal.access.roles import Role
from sluis.portal.ledger.models import Entry
from sluis.portal.organisations import coding, establishing, registering, selectors
from sluis.portal.organisations.choices import PartyRoleKind
from sluis.portal.organisations.codes import CodeKind
from sluis.portal.organisations.models import Establishment, Party, PartyCode, PartyRole, Revision
from sluis.portal.tasks.models import Task
from sluis.refusals import Refused
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import organisations as codes

pytestmark = pytest.mark.usefixtures("database")
TODAY = day_of(casting.now())


@pytest.mark.covers("Z-01", "P-03")
def test_party_is_stored_with_number_roles_and_one_event() -> None:
    party = organising.party(chamber_of_commerce_number="12345678", vat_number="NL123456782B01")
    kept = Party.everything.get(pk=party.pk)
    assert kept.number == f"ORG-{TODAY.year}-0001" and kept.visiting_postcode == "1234 AB"
    assert kept.vat_number == "NL123456782B01" and kept.organisation.name == "Zorg Verzonnen"
    assert [role.kind for role in PartyRole.everything.all()] == ["care-provider"]
    (event,) = organising.events("organisation.registered")
    assert event.objects == {
        "party": str(party.pk),
        "organisation": str(party.organisation_id),
        "concerns": str(party.organisation_id),
    }
    line = bytes(Entry.objects.get(kind="organisation.registered").line)
    assert b"Verzonnen" not in line and b"12345678" not in line


def test_numbers_have_no_gaps_also_when_one_was_refused() -> None:
    organising.party(chamber_of_commerce_number="12345678")
    with organising.refuses(codes.CODE_TAKEN):
        organising.party(chamber_of_commerce_number="12345678")
    assert organising.party(statutory_name="Volgende").number == f"ORG-{TODAY.year}-0002"


def test_data_that_cannot_be_store_nothing() -> None:
    with pytest.raises(ValidationError):
        organising.party(visiting_postcode="12 AB")
    assert not Party.everything.exists() and not Organisation.everything.exists()


@pytest.mark.covers("P-09", "P-04")
def test_own_administrator_changes_data_and_the_earlier_values_stay() -> None:
    operator, party = casting.organisation(operator=True), organising.party(size_fte="12.5")
    who = casting.person(party.organisation, Role.ADMINISTRATOR)
    before = casting.now()
    registering.describe(
        casting.actor(who),
        organisation=party.organisation,
        data={"phone": "030 111 11 11", "supervised_by_igj": True, "dpo_required": True, "size_fte": "14.0"},
    )
    changed = Party.everything.get(pk=party.pk)
    assert (changed.phone, changed.supervised_by_igj, changed.dpo_required) == ("030 111 11 11", True, True)
    revision = Revision.everything.get(action="organisation.described")
    assert revision.person == who and revision.changes["phone"] == ["030 000 00 00", "030 111 11 11"]
    assert set(revision.changes) == {"phone", "supervised_by_igj", "dpo_required", "size_fte"}
    assert selectors.data_at(party.organisation, before)["phone"] == "030 000 00 00"
    assert selectors.data_at(party.organisation, casting.now())["phone"] == "030 111 11 11"
    task = Task.everything.get(organisation=operator)
    assert task.role == "contract-manager" and task.kind == registering.CHANGED
    assert b"030 111" not in b"".join(bytes(entry.line) for entry in Entry.objects.all())


def test_nobody_changes_the_data_of_another_organisation() -> None:
    party = organising.party()
    stranger = casting.person(casting.organisation(), Role.ADMINISTRATOR, Role.CONTRACT_MANAGER)
    with organising.refuses(access.NOT_YOURS):
        registering.describe(casting.actor(stranger), organisation=party.organisation, data={"phone": "030 999 99 99"})


def test_chamber_number_leads_to_the_party_and_another_one_takes_its_place() -> None:
    party = organising.party(chamber_of_commerce_number="12345678")
    assert selectors.by_code("kvk", "1234 5678", TODAY) == party.organisation
    registering.describe(
        casting.tester(), organisation=party.organisation, data={"chamber_of_commerce_number": "87654321"}
    )
    assert selectors.by_code(CodeKind.KVK, "87654321", TODAY) == party.organisation
    assert selectors.by_code(CodeKind.KVK, "12345678", TODAY) is None
    assert selectors.by_code(CodeKind.KVK, "12345678", date(2026, 1, 5)) == party.organisation
    assert PartyCode.everything.filter(kind="kvk", ends_on=None).count() == 1


def test_code_is_of_one_party_on_one_day() -> None:
    one, other = organising.party(), organising.party()
    actor, since = casting.tester(), date(2026, 3, 1)
    code = coding.give_code(actor, organisation=one.organisation, kind=CodeKind.AGB, code="01234567", starts_on=since)
    with organising.refuses(codes.CODE_TAKEN):
        coding.give_code(actor, organisation=other.organisation, kind=CodeKind.AGB, code="0123 4567", starts_on=TODAY)
    with organising.refuses(codes.CODE_TAKEN):  # it would end within the time of the other
        coding.give_code(
            actor,
            organisation=other.organisation,
            kind=CodeKind.AGB,
            code="01234567",
            starts_on=date(2026, 1, 1),
            ends_on=since,
        )
    coding.give_code(actor, organisation=other.organisation, kind=CodeKind.URA, code="01234567", starts_on=TODAY)
    coding.end_code(actor, code=code, last_day=TODAY)
    tomorrow = TODAY + timedelta(days=1)
    coding.give_code(actor, organisation=other.organisation, kind=CodeKind.AGB, code="01234567", starts_on=tomorrow)
    assert selectors.by_code("agb", "01234567", TODAY) == one.organisation
    assert selectors.by_code("agb", "01234567", tomorrow) == other.organisation
    assert [event.kind for event in organising.events("partycode.given")] == ["partycode.given"] * 3
    with organising.refuses(codes.PERIOD_CLOSED):
        coding.end_code(actor, code=code, last_day=TODAY)


def test_establishment_brings_its_codes_and_takes_them_along_when_it_closes() -> None:
    party = organising.party()
    actor, home = casting.tester(), party.organisation
    data = organising.PLACE | {"starts_on": date(2026, 1, 1)}
    place = establishing.open_establishment(
        actor, organisation=home, data=data, codes={CodeKind.BRANCH: "000012345678", CodeKind.AGB: "07654321"}
    )
    assert selectors.by_code("branch", "0000 1234 5678", TODAY) == home
    with organising.refuses(codes.CODE_FORM):
        establishing.open_establishment(actor, organisation=home, data=data, codes={CodeKind.URA: "1"})
    establishing.close_establishment(actor, establishment=place, last_day=TODAY)
    assert selectors.by_code("agb", "07654321", TODAY + timedelta(days=1)) is None
    assert Establishment.everything.get().ends_on == TODAY
    other = organising.party().organisation
    with organising.refuses(access.NOT_YOURS):
        coding.give_code(
            actor, organisation=other, kind=CodeKind.URA, code="00000001", starts_on=TODAY,
            establishment=place,
        )  # fmt: skip


def test_party_has_several_roles_at_once_but_none_twice() -> None:
    party = organising.party()
    actor, home = casting.tester(), party.organisation
    establishing.take_role(actor, organisation=home, kind=PartyRoleKind.CARE_GROUP, starts_on=TODAY)
    assert selectors.roles_of(home, TODAY) == {"care-provider", "care-group"}
    with pytest.raises(ValidationError):
        establishing.take_role(actor, organisation=home, kind=PartyRoleKind.CARE_GROUP, starts_on=TODAY)
    role = PartyRole.everything.get(kind="care-group")
    establishing.end_role(actor, role=role, last_day=TODAY)
    assert selectors.roles_of(home, TODAY + timedelta(days=1)) == {"care-provider"}


def test_what_an_agreement_needs_is_named_until_it_is_there() -> None:
    party = organising.party()
    home = party.organisation
    assert selectors.missing_data(home, TODAY) == ["chamber_of_commerce_number", "legal_representative"]
    data = {"name": "Bram de Proef", "position": "Bestuurder", "authority": "together", "starts_on": date(2026, 1, 1)}
    establishing.add_representative(casting.tester(), organisation=home, data=data)
    registering.describe(casting.tester(), organisation=home, data={"chamber_of_commerce_number": "12345678"})
    assert selectors.missing_data(home, TODAY) == []


def test_organisation_without_a_party_gets_its_number() -> None:
    casting.organisation("Alleen Een Naam")
    assert registering.enter_missing(casting.tester()) == 1
    assert Party.everything.get().statutory_name == "Alleen Een Naam"
    assert registering.enter_missing(casting.tester()) == 0


def test_organisation_is_found_by_number_or_by_a_code_that_only_it_has() -> None:
    one, other = organising.party(chamber_of_commerce_number="12345678"), organising.party()
    assert selectors.find(one.number.lower(), TODAY) == selectors.find("1234 5678", TODAY) == one.organisation
    coding.give_code(
        casting.tester(), organisation=other.organisation, kind=CodeKind.AGB, code="12345678", starts_on=TODAY
    )
    for text, code in (
        ("12345678", codes.CODE_AMBIGUOUS),
        ("99999999", codes.ORGANISATION_NOT_FOUND),
        ("", codes.ORGANISATION_NOT_FOUND),
    ):
        with pytest.raises(Refused) as refusal:
            selectors.find(text, TODAY)
        assert refusal.value.code is code


def test_second_factor_is_the_organisations_choice_and_leaves_an_event() -> None:
    home = organising.party().organisation
    who = casting.person(home, Role.ADMINISTRATOR)
    simple = casting.person(home, Role.DELIVERER, factor=False)
    assert casting.actor(simple).closed is access.SECOND_FACTOR_MISSING
    registering.require_second_factor(casting.actor(who), organisation=home, required=False)
    assert casting.actor(simple).closed is None
    assert len(organising.events("organisation.factor-not-required")) == 1
    supplier = organising.party().organisation
    worker = casting.person(supplier, Role.ADMINISTRATOR)
    held = organising.mandate(home, supplier, Role.ADMINISTRATOR)
    with organising.refuses(access.NOT_ALLOWED):
        registering.require_second_factor(casting.actor(worker, mandate=held), organisation=home, required=True)
    with organising.refuses(access.NOT_ALLOWED):
        registering.require_second_factor(casting.actor(simple), organisation=home, required=False)


def at_once(work: Callable[[int], str]) -> list[str]:
    """What four threads with connections of their own get, when they begin at the same moment."""
    start, outcomes = threading.Barrier(4), []

    def run(number: int) -> None:
        try:
            start.wait()
            outcomes.append(work(number))
        except Refused as refusal:
            outcomes.append(refusal.code.number)
        finally:
            connections["default"].close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(outcomes)


def test_many_at_once_get_a_number_each() -> None:
    organising.party()
    numbers = at_once(lambda number: str(organising.party(statutory_name=f"Stichting {number}").number))
    assert numbers == [f"ORG-{TODAY.year}-{number:04d}" for number in (2, 3, 4, 5)]


def test_many_at_once_give_a_code_once() -> None:
    homes = [organising.party().organisation for _ in range(4)]
    coding.give_code(casting.tester(), organisation=homes[0], kind=CodeKind.URA, code="00000001", starts_on=TODAY)

    def give(number: int) -> str:  # with a last day, so that no constraint of the database helps
        return coding.give_code(
            casting.tester(), organisation=homes[number], kind=CodeKind.AGB, code="01234567", starts_on=TODAY, ends_on=TODAY
        ).code  # fmt: skip

    assert at_once(give) == ["01234567", "2927", "2927", "2927"]

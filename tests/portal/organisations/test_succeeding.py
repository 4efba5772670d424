"""Mergers, take-overs, splits, memberships and ends."""

from datetime import date, timedelta

import casting
import organising
import pytest

from sluis.portal.access.models import Mandate, Organisation
from sluis.portal.access.recognising import day_of
from sluis.portal.access.roles import Role
from sluis.portal.organisations import coding, ending, joining, selectors
from sluis.portal.organisations.choices import Ended
from sluis.portal.organisations.codes import CodeKind
from sluis.portal.organisations.models import Enrolment, Membership, Party, PartyRole, Succession
from sluis.portal.organisations.reminding import drop_tasks_of_ended, remind_of_contacts
from sluis.portal.organisations.rights import SEE
from sluis.portal.organisations.succeeding import succeed
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import organisations as codes

pytestmark = pytest.mark.usefixtures("database")
TODAY = day_of(casting.now())
BEFORE, AFTER = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def party(kvk: str) -> Organisation:
    """An organisation with a number at the Chamber of Commerce."""
    found = organising.party(statutory_name=f"Stichting {kvk}", trade_name="", chamber_of_commerce_number=kvk)
    return found.organisation


def merge(*old: Organisation, into: Organisation, on: date = TODAY) -> list[Succession]:
    """A merger."""
    return succeed(casting.tester(), kind=Succession.Kind.MERGER, predecessors=old, successor=into, on=on)


def test_two_become_a_third_and_their_codes_lead_there() -> None:
    one, two, three = party("11111111"), party("22222222"), party("33333333")
    person = casting.person(one, Role.ADMINISTRATOR)
    merge(one, two, into=three)
    for kvk, old in (("11111111", one), ("22222222", two)):
        assert selectors.by_code("kvk", kvk, TODAY) == three
        assert selectors.by_code("kvk", kvk, BEFORE) == old
    assert {each.ended_on for each in Organisation.everything.filter(pk__in=(one.pk, two.pk))} == {TODAY}
    assert casting.actor(person).closed is access.HAS_LEFT
    assert [event.objects["organisation"] for event in organising.events("organisation.succeeded")] == [
        str(three.pk)
    ] * 2
    assert Party.everything.filter(organisation=one).exists()  # its history stays


def test_succession_goes_on_and_never_in_a_ring() -> None:
    one, two, three = party("11111111"), party("22222222"), party("33333333")
    succeed(casting.tester(), kind=Succession.Kind.TAKEOVER, predecessors=[one], successor=two, on=BEFORE)
    succeed(casting.tester(), kind=Succession.Kind.TAKEOVER, predecessors=[two], successor=three, on=TODAY)
    assert selectors.by_code("kvk", "11111111", BEFORE) == two
    assert selectors.by_code("kvk", "11111111", TODAY) == three
    with organising.refuses(codes.ENDED):
        merge(three, into=one)
    with organising.refuses(codes.SUCCESSION_IMPOSSIBLE):
        merge(three, into=three)
    with organising.refuses(codes.SUCCESSION_IMPOSSIBLE):
        merge(into=three)
    with organising.refuses(codes.ENDED):
        merge(one, into=three, on=AFTER)


def test_code_that_somebody_else_has_now_is_theirs() -> None:
    one, two, three = party("11111111"), party("22222222"), party("33333333")
    coding.give_code(casting.tester(), organisation=one, kind=CodeKind.AGB, code="01234567", starts_on=date(2026, 2, 1))
    merge(one, into=two)
    assert selectors.by_code("agb", "01234567", TODAY) == two
    coding.give_code(casting.tester(), organisation=three, kind=CodeKind.AGB, code="01234567", starts_on=TODAY)
    assert selectors.by_code("agb", "01234567", TODAY) == three


def test_code_that_was_given_up_before_the_merger_leads_nowhere() -> None:
    one, two = party("11111111"), party("22222222")
    code = coding.give_code(
        casting.tester(), organisation=one, kind=CodeKind.AGB, code="01234567", starts_on=date(2026, 2, 1)
    )
    coding.end_code(casting.tester(), code=code, last_day=TODAY - timedelta(days=9))
    merge(one, into=two)
    assert selectors.by_code("agb", "01234567", TODAY) is None


def test_split_leaves_the_old_one_and_its_codes_when_that_is_meant() -> None:
    one, two, three = party("11111111"), party("22222222"), party("33333333")
    split = {"kind": Succession.Kind.SPLIT, "predecessors": [one], "on": TODAY}
    succeed(casting.tester(), successor=two, ends=False, leads=False, **split)  # type: ignore[arg-type]
    assert selectors.by_code("kvk", "11111111", TODAY) == one
    assert Organisation.everything.get(pk=one.pk).ended_on is None
    succeed(casting.tester(), successor=three, ends=True, leads=True, **split)  # type: ignore[arg-type]
    assert selectors.by_code("kvk", "11111111", TODAY) == three
    with organising.refuses(codes.SUCCESSION_IMPOSSIBLE):
        succeed(casting.tester(), successor=two, ends=True, leads=False, **split)  # type: ignore[arg-type]


def test_end_takes_all_along_that_cannot_be_without() -> None:
    home, other, group = party("11111111"), party("22222222"), party("33333333")
    joining.join(
        casting.tester(), organisation=home, group=group, kind=Membership.Kind.CARE_GROUP, starts_on=date(2026, 2, 1)
    )
    organising.mandate(home, other)
    organising.mandate(other, home)
    later = organising.mandate(home, group, starts_on=TODAY + timedelta(days=30))
    organising.enrolment(home)
    remind_of_contacts(casting.tester())
    ending.end(casting.tester(), organisation=home, on=TODAY, reason=Ended.LIQUIDATED, words="Stopt")
    assert not PartyRole.everything.filter(PartyRole.in_force(TODAY), organisation=home).exists()
    assert not Membership.everything.filter(Membership.in_force(TODAY)).exists()
    assert not Mandate.everything.filter(Mandate.in_force(TODAY)).exists()
    assert Mandate.everything.filter(Mandate.in_force(BEFORE)).count() == 2
    assert Mandate.everything.get(pk=later.pk).revoked_at is not None
    assert Enrolment.everything.get().state == "withdrawn"
    assert drop_tasks_of_ended(casting.tester()) == 1 and drop_tasks_of_ended(casting.tester()) == 0
    (event,) = organising.events("organisation.ended")
    assert event.objects["code"] == "liquidated" and "Stopt" not in str(event)
    with organising.refuses(access.GONE_ALREADY):
        ending.end(casting.tester(), organisation=home, on=AFTER, reason=Ended.MISTAKE)


def test_operator_is_neither_ended_nor_taken_over() -> None:
    operator, other = casting.organisation(operator=True), party("11111111")
    with organising.refuses(codes.OPERATOR_STAYS):
        ending.end(casting.tester(), organisation=operator, on=TODAY, reason=Ended.MISTAKE)
    with organising.refuses(codes.OPERATOR_STAYS):
        merge(operator, into=other)


@pytest.mark.covers("P-13")
def test_membership_is_dated_and_not_twice_at_once() -> None:
    member, group = party("11111111"), party("22222222")
    first = joining.join(
        casting.tester(), organisation=member, group=group, kind=Membership.Kind.COOPERATIVE, starts_on=date(2026, 1, 1)
    )
    with organising.refuses(codes.MEMBERSHIP_OVERLAPS):
        joining.join(
            casting.tester(), organisation=member, group=group, kind=Membership.Kind.AFFILIATED, starts_on=TODAY
        )
    with organising.refuses(codes.MEMBERSHIP_OVERLAPS):
        joining.join(
            casting.tester(), organisation=group, group=group, kind=Membership.Kind.AFFILIATED, starts_on=TODAY
        )
    joining.leave(casting.tester(), membership=first, last_day=BEFORE)
    joining.join(casting.tester(), organisation=member, group=group, kind=Membership.Kind.AFFILIATED, starts_on=TODAY)
    seen = Membership.objects.visible_to(casting.actor(casting.person(group, Role.BOARD)), SEE)
    assert seen.count() == 2  # the group sees its members


def test_planned_end_takes_nothing_before_its_day() -> None:
    home, other = party("11111111"), party("22222222")
    mandate = organising.mandate(home, other, Role.CONTRACT_MANAGER)
    worker = casting.person(other, Role.CONTRACT_MANAGER)
    ending.end(casting.tester(), organisation=home, on=AFTER, reason=Ended.LIQUIDATED)
    assert casting.actor(worker, mandate=mandate).organisation == home
    then = casting.actor(worker, casting.now() + timedelta(days=1), mandate=mandate)
    assert then.organisation == other and selectors.by_code("kvk", "11111111", TODAY) == home

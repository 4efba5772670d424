"""Giving and withdrawing roles."""

from datetime import date, timedelta

import casting
import pytest

from sluis.portal.access.models import Grant
from sluis.portal.access.roles import Role, roles_for
from sluis.portal.ledger.models import Entry
from sluis.portal.people import granting
from sluis.refusals import Refused
from sluis.refusals.catalogue import access as codes
from sluis.refusals.catalogue import people as own_codes

pytestmark = pytest.mark.usefixtures("database")


def refused(do: object) -> object:
    """With which code; nothing was saved."""
    grants = list(Grant.everything.order_by("pk").values())
    events = Entry.objects.count()
    with pytest.raises(Refused) as refusal:
        do()  # type: ignore[operator]
    assert list(Grant.everything.order_by("pk").values()) == grants and Entry.objects.count() == events
    return refusal.value.code


@pytest.mark.covers("P-97", "Z-98")
def test_role_counts_from_the_moment_it_is_given_until_it_is_withdrawn() -> None:
    home = casting.organisation()
    admin, who = casting.person(home, Role.ADMINISTRATOR), casting.person(home)
    grant = granting.give(casting.actor(admin), person=who, role=Role.BOARD)
    assert Entry.objects.order_by("-n")[0].kind == "grant.given" and grant.granted_by == f"person:{admin.pk}"
    assert "people.decide" in casting.actor(who).rights
    granting.withdraw(casting.actor(admin), grant=grant, reason="andere functie")
    assert Entry.objects.order_by("-n")[0].kind == "grant.withdrawn"
    assert casting.actor(who).rights == frozenset()
    assert refused(lambda: granting.withdraw(casting.actor(admin), grant=grant)) is codes.GONE_ALREADY


def test_nobody_gives_a_role_to_themselves_or_twice_or_one_that_does_not_exist_here() -> None:
    operator, home = casting.organisation(operator=True), casting.organisation()
    admin, who = casting.person(home, Role.ADMINISTRATOR), casting.person(home, Role.BOARD)
    ours, colleague = casting.person(operator, Role.ADMINISTRATOR), casting.person(operator)
    give = granting.give
    assert refused(lambda: give(casting.actor(admin), person=admin, role=Role.BOARD)) is codes.OWN_ROLES
    assert refused(lambda: give(casting.actor(ours), person=ours, role=Role.AUDITOR)) is codes.OWN_ROLES
    assert refused(lambda: give(casting.actor(admin), person=who, role=Role.BOARD)) is codes.HAS_ROLE
    for role in Role:
        for actor, person, kind in ((admin, who, False), (ours, colleague, True)):
            if role not in roles_for(operator=kind):
                code = refused(lambda a=actor, p=person, r=role: give(casting.actor(a), person=p, role=r))
                assert code is codes.ROLE_NOT_HERE
    past = date.today() - timedelta(days=1)
    code = refused(lambda: give(casting.actor(admin), person=who, role=Role.AUDITOR, ends_on=past))
    assert code is own_codes.ROLES_MISSING


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_no_other_role_gives_or_withdraws(role: Role) -> None:
    home = casting.organisation()
    admin, who, other = casting.person(home, Role.ADMINISTRATOR), casting.person(home, role), casting.person(home)
    grant = granting.give(casting.actor(admin), person=other, role=Role.AUDITOR)
    assert refused(lambda: granting.give(casting.actor(who), person=other, role=Role.BOARD)) is codes.NOT_ALLOWED
    assert refused(lambda: granting.withdraw(casting.actor(who), grant=grant)) is codes.NOT_ALLOWED


def test_administrator_of_another_organisation_is_refused() -> None:
    home, other = casting.organisation(), casting.organisation()
    stranger, who = casting.person(other, Role.ADMINISTRATOR), casting.person(home, Role.BOARD)
    grant = Grant.everything.get(person=who)
    assert refused(lambda: granting.give(casting.actor(stranger), person=who, role=Role.AUDITOR)) is codes.NOT_YOURS
    assert refused(lambda: granting.withdraw(casting.actor(stranger), grant=grant)) is codes.NOT_YOURS


def test_last_administrator_keeps_the_role_except_before_the_operator() -> None:
    operator, home = casting.organisation(operator=True), casting.organisation()
    ours, admin = casting.person(operator, Role.ADMINISTRATOR), casting.person(home, Role.ADMINISTRATOR)
    mine, theirs = Grant.everything.get(person=ours), Grant.everything.get(person=admin)
    assert refused(lambda: granting.withdraw(casting.actor(admin), grant=theirs)) is codes.LAST_ADMINISTRATOR
    assert refused(lambda: granting.withdraw(casting.actor(ours), grant=mine)) is codes.LAST_ADMINISTRATOR
    gone = casting.person(home, Role.ADMINISTRATOR, is_active=False)  # who cannot sign in does not count
    assert gone and refused(lambda: granting.withdraw(casting.actor(admin), grant=theirs)) is codes.LAST_ADMINISTRATOR
    casting.person(home, Role.ADMINISTRATOR)
    granting.withdraw(casting.actor(admin), grant=theirs)
    assert not casting.actor(admin).rights


def test_operator_withdraws_the_last_administrator_of_another_organisation() -> None:
    operator, home = casting.organisation(operator=True), casting.organisation()
    ours, admin = casting.person(operator, Role.ADMINISTRATOR), casting.person(home, Role.ADMINISTRATOR)
    granting.withdraw(casting.actor(ours), grant=Grant.everything.get(person=admin))
    assert not casting.actor(admin).rights


def test_role_whose_end_passed_can_be_given_again() -> None:
    home = casting.organisation()
    admin, who = casting.person(home, Role.ADMINISTRATOR), casting.person(home)
    granting.give(casting.actor(admin), person=who, role=Role.AUDITOR, ends_on=date.today())
    later = casting.now() + timedelta(days=2)
    again = granting.give(casting.actor(admin, later), person=who, role=Role.AUDITOR)
    assert again.withdrawn_at is None and Grant.everything.filter(person=who, withdrawn_at=None).count() == 1

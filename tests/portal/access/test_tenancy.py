"""The one rule: a record is seen by who acts for its organisation, or by the operator's staff with the right."""

from datetime import date, timedelta
from typing import Any

import casting
import pytest

from sluis.portal.access.actor import Actor, nobody
from sluis.portal.access.models import Grant, Mandate, Organisation, Person, Statement
from sluis.portal.access.rights import DECLARED, Right
from sluis.portal.access.roles import Role
from sluis.portal.access.tenancy import NotLimitedError
from sluis.refusals import Refused
from sluis.refusals.catalogue import access as codes

pytestmark = pytest.mark.usefixtures("database")

SEE = Right("test.see", "", frozenset((Role.ADMINISTRATOR,)), frozenset((Role.AUDITOR,)))


@pytest.fixture(autouse=True)
def _declared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(DECLARED, SEE.name, SEE)


@pytest.mark.parametrize(
    "ask",
    [
        lambda: list(Grant.objects.all()),
        lambda: Grant.objects.filter(role="board").count(),
        lambda: Grant.objects.filter(role="board").exists(),
        lambda: Grant.objects.get(role="board"),
        Grant.objects.first,
        lambda: list(Grant.objects.values_list("role")),
        lambda: list(Grant.objects.all().iterator()),
        Grant.objects.aggregate,
        lambda: Grant.objects.update(role="board"),
        lambda: Grant.objects.all().delete(),
        Grant.objects.in_bulk,
    ],
)
def test_query_that_forgot_to_ask_fails(ask: object) -> None:
    with pytest.raises(NotLimitedError):
        ask()  # type: ignore[operator]


@pytest.mark.covers("I-71", "P-97")
def test_person_sees_own_organisation_only() -> None:
    mine, other = casting.organisation(), casting.organisation()
    admin, stranger = casting.person(mine, Role.ADMINISTRATOR), casting.person(other, Role.ADMINISTRATOR)
    actor = casting.actor(admin)
    assert set(Person.people.visible_to(actor, SEE)) == {admin}
    assert stranger not in Person.people.visible_to(actor, SEE)
    assert list(Organisation.objects.visible_to(actor, SEE)) == [mine]
    with pytest.raises(Refused) as refused:
        actor.require(SEE, stranger)
    assert refused.value.code is codes.NOT_YOURS


def test_operator_with_the_right_sees_all_and_without_it_nothing() -> None:
    operator, other = casting.organisation(operator=True), casting.organisation()
    auditor, admin = casting.person(operator, Role.AUDITOR), casting.person(operator, Role.ADMINISTRATOR)
    theirs = casting.person(other)
    assert theirs in Person.people.visible_to(casting.actor(auditor), SEE)
    assert not Person.people.visible_to(casting.actor(admin), SEE).exists()  # administrators have it elsewhere only


@pytest.mark.parametrize("missing", ["right", "person", "active"])
def test_nothing_is_seen_without(missing: str) -> None:
    home = casting.organisation()
    who = casting.person(home, *([] if missing == "right" else [Role.ADMINISTRATOR]), is_active=missing != "active")
    actor: Actor = nobody(casting.now()) if missing == "person" else casting.actor(who)
    assert not Person.people.visible_to(actor, SEE).exists()
    with pytest.raises(Refused):
        actor.require(SEE)


@pytest.mark.covers("Z-94", "I-68", "P-95")
def test_access_closes_without_statement_and_when_it_expires() -> None:
    home = casting.organisation()
    who = casting.person(home, Role.ADMINISTRATOR, statement=False)
    assert casting.actor(who).closed is codes.STATEMENT_MISSING
    today = casting.today()
    casting.make(Statement(organisation=home, person=who, signed_on=today - timedelta(days=9),
                           valid_until=today + timedelta(days=1), recorded_by="x"))  # fmt: skip
    assert casting.actor(who).may(SEE)
    later = casting.actor(who, casting.now() + timedelta(days=3))
    assert later.closed is codes.STATEMENT_MISSING and not later.may(SEE)
    with pytest.raises(Refused) as refused:
        later.require(SEE)
    assert refused.value.code is codes.STATEMENT_MISSING


def test_second_factor_is_always_required_of_the_operator_and_of_others_by_default() -> None:
    operator = casting.organisation(operator=True, second_factor_required=False)
    strict, loose = casting.organisation(), casting.organisation(second_factor_required=False)
    closed = [
        casting.actor(casting.person(each, Role.AUDITOR, factor=False)).closed for each in (operator, strict, loose)
    ]
    assert closed == [codes.SECOND_FACTOR_MISSING, codes.SECOND_FACTOR_MISSING, None]


def test_role_counts_until_it_ends_or_is_withdrawn() -> None:
    home = casting.organisation()
    who = casting.person(home)
    yesterday = casting.today() - timedelta(days=1)
    flaws: list[dict[str, Any]] = [{"ends_on": yesterday}, {"withdrawn_at": casting.now()}]
    for fields in flaws:
        casting.make(Grant(organisation=home, person=who, role="administrator", granted_at=casting.now(),
                           granted_by="x", **fields))  # fmt: skip
        assert not casting.actor(who).may(SEE)


def test_mandate_lets_somebody_act_for_another_with_the_roles_that_it_names() -> None:
    provider, supplier = casting.organisation(), casting.organisation()
    who = casting.person(supplier, Role.ADMINISTRATOR, Role.DELIVERER)
    mandate = _mandate(provider, supplier, [Role.ADMINISTRATOR])
    actor = casting.actor(who, mandate=mandate)
    assert actor.organisation == provider and actor.home == supplier
    assert list(Organisation.objects.visible_to(actor, SEE)) == [provider]
    assert actor.responsible == f"organisation:{provider.pk} by organisation:{supplier.pk}"


@pytest.mark.parametrize("flaw", ["revoked", "ended", "future", "other holder", "other roles"])
def test_mandate_that_does_not_count_gives_nothing(flaw: str) -> None:
    provider, supplier = casting.organisation(), casting.organisation()
    who = casting.person(supplier, Role.ADMINISTRATOR)
    today = casting.today()
    flaws: dict[str, dict[str, Any]] = {
        "revoked": {"revoked_at": casting.now()},
        "ended": {"ends_on": today - timedelta(days=1)},
        "future": {"starts_on": today + timedelta(days=2)},
    }
    fields = flaws.get(flaw, {})
    holder = casting.organisation() if flaw == "other holder" else supplier
    roles = [Role.AUDITOR] if flaw == "other roles" else [Role.ADMINISTRATOR]
    actor = casting.actor(who, mandate=_mandate(provider, holder, roles, **fields))
    assert not Organisation.objects.visible_to(actor, SEE).filter(pk=provider.pk).exists()


def test_mandate_of_the_operator_does_not_reach_all() -> None:
    operator, supplier = casting.organisation(operator=True), casting.organisation()
    who = casting.person(supplier, Role.ADMINISTRATOR, Role.AUDITOR)
    actor = casting.actor(who, mandate=_mandate(operator, supplier, [Role.ADMINISTRATOR, Role.AUDITOR]))
    assert not actor.reaches_all(SEE)


def _mandate(giver: Organisation, holder: Organisation, roles: list[Role], **fields: Any) -> Mandate:
    starts: date = casting.today() - timedelta(days=1)
    values: dict[str, Any] = {"starts_on": starts, "given_by": "x", "roles": [role.value for role in roles]} | fields
    made = casting.make(Mandate(organisation=giver, holder=holder, **values))
    assert isinstance(made, Mandate)
    return made

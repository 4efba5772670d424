"""Inviting somebody, and accepting: one organisation, the roles that were promised, one use."""

import hashlib
from datetime import date, timedelta
from typing import Any

import casting
import entering
import pytest

from sluis.portal.access.models import Grant, Organisation, Person
from sluis.portal.access.roles import Role
from sluis.portal.ledger.models import Entry
from sluis.portal.notifications.models import Envelope
from sluis.portal.people import accepting, granting, inviting, leaving
from sluis.portal.people.models import Invitation
from sluis.refusals import Code, Refused
from sluis.refusals.catalogue import access as access_codes
from sluis.refusals.catalogue import people as codes

pytestmark = pytest.mark.usefixtures("database")


def kinds() -> list[str]:
    return list(Entry.objects.order_by("n").values_list("kind", flat=True))


def invited(home: Organisation, who: Person, email: str = "Nieuw@Voorbeeld.example", **other: Any) -> Invitation:
    wanted = {"name": "Nieuwe Collega", "roles": [Role.DELIVERER]} | other
    return inviting.invite(casting.actor(who), organisation=home, email=email, **wanted)


def link() -> str:
    """The link in the message that waits last."""
    envelope = Envelope.objects.order_by("-message__queued_at", "-pk").first()
    assert envelope is not None
    return entering.links(envelope.facts["link"])[0]


def digest() -> str:
    return hashlib.sha256(link().rsplit("/", 1)[1].encode()).hexdigest()


def refuses(code: Code, do: Any) -> None:
    """It is refused with this code, and nothing is saved."""
    before = (Invitation.everything.count(), Grant.everything.count(), Person.everything.count(), Entry.objects.count())
    with pytest.raises(Refused) as refused:
        do()
    assert refused.value.code is code
    after = (Invitation.everything.count(), Grant.everything.count(), Person.everything.count(), Entry.objects.count())
    assert before == after


@pytest.mark.covers("I-71", "Z-98")
def test_invited_person_joins_with_the_roles_that_were_promised() -> None:
    home = casting.organisation()
    admin = casting.person(home, Role.ADMINISTRATOR)
    made = invited(home, admin, roles=[Role.DELIVERER, Role.BOARD], ends_on=date.today() + timedelta(days=90))
    assert kinds()[-1] == "invitation.sent" and made.email == "nieuw@voorbeeld.example"
    client = casting.browser()
    assert client.get(link())["Location"] == "/people/join"
    page = client.get("/people/join").content.decode()
    assert home.name in page and "Nieuwe Collega" in page
    answer = client.post(
        "/people/join",
        {"name": "Nieuwe Collega", "language": "en", "password": entering.PASSWORD, "again": entering.PASSWORD},
    )
    assert answer.status_code == 302, answer.content.decode()
    person = Person.everything.get(email="nieuw@voorbeeld.example")
    assert (person.organisation, person.language, person.joined_on) == (home, "en", date.today())
    grants = Grant.everything.filter(person=person).order_by("role")
    assert [(one.role, one.granted_by, one.ends_on) for one in grants] == [
        (role, f"person:{admin.pk}", made.ends_on) for role in ("board", "deliverer")
    ]
    assert client.get("/people/")["Location"] == "/account/factors/"  # signed in, and no further
    assert {"person.joined", "grant.given", "task.given", "person.signed-in"} <= set(kinds())


def test_link_is_for_one_use_one_week_and_only_as_long_as_it_waits() -> None:
    home = casting.organisation()
    admin = casting.person(home, Role.ADMINISTRATOR)
    made = invited(home, admin)
    first, at = digest(), casting.now()
    assert accepting.waiting(first, at + timedelta(days=7, seconds=-9)) and not accepting.waiting(
        first, at + timedelta(days=7)
    )
    inviting.send_again(casting.actor(admin), invitation=made)
    second = digest()
    assert first != second and not accepting.waiting(first, at)
    accept(second)
    refuses(codes.LINK_SPENT, lambda: accept(second))
    refuses(access_codes.GONE_ALREADY, lambda: inviting.send_again(casting.actor(admin), invitation=made))
    other = invited(home, admin, "ander@voorbeeld.example")
    inviting.withdraw(casting.actor(admin), invitation=other)
    refuses(codes.LINK_SPENT, lambda: accept(digest()))
    refuses(access_codes.GONE_ALREADY, lambda: inviting.withdraw(casting.actor(admin), invitation=other))


def accept(token_digest: str) -> Person:
    return accepting.accept(
        casting.now(), digest=token_digest, name="Nieuwe Collega", password=entering.PASSWORD, language="nl"
    )


def test_address_that_is_taken_is_refused_without_saying_where() -> None:
    home, elsewhere = casting.organisation(), casting.organisation("Elders Verzonnen")
    admin, there = casting.person(home, Role.ADMINISTRATOR), casting.person(elsewhere)
    colleague = casting.person(home)
    for taken in (there.email.upper(), colleague.email):
        refuses(codes.CANNOT_INVITE, lambda taken=taken: invited(home, admin, taken))
    page = casting.browser(admin).post(f"/people/of/{home.pk}/invite", {
        "name": "X", "email": there.email, "language": "nl", "roles": ["board"]})  # fmt: skip
    assert page.status_code == 422 and "2961" in page.content.decode() and "Elders" not in page.content.decode()


def test_invitations_of_two_organisations_do_not_know_of_each_other_and_the_first_counts() -> None:
    home, other = casting.organisation(), casting.organisation()
    invited(home, casting.person(home, Role.ADMINISTRATOR))
    first = digest()
    invited(other, casting.person(other, Role.ADMINISTRATOR))
    second = digest()
    assert accept(second).organisation == other
    refuses(codes.LINK_SPENT, lambda: accept(first))


def test_same_invitation_twice_is_refused_until_it_ran_out() -> None:
    home = casting.organisation()
    admin = casting.person(home, Role.ADMINISTRATOR)
    invited(home, admin)
    refuses(codes.CANNOT_INVITE, lambda: invited(home, admin))
    later = casting.now() + timedelta(days=8)
    again = inviting.invite(
        casting.actor(admin, later), organisation=home, name="N", email="nieuw@voorbeeld.example", roles=[Role.BOARD]
    )
    assert again.is_open and Invitation.everything.exclude(pk=again.pk).get().withdrawn_at == later


@pytest.mark.covers("P-97", "Z-98", "I-71")
@pytest.mark.parametrize("where", ["own", "other", "operator"])
def test_only_administrators_invite_in_their_own_organisation_and_the_operators_where_there_is_none(where: str) -> None:
    operator, home = casting.organisation(operator=True), casting.organisation()
    for role in Role:
        who = casting.person(operator if where == "operator" else home, role)
        target = casting.organisation() if where in ("other", "operator") else home
        before = Invitation.everything.count()
        if role is Role.ADMINISTRATOR and where != "other":
            assert invited(target, who).organisation == target
            continue
        with pytest.raises(Refused):
            invited(target, who)
        assert Invitation.everything.count() == before


def test_operator_invites_only_while_an_organisation_has_no_administrator() -> None:
    operator, home = casting.organisation(operator=True), casting.organisation()
    ours = casting.person(operator, Role.ADMINISTRATOR)
    invited(home, ours, roles=[Role.ADMINISTRATOR])
    theirs = accept(digest())
    refuses(codes.HAS_ADMINISTRATOR, lambda: invited(home, ours, "tweede@voorbeeld.example"))
    refuses(codes.HAS_ADMINISTRATOR, lambda: granting.give(casting.actor(ours), person=theirs, role=Role.BOARD))
    leaving.leave(casting.actor(ours), person=theirs, reason="niet meer in dienst")
    assert invited(home, ours, "tweede@voorbeeld.example").is_open


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"roles": []}, codes.ROLES_MISSING),
        ({"roles": [Role.MANAGEMENT]}, access_codes.ROLE_NOT_HERE),
        ({"roles": [Role.SERVICE_DESK, Role.BOARD]}, access_codes.ROLE_NOT_HERE),
        ({"ends_on": date(2020, 1, 1)}, codes.ROLES_MISSING),
    ],
)
def test_inviting_is_giving_roles(wrong: dict[str, Any], code: Code) -> None:
    home = casting.organisation()
    admin = casting.person(home, Role.ADMINISTRATOR)
    refuses(code, lambda: invited(home, admin, **wrong))


def test_invitations_of_who_may_no_longer_invite_are_void() -> None:
    home = casting.organisation()
    admin, second = casting.person(home, Role.ADMINISTRATOR), casting.person(home, Role.ADMINISTRATOR)
    invited(home, admin)
    waiting = digest()
    granting.withdraw(casting.actor(second), grant=Grant.everything.get(person=admin))
    refuses(codes.LINK_SPENT, lambda: accept(waiting))


def test_ends_of_roles_that_passed_while_waiting_give_none() -> None:
    home = casting.organisation()
    invited(home, casting.person(home, Role.ADMINISTRATOR), ends_on=date.today())
    waiting, later = digest(), casting.now() + timedelta(days=2)
    person = accepting.accept(later, digest=waiting, name="N", password=entering.PASSWORD, language="nl")
    assert not Grant.everything.filter(person=person).exists()


def test_weak_password_is_refused_beside_the_field() -> None:
    home = casting.organisation()
    invited(home, casting.person(home, Role.ADMINISTRATOR))
    client = casting.browser()
    client.get(link())
    for weak in ("kort", "123456789012", "nieuw@voorbeeld.example", "Nieuwe Collega", "password1234"):
        answer = client.post(
            "/people/join", {"name": "Nieuwe Collega", "language": "nl", "password": weak, "again": weak}
        )
        assert answer.status_code == 422, weak
    assert not Person.everything.filter(email="nieuw@voorbeeld.example").exists()


def test_organisation_that_ended_invites_nobody_and_its_invitations_are_void() -> None:
    home = casting.organisation()
    admin = casting.person(home, Role.ADMINISTRATOR)
    invited(home, admin)
    waiting = digest()
    home.ended_on = date.today()
    from sluis.portal.access.changing import keeping

    with keeping(casting.tester()) as change:
        home.save()
        change.record("test.ended", home)
    refuses(codes.LINK_SPENT, lambda: accept(waiting))
    with pytest.raises(Refused):
        inviting.invite(casting.tester(), organisation=home, name="N", email="x@v.example", roles=[Role.BOARD])

"""Leaving: rights gone at once, signed out at once, no way back in."""

from datetime import date

import casting
import entering
import pytest
from allauth.mfa.models import Authenticator

from sluis.portal.access.actor import Actor
from sluis.portal.access.models import Grant, Person, Statement
from sluis.portal.access.roles import Role
from sluis.portal.ledger.models import Entry
from sluis.portal.people import correcting, leaving, reviewing, sessions
from sluis.portal.people.models import ReviewCycle
from sluis.portal.tasks.giving import give
from sluis.portal.tasks.models import Task
from sluis.refusals import Refused
from sluis.refusals.catalogue import access as access_codes
from sluis.refusals.catalogue import people as codes

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.covers("Z-100", "I-71")
def test_who_leaves_is_out_at_the_next_click() -> None:
    home = casting.organisation()
    admin, who = casting.person(home, Role.ADMINISTRATOR), casting.person(home, Role.ADMINISTRATOR, Role.BOARD)
    unlisted, listed = casting.browser(who), casting.browser(who)
    assert unlisted.get("/people/").status_code == 200 and listed.get("/people/").status_code == 200
    assert sessions.number_of(who) >= 1
    page = casting.browser(admin).get(f"/people/{who.pk}/leave").content.decode()
    assert "beheerder" in page.lower()  # the consequences name the roles
    answer = casting.browser(admin).post(f"/people/{who.pk}/leave", {"reason": "uit dienst"})
    assert answer.status_code == 302
    for client in (unlisted, listed):
        assert client.get("/people/").status_code == 403
    gone = Person.everything.get(pk=who.pk)
    assert (gone.is_active, gone.left_on, gone.has_usable_password()) == (False, date.today(), False)
    assert not Grant.everything.filter(person=who, withdrawn_at=None).exists()
    assert not Authenticator.objects.filter(user=who).exists() and sessions.number_of(who) == 0
    assert not Statement.everything.filter(Statement.in_force(date.today()), person=who).exists()
    assert casting.actor(who).rights == frozenset()
    kinds = list(Entry.objects.order_by("-n").values_list("kind", flat=True))
    assert "person.left" in kinds and kinds.count("grant.withdrawn") == 2
    assert entering.sign_in(casting.browser(), who.email).status_code == 200  # refused as an unknown account is


def test_session_of_who_left_is_dead_even_when_its_row_was_kept() -> None:
    home = casting.organisation()
    who = casting.person(home, Role.ADMINISTRATOR)
    admin = casting.person(home, Role.ADMINISTRATOR)
    client = casting.browser(who)
    assert client.get("/people/").status_code == 200
    key = client.session.session_key
    kept = client.session.__class__(key).load()
    leaving.leave(casting.actor(admin), person=who, reason="weg")
    again = client.session.__class__(key)
    again.update(kept)
    again.save(must_create=False)
    assert client.get("/people/").status_code == 403


def test_tasks_go_to_the_administrators() -> None:
    home = casting.organisation()
    admin, who = casting.person(home, Role.ADMINISTRATOR), casting.person(home, Role.BOARD)
    from sluis.portal.access.changing import keeping

    with keeping(casting.tester()) as change:
        task = give(change, organisation=home, kind="test.own", title="Doe iets", person=who)
    reviewing.set_cycle(casting.actor(admin), organisation=home, months=3, reviewer=who)
    leaving.leave(casting.actor(admin), person=who, reason="weg")
    task.refresh_from_db()
    assert (task.person, task.role, task.state) == (None, "administrator", Task.State.OPEN)
    assert ReviewCycle.everything.get(organisation=home).reviewer is None


@pytest.mark.parametrize("case", ["last", "self", "twice", "no reason", "stranger", "no right"])
def test_leaving_is_refused_and_nothing_changes(case: str) -> None:
    home = casting.organisation()
    admin, other = casting.person(home, Role.ADMINISTRATOR), casting.person(home, Role.BOARD)
    stranger = casting.person(casting.organisation(), Role.ADMINISTRATOR)
    who, actor, reason, code = {
        "last": (admin, _as_if(admin, other), "weg", access_codes.LAST_ADMINISTRATOR),
        "self": (admin, casting.actor(admin), "weg", access_codes.OWN_RECORD),
        "twice": (other, casting.actor(admin), "weg", codes.PERSON_LEFT),
        "no reason": (other, casting.actor(admin), "  ", codes.REASON_MISSING),
        "stranger": (other, casting.actor(stranger), "weg", access_codes.NOT_YOURS),
        "no right": (admin, casting.actor(other), "weg", access_codes.NOT_ALLOWED),
    }[case]
    if case == "twice":
        leaving.leave(casting.actor(admin), person=other, reason="weg")
    events = Entry.objects.count()
    with pytest.raises(Refused) as refused:
        leaving.leave(actor, person=who, reason=reason)
    assert refused.value.code is code and Entry.objects.count() == events
    assert Person.everything.get(pk=admin.pk).is_active


def _as_if(admin: Person, other: Person) -> Actor:
    """An actor of the organisation with the rights of its administrator, another person."""
    from dataclasses import replace

    return replace(casting.actor(other), rights=casting.actor(admin).rights)


def test_operator_ends_the_account_of_the_last_administrator_elsewhere() -> None:
    operator, home = casting.organisation(operator=True), casting.organisation()
    ours, admin = casting.person(operator, Role.ADMINISTRATOR), casting.person(home, Role.ADMINISTRATOR)
    leaving.leave(casting.actor(ours), person=admin, reason="misbruik")
    assert not Person.everything.get(pk=admin.pk).is_active


def test_administrator_ends_sessions_and_takes_away_a_lost_factor() -> None:
    home = casting.organisation()
    admin, who = casting.person(home, Role.ADMINISTRATOR), casting.person(home, Role.ADMINISTRATOR)
    client = casting.browser(who)
    assert client.get("/people/").status_code == 200
    correcting.end_sessions(casting.actor(admin), person=who)
    assert client.get("/people/").status_code == 403
    correcting.reset_factors(casting.actor(admin), person=who)
    assert casting.actor(who).closed is access_codes.SECOND_FACTOR_MISSING
    with pytest.raises(Refused) as refused:
        correcting.reset_factors(casting.actor(admin), person=admin)
    assert refused.value.code is access_codes.OWN_RECORD


def test_new_address_is_told_to_the_old_one_and_must_be_free() -> None:
    from sluis.portal.notifications.models import Envelope

    home, elsewhere = casting.organisation(), casting.organisation()
    admin, who, there = casting.person(home, Role.ADMINISTRATOR), casting.person(home), casting.person(elsewhere)
    data = {"name": who.name, "position": "", "phone": "", "language": "nl"}
    with pytest.raises(Refused) as refused:
        correcting.change_person(casting.actor(admin), person=who, email=there.email, **data)
    assert refused.value.code is codes.CANNOT_INVITE
    old = who.email
    correcting.change_person(casting.actor(admin), person=who, email="Nieuw@adres.example", **data)
    assert Person.everything.get(pk=who.pk).email == "nieuw@adres.example"
    assert Envelope.objects.get().address == old

"""Two people at the same moment: one of them finds that the other was first."""

import hashlib
import threading
from collections.abc import Callable

import casting
import entering
import pytest
from django.db import connections

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.access.models import Grant, Organisation, Person
from sluis.portal.access.roles import Role
from sluis.portal.notifications.models import Envelope
from sluis.portal.people import accepting, beginning, granting, inviting, leaving
from sluis.portal.people.rights import GRANT
from sluis.refusals import Refused

pytestmark = pytest.mark.usefixtures("database")


def at_once(*do: Callable[[], object]) -> list[str]:
    """What became of each: `done`, or the code with which it was refused."""
    gate, became = threading.Barrier(len(do)), [""] * len(do)

    def run(number: int) -> None:
        gate.wait(20)
        try:
            do[number]()
            became[number] = "done"
        except Refused as refused:
            became[number] = refused.code.number
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(do))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(became)


def while_open(
    actor: Actor, home: Organisation, first: Callable[[], object], second: Callable[[], object]
) -> list[str]:
    """What becomes of the second, which begins while the first is done but not yet kept: it has to wait."""
    became: list[str] = []
    other = threading.Thread(target=lambda: became.extend(at_once(second)))
    with changing(actor, GRANT, on=home) as change:
        first()
        other.start()
        other.join(1.5)
        assert other.is_alive() and became == []
        change.record("test.made", home)
    other.join(60)
    return became


def test_two_administrators_cannot_take_the_role_from_each_other() -> None:
    home = casting.organisation()
    one, other = casting.person(home, Role.ADMINISTRATOR), casting.person(home, Role.ADMINISTRATOR)
    actors = casting.actor(one), casting.actor(other)
    grants = Grant.everything.get(person=other), Grant.everything.get(person=one)
    became = while_open(
        actors[0], home,
        lambda: granting.withdraw(actors[0], grant=grants[0]), lambda: granting.withdraw(actors[1], grant=grants[1]),
    )  # fmt: skip
    assert became == ["2910"]
    assert Grant.everything.filter(role="administrator", withdrawn_at=None).count() == 1


def test_two_administrators_cannot_make_each_other_leave() -> None:
    home = casting.organisation()
    one, other = casting.person(home, Role.ADMINISTRATOR), casting.person(home, Role.ADMINISTRATOR)
    actors = casting.actor(one), casting.actor(other)
    became = while_open(
        actors[0], home,
        lambda: leaving.leave(actors[0], person=other, reason="weg"),
        lambda: leaving.leave(actors[1], person=one, reason="weg"),
    )  # fmt: skip
    assert became == ["2910"]
    assert Person.everything.filter(is_active=True).count() == 1


def test_invitation_and_beginning_are_used_once() -> None:
    founder = beginning.Founder("TTP", "Een Persoon", "een@voorbeeld.example", entering.PASSWORD, "nl")
    digest = digest_of(beginning.begin_link(casting.now()) or "")
    at = casting.now()
    begin = lambda: beginning.begin(at, digest=digest, founder=founder)  # noqa: E731
    assert at_once(begin, begin, begin) == ["2960", "2960", "done"]
    home = casting.organisation()
    inviting.invite(casting.tester(), organisation=home, name="N", email="n@v.example", roles=[Role.BOARD])
    waiting = digest_of(Envelope.objects.get().facts["link"])
    join = lambda: accepting.accept(  # noqa: E731
        at, digest=waiting, name="N", password=entering.PASSWORD, language="nl"
    )
    assert at_once(join, join, join) == ["2960", "2960", "done"]
    assert Person.everything.filter(organisation=home).count() == 1


def digest_of(link: str) -> str:
    return hashlib.sha256(link.rsplit("/", 1)[1].encode()).hexdigest()

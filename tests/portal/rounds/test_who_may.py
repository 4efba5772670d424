"""Which role may do what, on either side; and nobody of another organisation."""

import itertools
from collections.abc import Callable
from datetime import date

import calendaring
import casting
import contracting
import pytest
from calendaring import moment

from sluis.portal.access.actor import Actor
from sluis.portal.access.models import Organisation
from sluis.portal.access.roles import Role, roles_for
from sluis.portal.rounds import answering, deciding, extending, scheduling
from sluis.portal.rounds.days import Days
from sluis.portal.rounds.models import Extension, Round, Schedule
from sluis.portal.rounds.rights import SEE
from sluis.refusals import Refused
from sluis.refusals.catalogue import access

pytestmark = pytest.mark.usefixtures("sqlite")
UNTIL = date(2099, 6, 1)
R = Role
PLANNERS = {R.ADMINISTRATOR, R.CONTRACT_MANAGER, R.MANAGER}
READERS = PLANNERS | {R.BOARD, R.DPO, R.AUDITOR, R.DELIVERER}
ANSWERERS = {R.ADMINISTRATOR, R.DELIVERER}
DECIDING = ("grant", "refuse", "extend", "close")
NAMES = ("ask", "nothing", "sign-off", *DECIDING)
TABLE: dict[str, dict[str, set[Role]]] = {
    "source": {
        "ask": ANSWERERS, "nothing": ANSWERERS, "sign-off": {R.ADMINISTRATOR, R.BOARD, R.CONTRACT_MANAGER},
    },
    "recipient": dict.fromkeys(DECIDING, PLANNERS),
    "operator": {key: {R.CONTRACT_MANAGER} for key in DECIDING},
}  # fmt: skip
_numbers = itertools.count(1)


def do(name: str, actor: Actor, found: Round) -> object:
    """One of them, on a round that is open or delivered, about which more time was asked where that is needed."""
    asked = Extension.everything.filter(round=found, decision="asked").first()
    ways: dict[str, Callable[[], object]] = {
        "ask": lambda: extending.ask(actor, round=found, until=UNTIL, reason="Te druk"),
        "nothing": lambda: answering.declare_nothing(actor, round=found, reason="Niets"),
        "sign-off": lambda: answering.sign_off(actor, round=found),
        "grant": lambda: asked and extending.grant(actor, extension=asked, until=UNTIL),
        "refuse": lambda: asked and extending.refuse(actor, extension=asked, answer="Nee"),
        "extend": lambda: extending.extend(actor, round=found, until=UNTIL, reason="Storing"),
        "close": lambda: deciding.close(actor, round=found, reason="Klaar"),
        "replan": lambda: scheduling.replan(actor, schedule=found.schedule, data={"reminders": [3]}),
        "stop": lambda: scheduling.stop(actor, schedule=found.schedule),
    }
    return ways[name]()


def prepared(there: calendaring.Place, schedule: Schedule, name: str) -> Round:
    """A round for it."""
    first = date(2099, 4, 1)
    days = Days(first, first, first, date(2099, 4, 30))
    clock = casting.tester(moment(4, 1))
    found = scheduling.add(clock, schedule=schedule, days=days, name=f"Ronde {next(_numbers)}")
    calendaring.follow(moment(4, 1))
    if name == "sign-off":
        calendaring.deliver(found, moment(4, 20))
    if name in ("grant", "refuse"):
        extending.ask(there.actor("deliverer", moment(4, 2)), round=found, until=UNTIL, reason="Te druk")
    return calendaring.fresh(found)


def someone(home: Organisation, role: Role) -> Actor:
    """Somebody with a role, on a day in time."""
    return casting.actor(casting.person(home, role), moment(4, 21))


def allowed(name: str, actor: Actor, found: Round) -> bool:
    """Whether it is done; else it is refused for want of the right, or because it is another's."""
    try:
        do(name, actor, found)
    except Refused as refused:
        assert refused.code in (access.NOT_ALLOWED, access.NOT_YOURS), refused.code
        return False
    return True


@pytest.mark.parametrize("side", ["source", "recipient", "operator", "other"])
def test_each_side_does_its_own_by_the_roles_that_may(side: str) -> None:
    there = calendaring.place()
    schedule = calendaring.scheduled(there, rhythm="by-hand", final_after="")
    operator = contracting.operator()
    home = {"source": there.source, "recipient": there.registry, "operator": operator}.get(side)
    home, may = home or casting.organisation(), TABLE.get(side, {})
    rounds = {name: prepared(there, schedule, name) for name in NAMES}
    for role in roles_for(operator=home.is_operator):
        actor = someone(home, role)
        for name in NAMES:
            assert allowed(name, actor, rounds[name]) == (role in may.get(name, ())), (name, role)
            if role in may.get(name, ()):
                rounds[name] = prepared(there, schedule, name)


@pytest.mark.parametrize("name", ["replan", "stop"])
def test_schedules_are_kept_by_the_recipient_and_the_operator_for_it(name: str) -> None:
    there = calendaring.place()
    found = calendaring.opened(there)
    for home in (there.source, there.registry, contracting.operator(), casting.organisation()):
        keeps = {there.registry.pk: PLANNERS, contracting.operator().pk: {R.CONTRACT_MANAGER}}.get(home.pk, set())
        for role in roles_for(operator=home.is_operator):
            assert allowed(name, someone(home, role), found) == (role in keeps), (home.name, role)
            if name == "stop" and role in keeps:
                found = calendaring.opened(there)


def test_who_sees_a_round() -> None:
    there = calendaring.place()
    found = calendaring.opened(there)

    def seeing(home: Organisation, *, operator: bool = False) -> set[Role]:
        roles = roles_for(operator=operator)
        return {role for role in roles if list(Round.objects.visible_to(someone(home, role), SEE).filter(pk=found.pk))}

    assert seeing(there.source) == seeing(there.registry) == READERS
    assert seeing(casting.organisation()) == set()
    assert seeing(contracting.operator(), operator=True) == {R.CONTRACT_MANAGER, R.SERVICE_DESK, R.AUDITOR}

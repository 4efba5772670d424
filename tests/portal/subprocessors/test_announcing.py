"""Announcing: every controller is told on its own terms; who stands in the annex, and who comes later."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import casting
import contracting
import pytest
from django.utils import translation
from organising import events

from sluis.agreement.starting import EXCHANGE, OFFICE, OUTCOMES
from sluis.deadlines import day_of, months_after
from sluis.portal.access.roles import Role
from sluis.portal.agreements import drafting
from sluis.portal.notifications.models import Message
from sluis.portal.subprocessors import announcing, registering, starting, telling
from sluis.portal.subprocessors.models import Subnotice, Subprocessor
from sluis.portal.tasks.models import Task
from sluis.portal.ui.moments import day
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import subprocessing as codes
from subprocessors import subcontracted
from subprocessors.subcontracted import refused

pytestmark = pytest.mark.usefixtures("sqlite")
State = Subnotice.State


@pytest.mark.covers("Z-76", "I-50", "A7")
def test_every_controller_is_told_on_the_terms_of_its_own_agreement() -> None:
    exchange, outcomes, office = (contracting.agree(regime=one) for one in (EXCHANGE, OUTCOMES, OFFICE))
    people = contracting.parties(exchange.organisation)
    one = subcontracted.announced(people)
    told = {agreement: subcontracted.notice(one, agreement) for agreement in (exchange, outcomes, office)}
    today = day_of(casting.now())
    assert [each.state for each in told.values()] == [State.OPEN, State.INFORMED, State.CLOSED]
    assert told[exchange].earliest_start == told[exchange].objection_until == months_after(today, 3)
    assert told[outcomes].earliest_start == today and told[outcomes].objection_until is None
    assert told[office].earliest_start is None
    asked = Task.everything.filter(kind=telling.OBJECT)
    assert [each.organisation_id for each in asked] == [exchange.organisation_id]
    assert asked[0].due_at is not None and day_of(asked[0].due_at) == months_after(today, 3)
    mails = {(each.organisation_id, each.template) for each in Message.everything.filter(template__startswith="subpro")}
    assert mails == {
        (exchange.organisation_id, "subprocessors/announced"),
        (outcomes.organisation_id, "subprocessors/informed"),
        (office.organisation_id, "subprocessors/informed"),
    }
    assert len(events("subnotice.told")) == 3 and len(events("subprocessor.announced")) == 1
    assert one.name not in str([each.value() for each in events("subnotice.told")])


@pytest.mark.covers("Z-79")
def test_who_stands_in_the_annex_is_exempt() -> None:
    data = subcontracted.data()
    agreement = contracting.agree(subprocessors=(subcontracted.listed(data),))
    people = contracting.parties(agreement.organisation)
    one = subcontracted.recorded(people, **data)
    announcing.catch_up(casting.tester())
    told = subcontracted.notice(one, agreement)
    assert told.state == State.LISTED and told.earliest_start is None
    started = starting.start(people.actor("clerk"), notice=told)
    assert started.started_on == day_of(casting.now())
    assert subcontracted.fresh(one).state == Subprocessor.State.ACTIVE


@pytest.mark.covers("Z-79")
@pytest.mark.parametrize(
    "other", [{"country": "BE"}, {"name": "Wolkenhuis Anders"}, {"trade_register_number": "HRB 9"}]
)
def test_another_one_than_in_the_annex_is_not(other: dict[str, str]) -> None:
    data = subcontracted.data()
    row = subcontracted.listed(data, trade_register_number="HRB 000001")
    agreement = contracting.agree(subprocessors=(row,))
    people = contracting.parties(agreement.organisation)
    one = subcontracted.announced(people, **data | other)
    assert subcontracted.notice(one, agreement).state == State.OPEN


def test_an_agreement_that_comes_later_is_told_on_its_own_day() -> None:
    people = contracting.parties()
    at = contracting.ago(20)
    one = subcontracted.announced(people, at)
    assert not Subnotice.everything.filter(subprocessor=one).exists()
    agreement = contracting.agree(people=people)
    assert announcing.catch_up(casting.tester()) == 1
    assert announcing.catch_up(casting.tester()) == 0
    told = subcontracted.notice(one, agreement)
    assert told.earliest_start == months_after(day_of(casting.now()), 3)


def test_a_term_that_runs_is_not_changed_by_an_amendment_of_the_regime() -> None:
    agreement = contracting.agree()
    people = contracting.parties(agreement.organisation)
    one = subcontracted.announced(people)
    before = subcontracted.notice(one, agreement)
    assert (before.regime, announcing.catch_up(casting.tester())) == ("objection", 0)


def test_a_message_names_the_days_in_the_readers_language() -> None:
    people = contracting.parties()
    agreement = contracting.agree(people=people)
    one = subcontracted.announced(people)
    until = subcontracted.notice(one, agreement).objection_until
    sent = Message.everything.filter(template="subprocessors/announced").first()
    assert sent is not None and until is not None
    with translation.override("nl"):
        assert sent.envelope.facts["until"] == day(until)
    assert sent.envelope.facts["subprocessor"] == one.name


def test_who_leaves_the_annex_before_it_started_is_announced_after_all() -> None:
    data = subcontracted.data()
    people = contracting.parties()
    agreement = contracting.agree(people=people, subprocessors=(subcontracted.listed(data),))
    one = subcontracted.announced(people, **data)
    assert subcontracted.notice(one, agreement).state == State.LISTED
    version = drafting.propose(people.actor("clerk"), agreement=agreement, note="Zonder bijlage")
    bare = replace(version.contract, subprocessors=())
    version = drafting.revise(people.actor("clerk"), version=version, contract=bare, seen=version.sha256)
    contracting.signed(people, version)
    assert announcing.catch_up(casting.tester()) == 1
    told = subcontracted.notice(one, agreement)
    assert told.state == State.OPEN
    with refused(codes.TOO_EARLY):
        starting.start(people.actor("clerk"), notice=told)


def test_it_is_announced_once_and_can_be_withdrawn() -> None:
    agreement = contracting.agree()
    people = contracting.parties(agreement.organisation)
    one = subcontracted.announced(people)
    with refused(codes.WRONG_STATE):
        announcing.announce(people.actor("clerk"), subprocessor=one)
    announcing.withdraw(people.actor("clerk"), subprocessor=one)
    assert subcontracted.notice(one, agreement).state == State.WITHDRAWN
    assert subcontracted.fresh(one).state == Subprocessor.State.LISTED
    assert not Task.everything.filter(kind=telling.OBJECT, state=Task.State.OPEN).exists()
    announcing.announce(people.actor("clerk"), subprocessor=one)
    living = Subnotice.everything.filter(Subnotice.living(), subprocessor=one)
    assert [each.state for each in living] == [State.OPEN]


def test_what_controllers_were_told_of_does_not_move() -> None:
    agreement = contracting.agree()
    people = contracting.parties(agreement.organisation)
    one = subcontracted.announced(people)
    clerk = people.actor("clerk")
    for other in ({"country": "US"}, {"transfer_outside_eea": True}, {"name": "Een ander"}):
        with refused(codes.MOVED):
            registering.change_data(clerk, subprocessor=one, data=other)
    changed = registering.change_data(clerk, subprocessor=one, data={"city": "Offenbach", "in_use": False})
    assert (changed.city, changed.in_use) == ("Offenbach", False)


@pytest.mark.parametrize("role", list(Role))
def test_only_who_keeps_the_register_announces(role: Role) -> None:
    people = contracting.parties()
    one = subcontracted.recorded(people)
    may = role in (Role.CONTRACT_MANAGER, Role.SECURITY_OFFICER)
    clerk = casting.actor(casting.person(people.operator, role))
    theirs = casting.actor(casting.person(people.home, role))
    with refused(access.NOT_ALLOWED):
        announcing.announce(theirs, subprocessor=one)
    if may:
        announcing.announce(clerk, subprocessor=one)
    else:
        with refused(access.NOT_ALLOWED):
            announcing.announce(clerk, subprocessor=one)
    assert (subcontracted.fresh(one).announced_at is not None) is may


def test_a_task_reminds_before_the_period_ends() -> None:
    at = datetime(2027, 3, 1, 9, tzinfo=UTC)
    people = contracting.parties()
    contracting.agree(people=people, at=at)
    subcontracted.announced(people, at)
    task = Task.everything.get(kind=telling.OBJECT)
    assert task.due_at is not None and task.deadline is not None
    assert [task.due_at - each for each in task.deadline.warns_at] == [timedelta(days=14), timedelta(days=3)]

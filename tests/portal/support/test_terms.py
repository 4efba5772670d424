"""The clock: ten office days for deleting, consents that end, alerts when something is late, keys that go."""

from dataclasses import replace
from datetime import datetime, timedelta

import casting
import contracting
import pytest
import supporting
from organising import events, refuses

from sluis.agreement.regime import Retention
from sluis.agreement.starting import EXCHANGE
from sluis.deadlines import Term, day_of
from sluis.portal.access.changing import keeping
from sluis.portal.access.models import Person
from sluis.portal.access.roles import Role
from sluis.portal.notifications.models import Message
from sluis.portal.support import closing, consenting, looking, receiving, shredding, watching
from sluis.portal.support.agreed import deletion
from sluis.portal.support.models import HelpOffer, HelpRequest, Selection
from sluis.portal.tasks.models import Task
from sluis.refusals.catalogue import support as codes

pytestmark = pytest.mark.usefixtures("database")


def task(found: HelpRequest, kind: str) -> Task:
    made: Task = Task.everything.get(about=found.subject, kind=kind, state=Task.State.OPEN)
    return made


@pytest.mark.covers("Z-62")
@pytest.mark.parametrize(
    ("closed_on", "due_on"),
    [
        ((12, 15, 2026), (12, 30, 2026)),  # Christmas: Friday 25 (26 is a Saturday)
        ((12, 21, 2027), (1, 4, 2028)),  # Christmas is a Saturday and a Sunday; New Year a Saturday
        ((12, 22, 2025), (1, 8, 2026)),  # 25 and 26 December, and 1 January, are working days elsewhere
        ((4, 20, 2026), (5, 5, 2026)),  # King's day is Monday 27 April; Liberation day is worked
        ((4, 25, 2025), (5, 12, 2025)),  # Liberation day is a day off once in five years
        ((4, 14, 2027), (4, 29, 2027)),  # King's day is Tuesday 27 April
        ((3, 27, 2026), (4, 13, 2026)),  # Good Friday is worked; Easter Monday 6 April is not
    ],
)
def test_ten_office_days_of_the_netherlands(closed_on: tuple[int, int, int], due_on: tuple[int, int, int]) -> None:
    there = supporting.place()
    start = datetime(closed_on[2], closed_on[0], closed_on[1], 13, tzinfo=casting.now().tzinfo)
    due = deletion(there.agreement, start)
    assert day_of(due.due_at) == datetime(due_on[2], due_on[0], due_on[1]).date()
    assert len(due.warns_at) == 2 and all(start < moment < due.due_at for moment in due.warns_at)


@pytest.mark.covers("Z-62")
def test_what_is_kept_gets_a_task_for_the_desk_with_a_deadline_and_warnings() -> None:
    there, at = supporting.place(), casting.now()
    found = supporting.closed(there, at)
    due = deletion(there.agreement, at)
    now = supporting.fresh(found)
    assert (now.state, now.kept, now.delete_by) == ("closed", True, due.due_at)
    given = task(found, "support-delete")
    assert (given.due_at, given.person) == (due.due_at, there.desk)
    assert [datetime.fromisoformat(each) for each in given.warns_at] == list(due.warns_at)
    assert given.organisation.is_operator
    end = closing.delete(there.actor("desk", at + timedelta(days=3)), request=found)
    assert end.deleted_by == f"person:{there.desk.pk}" and end.deleted_at == at + timedelta(days=3)
    assert end.gone_by == end.deleted_at + timedelta(days=30) and end.proof
    assert not Task.everything.filter(about=found.subject, state=Task.State.OPEN).exists()
    assert Message.everything.filter(template="support/deleted").count() == 2


def test_the_agreements_own_term_and_backups_count() -> None:
    kept = Retention(support_data=Term.read("2 office days"), backup_days=7)
    there, at = supporting.place(regime=replace(EXCHANGE, retention=kept)), casting.now()
    found = supporting.closed(there, at)
    assert supporting.fresh(found).delete_by == Term.read("2 office days").after(at)
    assert closing.delete(there.actor("desk", at), request=found).gone_by == at + timedelta(days=7)
    unsaid = supporting.place(regime=replace(EXCHANGE, retention=Retention(support_data=None)))
    assert deletion(unsaid.agreement, at).due_at == Term.read("10 office days").after(at)


@pytest.mark.covers("Z-62")
def test_the_clock_deletes_nothing_but_tells_who_watches_once() -> None:
    there, at = supporting.place(), casting.now()
    watchers = [casting.person(contracting.operator(), role) for role in (Role.DPO, Role.SECURITY_OFFICER)]
    found = supporting.closed(there, at)
    due = supporting.fresh(found).delete_by
    assert due is not None
    consenting.withdraw(there.actor("officer"), request=found)
    assert watching.watch(casting.tester(due)) == 0
    late = due + timedelta(seconds=1)
    assert [watching.watch(casting.tester(late)) for _twice in range(2)] == [1, 0]
    now = supporting.fresh(found)
    assert now.is_late(late) and not now.is_late(due) and now.holds_data and Selection.objects.exists()
    told = Message.everything.filter(template="support/late").values_list("person", flat=True)
    assert set(told) == {each.pk for each in watchers}
    assert task(found, "support-late").role == Role.DPO.value
    closing.delete(casting.actor(watchers[1], late), request=found)
    assert not Task.everything.filter(about=found.subject, state=Task.State.OPEN).exists()


@pytest.mark.covers("Z-61")
def test_a_consent_counts_to_the_end_of_its_last_day() -> None:
    there, at = supporting.place(), casting.now()
    found = supporting.received(there, at)
    last = datetime.combine(day_of(at) + timedelta(days=14), at.timetz())
    assert watching.watch(casting.tester(last)) == 0 and looking.look(there.actor("desk", last), request=found).rows
    after = last + timedelta(days=1)
    with refuses(codes.NO_CONSENT):  # also before the clock has come by
        looking.look(there.actor("desk", after), request=found)
    assert [watching.watch(casting.tester(after)) for _twice in range(2)] == [1, 0]
    now = supporting.fresh(found)
    assert now.state == "withdrawn" and now.delete_by == deletion(there.agreement, after).due_at
    assert HelpOffer.everything.get().state == "lapsed" and task(found, "support-delete").due_at == now.delete_by


def test_without_an_agreement_in_force_nothing_is_seen_and_consents_end() -> None:
    there = supporting.place()
    found = supporting.consented(there)
    agreement = there.agreement
    with keeping(casting.tester()) as change:
        agreement.state = "ended"
        agreement.save(update_fields=["state"])
        change.record("test.ended", agreement)
    assert watching.watch(casting.tester()) == 1
    assert supporting.fresh(found).state == "withdrawn"


def test_keys_of_what_is_gone_go_and_others_stay() -> None:
    there, gone = supporting.place(), supporting.place()
    kept, lost = supporting.received(there), supporting.received(gone)
    assert set(shredding.kept_keys()) == {kept.pk, lost.pk}
    with keeping(casting.tester()) as change:
        HelpRequest.everything.filter(pk=lost.pk).delete()  # as when its organisation leaves
        change.record("test.left", there.home)
    assert [watching.sweep(casting.tester()) for _twice in range(2)] == [1, 0]
    assert shredding.kept_keys() == [kept.pk] and len(events("helprequest.swept")) == 1
    assert looking.look(there.actor("desk"), request=kept).rows


def test_handing_over_that_breaks_off_leaves_nothing_and_can_be_done_again(monkeypatch: pytest.MonkeyPatch) -> None:
    there = supporting.place()
    found = supporting.consented(there)

    def broken(*_args: object) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr("sluis.portal.support.telling.tell_received", broken)
        with pytest.raises(OSError, match="disk"):
            receiving.hand_over(there.actor("deliverer"), request=found, file=supporting.upload())
    assert supporting.fresh(found).state == "consented" and not Selection.objects.exists()
    receiving.hand_over(there.actor("deliverer"), request=found, file=supporting.upload())
    assert looking.look(there.actor("desk"), request=found).rows


def test_who_left_the_desk_does_not_stop_the_task() -> None:
    there = supporting.place()
    found = supporting.received(there)
    with keeping(casting.tester()) as change:
        Person.everything.filter(pk=there.desk.pk).update(is_active=False)
        change.record("test.left", found)
    closing.close(there.actor("other"), request=found, result="Klaar.", keep=True)
    assert task(found, "support-delete").due_at

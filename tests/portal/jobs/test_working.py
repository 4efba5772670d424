"""Each job by one process, failures that stop nobody else, and leases that run out."""

import shutil
import threading
from datetime import UTC, datetime, timedelta

import casting
import pytest
from django.conf import settings
from django.db import connections

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.access.models import Organisation
from sluis.portal.access.rights import WORKING
from sluis.portal.jobs.models import Job
from sluis.portal.jobs.timetable import every, planned
from sluis.portal.jobs.working import Worker, run_due
from sluis.portal.ledger.models import Entry

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def counted(times: list[datetime], done: int = 0) -> None:
    """A job that writes down when it ran."""

    def run(actor: Actor) -> int:
        times.append(actor.at)
        return done

    every("test.counting", minutes=10, run=run)


def ran(at: datetime) -> list[str]:
    return [one.name for one in run_due(at)]


@pytest.mark.usefixtures("database", "empty")
def test_job_runs_at_once_and_then_after_its_interval() -> None:
    times: list[datetime] = []
    counted(times)
    assert ran(AT) == ["test.counting"]
    assert ran(AT + 9 * MINUTE) == []
    assert ran(AT + 10 * MINUTE) == ["test.counting"]
    assert times == [AT, AT + 10 * MINUTE]
    job = Job.objects.get()
    assert (job.outcome, job.due_at, job.lease_until, job.holder) == ("done", AT + 20 * MINUTE, None, "")


@pytest.mark.usefixtures("sqlite", "empty")
def test_evidence_holds_only_rounds_that_did_something() -> None:
    every("test.idle", hours=1, run=lambda _actor: 0)
    every("test.busy", hours=1, run=lambda _actor: 3)
    run_due(AT)
    lines = [bytes(one.line).decode() for one in Entry.objects.filter(kind="job.ran")]
    assert len(lines) == 1 and '"test.busy"' in lines[0] and '"done":3' in lines[0]


@pytest.mark.usefixtures("sqlite", "empty")
def test_job_that_raises_is_written_down_without_its_text_and_stops_no_other() -> None:
    def fail(_actor: Actor) -> int:
        raise ValueError("the text with 123456782")

    every("test.a-failing", hours=1, run=fail)
    every("test.b-working", hours=1, run=lambda _actor: 1)
    found = {one.name: one for one in run_due(AT)}
    assert found["test.b-working"].done == 1
    place = found["test.a-failing"].place
    assert place.startswith("ValueError test_working.py:") and "123456782" not in place
    job = Job.objects.get(name="test.a-failing")
    assert (job.outcome, job.place, job.failures) == ("failed", place, 1)
    failed = Entry.objects.get(kind="job.ran", outcome="failed")
    assert b"123456782" not in bytes(failed.line)


@pytest.mark.usefixtures("sqlite", "empty")
def test_changes_of_a_job_that_raises_are_undone() -> None:
    home = casting.organisation()

    def fail(actor: Actor) -> int:
        with changing(actor, WORKING) as change:
            Organisation.everything.filter(pk=home.pk).update(name="half done")
            change.record("test.half")
            raise ValueError
        return 0

    every("test.half", hours=1, run=fail)
    run_due(AT)
    assert Organisation.everything.get(pk=home.pk).name == home.name
    assert not Entry.objects.filter(kind="test.half").exists()


@pytest.mark.usefixtures("sqlite", "empty")
def test_failing_job_waits_twice_as_long_each_time_at_most_a_day_and_recovers() -> None:
    broken = True

    def run(_actor: Actor) -> int:
        if broken:
            raise OSError
        return 0

    every("test.flaky", minutes=5, run=run)
    at, waits = AT, []
    for _ in range(14):
        run_due(at)
        due = Job.objects.get().due_at
        waits.append(due - at)
        at = due
    assert waits[:4] == [MINUTE, 2 * MINUTE, 4 * MINUTE, 8 * MINUTE]
    assert waits[-1] == timedelta(days=1)
    broken = False
    run_due(at)
    job = Job.objects.get()
    assert (job.failures, job.place, job.due_at) == (0, "", at + 5 * MINUTE)


@pytest.mark.usefixtures("database", "empty")
def test_of_many_at_the_same_time_one_does_it() -> None:
    times: list[datetime] = []
    counted(times)
    run_due(AT)
    times.clear()
    ready, faults = threading.Barrier(6), []

    def work() -> None:
        try:
            ready.wait(20)
            run_due(AT + 10 * MINUTE)
        except Exception as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    assert faults == [] and times == [AT + 10 * MINUTE]


@pytest.mark.usefixtures("database", "empty")
def test_lease_of_who_crashed_runs_out() -> None:
    times: list[datetime] = []
    counted(times)
    Job.objects.create(name="test.counting", due_at=AT, lease_until=AT + 15 * MINUTE, holder="crashed", began_at=AT)
    assert ran(AT + 14 * MINUTE) == []
    assert ran(AT + 15 * MINUTE) == ["test.counting"]


@pytest.mark.usefixtures("sqlite", "empty")
def test_who_was_so_slow_that_another_took_over_leaves_the_timetable_alone() -> None:
    taken_until = AT + 40 * MINUTE

    def slow(_actor: Actor) -> int:
        Job.objects.update(holder="another", lease_until=taken_until)
        return 0

    every("test.slow", minutes=10, run=slow)
    run_due(AT)
    job = Job.objects.get()
    assert (job.holder, job.lease_until, job.outcome) == ("another", taken_until, "")


@pytest.mark.usefixtures("sqlite")
def test_every_job_of_the_portal_runs_on_an_empty_installation() -> None:
    shutil.rmtree(settings.INSTALLATION.folder / "support", ignore_errors=True)  # keys of other tests
    found = run_due(AT)
    assert len(found) == len(planned()) > 3
    assert [one for one in found if one.place or one.done] == []


@pytest.mark.usefixtures("sqlite", "empty")
def test_thread_works_until_it_is_stopped() -> None:
    done = threading.Event()

    def run(_actor: Actor) -> int:
        done.set()
        return 0

    every("test.thread", hours=1, run=run)
    worker = Worker(lambda: AT, look_seconds=0.01)
    assert done.wait(20)
    worker.stop()
    assert not worker._thread.is_alive()


@pytest.mark.usefixtures("sqlite", "empty")
def test_round_that_fails_as_a_whole_does_not_end_the_thread() -> None:
    rounds: list[int] = []
    done = threading.Event()

    def clock() -> datetime:
        rounds.append(1)
        if len(rounds) == 1:
            raise OSError("no clock")
        done.set()
        return AT

    worker = Worker(clock, look_seconds=0.01)
    assert done.wait(20)
    worker.stop()


def test_interval_must_be_some_time() -> None:
    with pytest.raises(ValueError, match="after some time"):
        every("test.always", run=lambda _actor: 0)

"""Each notice once, signed, through a real receiver; what does not arrive is tried again, and given up in the end."""

import itertools
import threading
from datetime import UTC, datetime, timedelta

import casting
import pytest
from django.db import connections

from sluis.portal.access.actor import Actor
from sluis.portal.access.actor import program as program_of
from sluis.portal.access.changing import keeping as kept
from sluis.portal.access.models import Organisation
from sluis.portal.ledger.models import Entry
from sluis.portal.webhooks import delivering, keeping
from sluis.portal.webhooks.delivering import FAILING, LEASE, MOST_FAILURES, WAITS, deliver
from sluis.portal.webhooks.models import Posting, Secret, Try, Webhook, WebhookNotice
from sluis.portal.webhooks.posting import post
from sluis.portal.webhooks.sealing import OVERLAP
from webhooks.receiving import Receiver, receiver, told, verified

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
KIND = "delivery.available"
FACTS: dict[str, str | int] = {"delivery": "3f6c1c1e-8a52-4c0e-9e55-0d6a3b2f1c77", "bytes": 123456782, "state": "ready"}


def at(moment: datetime) -> Actor:
    return program_of("webhooks.posting", moment)


@pytest.fixture
def home() -> Organisation:
    return casting.organisation()


def made(home: Organisation, to: Receiver, *kinds: str) -> tuple[Webhook, str]:
    return keeping.make(at(AT), organisation=home, address=to.address, kinds=kinds or (KIND,))


def happen(home: Organisation, kind: str = KIND, moment: datetime = AT, number: int = 1) -> int:
    told_to = 0
    with kept(program_of("test", moment, "test")) as change:
        for _ in range(number):
            told_to += post(change, organisation=home, kind=kind, facts=FACTS)
        change.record("test.told", home)
    return told_to


@pytest.mark.usefixtures("database")
def test_notice_arrives_once_signed_and_as_it_was_made(program: Receiver, home: Organisation) -> None:
    webhook, secret = made(home, program)
    assert happen(home) == 1
    body = WebhookNotice.everything.get().body
    assert deliver(at(AT)) == 1
    assert deliver(at(AT + timedelta(days=1))) == 0
    (got,) = program.got
    notice = WebhookNotice.everything.get()
    assert got.body == body.encode() and got.path == "/notices"
    assert told(got) == {"id": str(notice.pk), "kind": KIND, "made_at": "2026-03-02T09:00:00Z", "facts": FACTS}
    assert got.headers["webhook-id"] == str(notice.pk) and verified(got, secret, AT) == [True]
    assert got.headers["content-type"] == "application/json" and got.headers["host"] == f"127.0.0.1:{program.port}"
    assert (notice.state, notice.ended_at) == ("delivered", AT) and not Posting.objects.exists()
    assert Try.objects.get().status == 204 and webhook.is_on
    entry = Entry.objects.get(kind="webhook.notice-delivered")
    assert entry.organisation == home.pk and str(webhook.pk).encode() in bytes(entry.line)


@pytest.mark.usefixtures("sqlite")
def test_only_webhooks_of_the_organisation_that_asked_for_it_and_are_on_are_told(
    program: Receiver, home: Organisation
) -> None:
    made(home, program, "delivery.refused")
    off, _secret = made(home, program)
    keeping.switch(at(AT), webhook=off, on=False)
    made(casting.organisation(), program)
    assert happen(home) == 0 and deliver(at(AT)) == 0 and program.got == []
    assert happen(home, "delivery.refused") == 1 and deliver(at(AT)) == 1
    with pytest.raises(ValueError, match="not declared"):
        happen(home, "delivery.unknown")


@pytest.mark.usefixtures("sqlite")
def test_nothing_is_told_of_a_change_that_is_undone(program: Receiver, home: Organisation) -> None:
    made(home, program)
    with pytest.raises(RuntimeError, match="leaves an event"), kept(casting.tester()) as change:
        post(change, organisation=home, kind=KIND, facts=FACTS)
    assert deliver(at(AT)) == 0 and program.got == [] and not WebhookNotice.everything.exists()


@pytest.mark.usefixtures("database")
def test_of_two_that_send_at_the_same_time_each_notice_arrives_once(program: Receiver, home: Organisation) -> None:
    made(home, program), made(home, program)
    assert happen(home, number=6) == 12
    ready, faults, arrived = threading.Barrier(2), [], []

    def work() -> None:
        try:
            ready.wait(20)
            arrived.append(deliver(at(AT)))
        except Exception as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    assert faults == [] and sum(arrived) == 12
    assert len(program.ids) == len(set(program.ids)) == 12
    assert not WebhookNotice.everything.exclude(state="delivered").exists() and not Posting.objects.exists()


@pytest.mark.usefixtures("sqlite")
def test_who_is_killed_after_sending_sends_the_same_again_under_the_same_id_and_nothing_else(
    program: Receiver, home: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    _webhook, secret = made(home, program)
    happen(home)
    with monkeypatch.context() as killed:
        killed.setattr(delivering, "_arrived", _killed)
        with pytest.raises(KeyboardInterrupt):
            deliver(at(AT))
    assert deliver(at(AT + LEASE - timedelta(seconds=1))) == 0
    assert deliver(at(AT + LEASE)) == 1 and deliver(at(AT + 2 * LEASE)) == 0
    first, second = program.got
    assert first.headers["webhook-id"] == second.headers["webhook-id"] and first.body == second.body
    assert verified(first, secret, AT) == [True] and verified(second, secret, AT + LEASE) == [True]


class Beside:
    """A second process, which begins while the first is sending, and ends after it."""

    def __init__(self, program: Receiver, moment: datetime) -> None:
        self._moment, self._numbers = moment, itertools.count()
        self._sending, self._done = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._work)
        program.before = self._before

    def _before(self) -> None:
        match next(self._numbers):
            case 0:
                self._thread.start()
                assert self._sending.wait(8)
            case 1:
                self._sending.set()
                self._done.wait(8)

    def _work(self) -> None:
        try:
            deliver(at(self._moment))
        finally:
            connections.close_all()

    def end(self) -> None:
        self._done.set()
        self._thread.join(20)


@pytest.mark.usefixtures("database")
def test_what_another_is_sending_at_this_moment_is_left_alone(program: Receiver, home: Organisation) -> None:
    made(home, program)
    happen(home, number=2)
    other = Beside(program, AT)
    assert deliver(at(AT)) == 1
    other.end()
    assert len(program.ids) == len(set(program.ids)) == 2


@pytest.mark.usefixtures("database")
def test_who_was_too_slow_and_failed_leaves_the_lease_of_who_took_over(program: Receiver, home: Organisation) -> None:
    made(home, program)
    happen(home)
    program.answers = [500]
    other = Beside(program, AT + LEASE)
    assert deliver(at(AT)) == 0
    posting = Posting.objects.get()
    assert posting.holder and posting.tries == 0
    other.end()
    assert WebhookNotice.everything.get().state == "delivered" and len(set(program.ids)) == 1


@pytest.mark.usefixtures("sqlite")
def test_who_was_too_slow_but_arrived_ends_the_notice(program: Receiver, home: Organisation) -> None:
    made(home, program)
    happen(home)
    program.answers = [204, 500]
    other = Beside(program, AT + LEASE)
    assert deliver(at(AT)) == 1
    other.end()
    assert WebhookNotice.everything.get().state == "delivered" and not Posting.objects.exists()
    assert deliver(at(AT + timedelta(days=2))) == 0 and len(program.got) == 2


def _killed(*_arguments: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.usefixtures("sqlite")
def test_after_a_rotation_both_secrets_sign_for_a_day_and_then_the_new_one_alone(
    program: Receiver, home: Organisation
) -> None:
    webhook, old = made(home, program)
    new = keeping.rotate(at(AT), webhook=webhook)
    happen(home), deliver(at(AT))
    just = AT + OVERLAP - timedelta(seconds=5)
    happen(home, moment=just), deliver(at(just))
    after = AT + OVERLAP
    happen(home, moment=after), deliver(at(after))
    first, second, third = program.got
    assert verified(first, new, AT) == [True, False] and verified(first, old, AT) == [False, True]
    assert any(verified(second, old, just)) and any(verified(second, new, just))
    assert verified(third, new, after) == [True] and verified(third, old, after) == [False]
    assert Secret.objects.count() == 1


@pytest.mark.usefixtures("sqlite")
def test_what_is_refused_for_now_is_tried_again_later_and_later_and_arrives(
    program: Receiver, home: Organisation
) -> None:
    made(home, program)
    happen(home)
    moment = AT
    program.answers = [503, 500, 404, 429, 400, 302, 503]
    for wait in WAITS:
        assert deliver(at(moment)) == 0
        assert Posting.objects.get().next_try_at == moment + wait
        assert deliver(at(moment + wait - timedelta(seconds=1))) == 0
        moment += wait
    assert deliver(at(moment)) == 1
    assert len(set(program.ids)) == 1 and len(program.got) == len(WAITS) + 1
    assert len({each.headers["webhook-timestamp"] for each in program.got}) == len(WAITS) + 1
    assert list(Try.objects.order_by("at").values_list("status", flat=True)) == [503, 500, 404, 429, 400, 302, 503, 204]


@pytest.mark.usefixtures("sqlite")
def test_after_the_last_try_it_is_given_up(program: Receiver, home: Organisation) -> None:
    made(home, program)
    happen(home)
    moment = AT
    program.answers = [503] * 9
    for wait in (*WAITS, timedelta()):
        deliver(at(moment))
        moment += wait
    assert WebhookNotice.everything.get().state == "given-up" and not Posting.objects.exists()
    assert deliver(at(moment + timedelta(days=1))) == 0 and len(program.got) == 8
    assert Entry.objects.get(kind="webhook.notice-given-up").outcome == "failed"
    assert Webhook.everything.get().is_on


@pytest.mark.usefixtures("sqlite")
def test_receiver_that_says_it_is_gone_is_told_no_more(program: Receiver, home: Organisation) -> None:
    made(home, program)
    happen(home, number=2)
    program.answers = [410]
    assert deliver(at(AT)) == 0 and deliver(at(AT + timedelta(hours=1))) == 0 and len(program.got) == 1
    webhook = Webhook.everything.get()
    assert webhook.state == "gone" and happen(home) == 0
    assert sorted(WebhookNotice.everything.values_list("state", flat=True)) == ["given-up", "waiting"]
    assert Entry.objects.get(kind="webhook.switched-off").outcome == "failed"
    keeping.switch(at(AT), webhook=webhook, on=True)
    assert deliver(at(AT + timedelta(hours=1))) == 1


@pytest.mark.usefixtures("sqlite")
def test_what_fails_all_the_time_for_days_is_switched_off(program: Receiver, home: Organisation) -> None:
    made(home, program)
    program.answers = [500] * 100
    happen(home, number=MOST_FAILURES)
    for minute in range(MOST_FAILURES + 5):  # often enough, but not for long enough
        deliver(at(AT + timedelta(seconds=minute)))
    assert Webhook.everything.get().is_on and len(program.got) == MOST_FAILURES
    later = AT + FAILING + timedelta(minutes=1)
    deliver(at(later))
    webhook = Webhook.everything.get()
    assert (webhook.state, webhook.since_at) == ("failing", later)
    keeping.switch(at(later), webhook=webhook, on=True)
    deliver(at(later + timedelta(hours=1)))
    assert Webhook.everything.get().is_on  # it is counted from when it was switched on


@pytest.mark.usefixtures("sqlite")
def test_something_that_arrives_in_between_ends_the_row_of_failures(program: Receiver, home: Organisation) -> None:
    made(home, program)
    happen(home, number=MOST_FAILURES + 1)
    program.answers = [500] * (MOST_FAILURES - 1) + [204] + [500] * 50
    for second in range(MOST_FAILURES):
        deliver(at(AT + timedelta(seconds=second)))
    deliver(at(AT + FAILING + timedelta(hours=1)))
    assert Webhook.everything.get().is_on


@pytest.mark.usefixtures("sqlite")
def test_receiver_that_fails_holds_up_no_other(program: Receiver, home: Organisation) -> None:
    with receiver() as broken:
        made(home, broken), made(home, program)
        broken.answers = [500] * 100
        happen(home, number=60)
        assert deliver(at(AT)) == 50 and len(broken.got) == 1
        assert deliver(at(AT + timedelta(minutes=1))) == 10 and len(broken.got) == 2


@pytest.mark.usefixtures("sqlite")
def test_webhook_without_a_secret_that_opens_sends_nothing(program: Receiver, home: Organisation) -> None:
    made(home, program), made(home, program)
    first, second = Webhook.everything.all()
    Secret.objects.filter(webhook=first).delete()
    copied = Secret.objects.get(webhook=second)
    Secret.objects.create(webhook=first, sealed=copied.sealed, made_at=AT)  # another's does not open here
    copied.delete()
    happen(home)
    assert deliver(at(AT)) == 0 and program.got == []
    assert set(Try.objects.values_list("fault", flat=True)) == {"secret"}


@pytest.mark.usefixtures("sqlite")
def test_slow_receiver_gets_a_part_of_the_round(
    program: Receiver, home: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivering, "MOST_SECONDS", 0.0)
    made(home, program), made(home, program)
    happen(home, number=3)
    assert [deliver(at(AT)) for _ in range(4)] == [2, 2, 2, 0]


@pytest.mark.usefixtures("sqlite")
def test_organisation_that_has_ended_is_told_nothing(program: Receiver, home: Organisation) -> None:
    made(home, program)
    happen(home)
    home.ended_on = AT.date()
    with kept(casting.tester()) as change:
        home.save()
        change.record("test.ended", home)
    assert happen(home) == 0 and deliver(at(AT)) == 0 and program.got == []


@pytest.mark.usefixtures("sqlite")
def test_what_was_removed_while_it_was_sent_leaves_no_rows(program: Receiver, home: Organisation) -> None:
    webhook, _secret = made(home, program)
    happen(home)

    def gone() -> None:
        keeping.remove(at(AT), webhook=webhook)
        connections.close_all()

    program.before = gone
    assert deliver(at(AT)) == 1
    assert not Try.objects.exists() and not WebhookNotice.everything.exists()
    assert Entry.objects.filter(kind="webhook.notice-delivered").count() == 1

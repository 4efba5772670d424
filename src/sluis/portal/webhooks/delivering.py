"""The job that sends what waits for webhooks.

As in the outbox of messages each notice is taken out by one process, by a lease that is taken with one UPDATE; it is
sent outside any transaction and marked afterwards. A process that is killed between the two sends it again when the
lease has run out, with the same id and the same bytes, so that a receiver drops the second one.

A receiver that fails is left alone for the rest of the round: what waits for it does not hold up what waits for others.
"""

import secrets
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from random import SystemRandom
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Max, Min, Q, QuerySet

from sluis.evidence.event import Outcome
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change, keeping
from sluis.portal.access.recognising import day_of
from sluis.portal.webhooks import sealing
from sluis.portal.webhooks.models import Posting, Try, Webhook, WebhookNotice
from sluis.portal.webhooks.sending import Answer, send
from sluis.portal.webhooks.signing import headers

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720, 1440))
"""After each try that failed; after the last of them it is given up. The same as for messages."""
LEASE = timedelta(minutes=30)
MOST, MOST_SECONDS, MOST_SECONDS_OF_ALL = 50, 20.0, 120.0
"""Of one webhook and of all, in one round: who answers slowly costs others little, and other jobs wait meanwhile."""
GONE = 410
MOST_FAILURES, FAILING = 20, timedelta(days=3)
"""So many failures in a row, over so long, switch a webhook off."""


def deliver(actor: Actor) -> int:
    """Send what is due; how many arrived."""
    began, arrived = time.monotonic(), 0
    sealing.forget(actor.at)
    for webhook in _waiting(actor):
        arrived += _deliver_to(actor, webhook, began)
        if time.monotonic() - began > MOST_SECONDS_OF_ALL:
            break
    return arrived


def _deliver_to(actor: Actor, webhook: UUID, began: float) -> int:
    """Send what is due for one webhook, until something fails or its time is over; how many arrived."""
    first, arrived = time.monotonic(), 0
    for posting, holder in _mine(actor, webhook):
        elapsed = time.monotonic() - began
        at = actor.at + timedelta(seconds=elapsed)
        answer = _try(posting, at)
        tried = _tried(posting, answer, at, time.monotonic() - began - elapsed)
        if answer.fault is not None:
            _failed(actor, posting, holder, tried)
            break
        _arrived(actor, posting, tried)
        arrived += 1
        if time.monotonic() - first > MOST_SECONDS:
            break
    return arrived


def _free(actor: Actor) -> Q:
    """It is time, and nobody is sending it."""
    return (Q(lease_until=None) | Q(lease_until__lte=actor.at)) & Q(next_try_at__lte=actor.at)


def _due(actor: Actor) -> "QuerySet[Posting]":
    today = day_of(actor.at)
    there = Q(notice__organisation__ended_on=None) | Q(notice__organisation__ended_on__gt=today)
    return Posting.objects.filter(_free(actor), there, notice__webhook__state=Webhook.State.ON)


def _waiting(actor: Actor) -> list[UUID]:
    """Webhooks for which something is due, in any order: none is always the last."""
    found = list(_due(actor).order_by().values_list("notice__webhook_id", flat=True).distinct())
    SystemRandom().shuffle(found)
    return found


def _mine(actor: Actor, webhook: UUID) -> Iterator[tuple[Posting, str]]:
    """Notices that are due for a webhook, each as soon as this process has its lease."""
    due = _due(actor).filter(notice__webhook_id=webhook).order_by("next_try_at", "notice__made_at", "pk")
    for pk in list(due.values_list("pk", flat=True)[:MOST]):
        holder = secrets.token_hex(16)
        taken = Posting.objects.filter(_free(actor), pk=pk)
        if taken.update(lease_until=actor.at + LEASE, holder=holder):
            found = Posting.objects.select_related("notice__webhook").filter(pk=pk, holder=holder).first()
            if found is not None:  # it was not removed in between
                yield found, holder


def _try(posting: Posting, at: datetime) -> Answer:
    """Sign it and send it."""
    notice = posting.notice
    try:
        keys = sealing.keys_of(notice.webhook, at)
    except sealing.SecretLostError:
        keys = []
    if not keys:
        return Answer(fault=Try.Fault.SECRET)
    body = notice.body.encode()
    return send(notice.webhook.address, headers(str(notice.pk), at, body, keys), body)


def _tried(posting: Posting, answer: Answer, at: datetime, seconds: float) -> Try:
    milliseconds = round(seconds * 1000)
    return Try(notice=posting.notice, at=at, status=answer.status, fault=answer.fault or "", milliseconds=milliseconds)


def _arrived(actor: Actor, posting: Posting, tried: Try) -> None:
    """It arrived, so the notice ends, whoever holds the lease by now."""
    with keeping(actor) as change:
        _record(change, posting.notice, "webhook.notice-delivered")
        if _write_down(tried, Posting.objects.filter(pk=posting.pk)):
            _end(actor, posting, WebhookNotice.State.DELIVERED)


def _failed(actor: Actor, posting: Posting, holder: str, tried: Try) -> None:
    webhook, mine = posting.notice.webhook, Posting.objects.filter(pk=posting.pk, holder=holder)
    with transaction.atomic():
        if _write_down(tried, mine):
            _put_off(actor, posting, for_ever=tried.status == GONE)
    if tried.status == GONE:
        _switch_off(actor, webhook, Webhook.State.GONE)
    elif keeps_failing(webhook):
        _switch_off(actor, webhook, Webhook.State.FAILING)


def _put_off(actor: Actor, posting: Posting, *, for_ever: bool) -> None:
    """Until later, or for ever."""
    posting.tries += 1
    if for_ever or posting.tries > len(WAITS):
        with keeping(actor) as change:
            _record(change, posting.notice, "webhook.notice-given-up", Outcome.FAILED)
            _end(actor, posting, WebhookNotice.State.GIVEN_UP)
    else:
        posting.next_try_at = actor.at + WAITS[posting.tries - 1]
        posting.lease_until, posting.holder = None, ""
        posting.save(force_update=True)


def _record(change: Change, notice: WebhookNotice, kind: str, outcome: Outcome = Outcome.DONE) -> None:
    """With the digest of what was sent, so that who has the text can show that it was this."""
    objects = {"webhook": str(notice.webhook_id), "digest": sha256(notice.body.encode()).hexdigest()}
    change.record(kind, notice, objects=objects, outcome=outcome)


def _write_down(tried: Try, mine: "QuerySet[Posting]") -> bool:
    """A try, as long as its notice was not removed; whether the posting is still there to be changed."""
    there = mine.select_for_update().exists()
    if there or WebhookNotice.everything.select_for_update().filter(pk=tried.notice_id).exists():
        tried.save(force_insert=True)
    return there


def _end(actor: Actor, posting: Posting, state: WebhookNotice.State) -> None:
    notice = posting.notice
    posting.delete()
    notice.state, notice.ended_at = state, actor.at
    notice.save(update_fields=["state", "ended_at"])


def keeps_failing(webhook: Webhook) -> bool:
    """Whether nothing arrived for days, though it was tried often enough; counted since it was switched on."""
    tries = Try.objects.filter(notice__webhook=webhook, at__gte=webhook.since_at)
    arrived = tries.filter(fault="").aggregate(last=Max("at"))["last"]
    failed = (tries.filter(at__gt=arrived) if arrived else tries).exclude(fault="")
    found = failed.aggregate(number=Count("pk"), first=Min("at"), last=Max("at"))
    return bool(found["number"] >= MOST_FAILURES and found["last"] - found["first"] >= FAILING)


def _switch_off(actor: Actor, webhook: Webhook, state: Webhook.State) -> None:
    """By the program, once; what waits stays until somebody switches it on again or its term has passed."""
    with transaction.atomic():
        on = Webhook.everything.select_for_update().filter(pk=webhook.pk, state=Webhook.State.ON)
        if (found := on.first()) is None:
            return
        with keeping(actor) as change:
            found.state, found.since_at = state, actor.at
            found.save(update_fields=["state", "since_at"])
            change.record("webhook.switched-off", found, objects={"code": state.value}, outcome=Outcome.FAILED)

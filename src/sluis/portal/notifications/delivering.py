"""The job that sends what waits in the outbox.

Each message is taken out by one process: a lease, taken with one UPDATE. It is sent outside any transaction and marked
as sent afterwards. A process that is killed between the two sends it again when the lease has run out; both copies have
the same Message-ID, so that a mailbox can tell. Better twice than never: a message may be a notice with a legal term.
"""

import secrets
import smtplib
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import Q

from sluis.evidence.event import Outcome
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import keeping
from sluis.portal.notifications.models import Envelope, Message
from sluis.portal.notifications.wording import word

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720, 1440))
"""After each try that failed; after the last of them it is given up."""
LEASE = timedelta(minutes=30)
MOST, MOST_SECONDS = 200, 300.0
"""In one round."""
KEPT = timedelta(days=30)
"""A message that was given up waits so long for somebody to decide."""


def deliver(actor: Actor) -> int:
    """Send what is due; how many were sent."""
    connection, sent, began = get_connection(), 0, time.monotonic()
    try:
        for envelope, holder in _mine(actor):
            fault = _try(connection, envelope)
            if fault is None:
                _sent(actor, envelope, holder)
                sent += 1
            else:
                _failed(actor, envelope, holder, fault)
            if _is_away(fault) or time.monotonic() - began > MOST_SECONDS:
                break
    finally:
        _close(connection)
    _forget(actor)
    return sent


def _mine(actor: Actor) -> Iterator[tuple[Envelope, str]]:
    """Messages that are due, each as soon as this process has its lease."""
    free = Q(lease_until=None) | Q(lease_until__lte=actor.at)
    due = Envelope.objects.filter(free, next_try_at__lte=actor.at).order_by("next_try_at", "pk")
    for pk in list(due.values_list("pk", flat=True)[:MOST]):
        holder = secrets.token_hex(16)
        taken = Envelope.objects.filter(free, pk=pk, next_try_at__lte=actor.at)
        if taken.update(lease_until=actor.at + LEASE, holder=holder):
            yield Envelope.objects.select_related("message__person").get(pk=pk), holder


def _try(connection: Any, envelope: Envelope) -> Exception | None:
    """Send it; what went wrong, if anything."""
    try:
        worded = word(envelope)
        connection.open()  # once, for all that follow
        EmailMessage(
            worded.subject,
            worded.text,
            to=[envelope.address],
            headers={
                "Message-ID": f"<{envelope.pk}@{settings.INSTALLATION.hosts[0]}>",
                "Auto-Submitted": "auto-generated",
            },
            connection=connection,
        ).send()
    except Exception as fault:  # one message that cannot be worded or sent does not hold up the others
        _close(connection)
        return fault
    return None


def _close(connection: Any) -> None:
    """Also when the other side has gone."""
    try:
        connection.close()
    except (OSError, smtplib.SMTPException):
        connection.connection = None


def _is_away(fault: Exception | None) -> bool:
    """Whether the server itself is not there, so that the other messages need not try now."""
    gone = (OSError, smtplib.SMTPServerDisconnected, smtplib.SMTPConnectError, smtplib.SMTPAuthenticationError)
    about_it = (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError)
    return isinstance(fault, gone) and not isinstance(fault, about_it)


def _is_final(fault: Exception) -> bool:
    """Whether the server will never take it: an address that does not exist."""
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _text in fault.recipients.values())
    return False


def _sent(actor: Actor, envelope: Envelope, holder: str) -> None:
    with keeping(actor) as change:
        change.record("message.sent", envelope.message)
        if Envelope.objects.filter(pk=envelope.pk, holder=holder).delete()[0]:
            _end(actor, envelope.message, Message.State.SENT)


def _failed(actor: Actor, envelope: Envelope, holder: str, fault: Exception) -> None:
    tries = envelope.tries + 1
    given_up = tries > len(WAITS) or _is_final(fault)
    row = Envelope.objects.filter(pk=envelope.pk, holder=holder)
    next_try_at = None if given_up else actor.at + WAITS[tries - 1]
    code = getattr(fault, "smtp_code", "")
    what = f"{type(fault).__name__} {code}".strip()[:80]
    row.update(tries=tries, next_try_at=next_try_at, lease_until=None, holder="", fault=what)
    if given_up:
        with keeping(actor) as change:
            _end(actor, envelope.message, Message.State.GIVEN_UP)
            change.record("message.given-up", envelope.message, outcome=Outcome.FAILED)


def _end(actor: Actor, message: Message, state: Message.State) -> None:
    message.state, message.ended_at = state, actor.at
    message.save(update_fields=["state", "ended_at"])


def _forget(actor: Actor) -> None:
    """What was given up long ago goes, with its text."""
    old = Message.everything.filter(state=Message.State.GIVEN_UP, ended_at__lt=actor.at - KEPT)
    for message in old[:MOST]:
        with keeping(actor) as change:
            Envelope.objects.filter(pk=message.pk).delete()
            _end(actor, message, Message.State.DROPPED)
            change.record("message.dropped", message)

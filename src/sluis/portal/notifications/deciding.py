"""What the operator does with a message that could not be sent."""

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.notifications.models import Envelope, Message
from sluis.portal.notifications.rights import RESEND
from sluis.refusals import Refused
from sluis.refusals.catalogue import work as codes


def resend(actor: Actor, *, message: Message) -> Message:
    """Try again, from now.

    Raises:
        Refused: MESSAGE_ENDED.
    """
    with changing(actor, RESEND, on=message) as change:
        envelope = _taken(actor, message)
        envelope.tries, envelope.next_try_at = 0, actor.at
        envelope.save()
        message.state, message.ended_at = Message.State.WAITING, None
        message.save()
        change.record("message.resent", message)
    return message


def drop(actor: Actor, *, message: Message) -> Message:
    """Send it no more; its address and facts are gone.

    Raises:
        Refused: MESSAGE_ENDED.
    """
    with changing(actor, RESEND, on=message) as change:
        _taken(actor, message).delete()
        message.state, message.ended_at = Message.State.DROPPED, actor.at
        message.save()
        change.record("message.dropped", message)
    return message


def _taken(actor: Actor, message: Message) -> Envelope:
    """The envelope, when it is there and nobody is sending it."""
    found = Envelope.objects.select_for_update().filter(pk=message.pk).first()
    if found is None or (found.lease_until and found.lease_until > actor.at):
        raise Refused(codes.MESSAGE_ENDED)
    return found

"""A message into the outbox, in the transaction of what it tells about; a job sends it afterwards."""

from collections.abc import Mapping

from sluis.portal.access.changing import Change
from sluis.portal.access.models import Organisation, Person
from sluis.portal.notifications.models import Envelope, Message

Fact = str | int


def send(
    change: Change,
    *,
    to: Person | str,
    template: str,
    facts: Mapping[str, Fact] | None = None,
    language: str = "",
    organisation: Organisation | None = None,
) -> Message:
    """Put a message in the outbox.

    Args:
        change: of which it is a part.
        to: a person, or the address of somebody who is none yet.
        template: `people/invited` for the text in `people/templates/people/mail/invited.txt`, subject on its first line.
        facts: what the text names; no personal data but the addressee's name. Gone when the message was sent.
        language: of the text; the person's own when not given.
        organisation: whose record it is; else the person's, the actor's, or the operator's.
    """
    person = to if isinstance(to, Person) else None
    message = Message(
        organisation=organisation or _organisation(change, person),
        person=person,
        template=template,
        language=language or (person.language if person else "nl"),
        queued_at=change.actor.at,
    )
    message.full_clean()
    message.save(force_insert=True)
    address = person.email if person else str(to)
    envelope = Envelope(message=message, address=address, facts=dict(facts or {}), next_try_at=change.actor.at)
    envelope.full_clean()
    envelope.save(force_insert=True)
    return message


def _organisation(change: Change, person: Person | None) -> Organisation:
    found = person.organisation if person else change.actor.organisation
    return found or Organisation.everything.get(is_operator=True)

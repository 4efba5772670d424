"""From a template and facts to subject and text."""

from dataclasses import dataclass

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils import translation

from sluis.portal.notifications.models import Envelope


@dataclass(frozen=True, slots=True)
class Worded:
    """What is sent."""

    subject: str
    text: str


def word(envelope: Envelope) -> Worded:
    """The message in its language; the first line of the text is the subject."""
    message = envelope.message
    app, _slash, name = message.template.partition("/")
    facts = dict(envelope.facts) | {
        "name": message.person.name if message.person else "",
        "address": settings.INSTALLATION.address,
    }
    with translation.override(message.language):
        template = get_template(f"{app}/mail/{name}.txt").template  # type: ignore[attr-defined]
        whole = template.render(Context(facts, autoescape=False))  # plain text: nothing to escape
    subject, _newline, text = whole.strip().partition("\n")
    return Worded(" ".join(subject.split()), text.strip() + "\n")

"""The outbox as a table."""

import django_tables2 as tables
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from sluis.portal.notifications.models import Message
from sluis.portal.ui.actions import Tone
from sluis.portal.ui.templatetags.ui import badge, short

TONES = {
    Message.State.WAITING: Tone.INFO,
    Message.State.SENT: Tone.GOOD,
    Message.State.GIVEN_UP: Tone.DANGER,
    Message.State.DROPPED: Tone.NEUTRAL,
}


class Messages(tables.Table):
    """Messages; never their text or address."""

    template = tables.Column(_("Text"), linkify=("notifications:message", {"pk": tables.A("pk")}))
    organisation = tables.Column(_("Organisation"))
    state = tables.Column(_("State"))
    tries = tables.Column(_("Failed tries"), accessor="tries", orderable=False)
    queued_at = tables.Column(_("Made"))
    ended_at = tables.Column(_("Closed at"))

    def render_state(self, record: Message) -> SafeString:
        """In a colour."""
        return badge(record.get_state_display(), TONES[Message.State(record.state)])

    def render_queued_at(self, value: object) -> object:
        """In a few characters."""
        return short(value)

    def render_ended_at(self, value: object) -> object:
        """In a few characters."""
        return short(value)

"""Webhooks as a table."""

import django_tables2 as tables
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from sluis.portal.ui.actions import Tone
from sluis.portal.ui.templatetags.ui import badge, short
from sluis.portal.webhooks.models import Webhook, WebhookNotice

TONES = {
    Webhook.State.ON: Tone.GOOD,
    Webhook.State.OFF: Tone.NEUTRAL,
    Webhook.State.GONE: Tone.DANGER,
    Webhook.State.FAILING: Tone.DANGER,
}
NOTICE_TONES = {
    WebhookNotice.State.WAITING: Tone.INFO,
    WebhookNotice.State.DELIVERED: Tone.GOOD,
    WebhookNotice.State.GIVEN_UP: Tone.DANGER,
}


class Webhooks(tables.Table):
    """An organisation's own."""

    address = tables.Column(_("Address"), linkify=("webhooks:webhook", {"pk": tables.A("pk")}))
    description = tables.Column(_("Description"))
    state = tables.Column(_("State"))
    waiting = tables.Column(_("Waiting"), orderable=False)
    arrived_at = tables.Column(_("Last delivered"), orderable=False)
    made_at = tables.Column(_("Made"))

    def render_state(self, record: Webhook) -> SafeString:
        """In a colour."""
        return badge(record.get_state_display(), TONES[Webhook.State(record.state)])

    def render_arrived_at(self, value: object) -> object:
        """In a few characters."""
        return short(value)

    def render_made_at(self, value: object) -> object:
        """In a few characters."""
        return short(value)

"""Tables, and states in colours."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sluis.portal.organisations.tables.base import Day, link
from sluis.portal.support.models import HelpOffer, HelpRequest, State
from sluis.portal.ui.actions import Badge, Tone
from sluis.portal.ui.templatetags.ui import badge

TONES: dict[str, Tone] = {
    State.ASKED: Tone.INFO, State.OFFERED: Tone.WARNING, State.CONSENTED: Tone.GOOD, State.RECEIVED: Tone.GOOD,
    State.WITHDRAWN: Tone.WARNING,
}  # fmt: skip
OFFER_TONES: dict[str, Tone] = {
    HelpOffer.State.OPEN: Tone.WARNING, HelpOffer.State.CONSENTED: Tone.GOOD, HelpOffer.State.WITHDRAWN: Tone.WARNING,
}  # fmt: skip


def badge_of(found: HelpRequest) -> Badge:
    """Where it stands."""
    return Badge(found.get_state_display(), TONES.get(found.state, Tone.NEUTRAL))


class HelpTable(tables.Table):
    """Help requests."""

    number = tables.Column(verbose_name=_("Number"))
    organisation = tables.Column(verbose_name=_("Source"), accessor="organisation__name")
    way = tables.Column(verbose_name=_("Kind of help"))
    delivery = tables.Column(verbose_name=_("Delivery"), accessor="delivery__number", default="–")
    state = tables.Column(verbose_name=_("State"))
    asked_at = Day(verbose_name=_("Asked"))
    delete_by = Day(verbose_name=_("To be deleted on or before"), default="–")

    def render_number(self, record: Any) -> SafeString:
        """The way to its page."""
        return link(reverse("support:request", args=[record.pk]), record.number)

    def value_number(self, value: str) -> str:
        """In a file the number."""
        return value

    def render_way(self, record: Any) -> str:
        """In words."""
        return str(record.get_way_display())

    def render_state(self, record: Any) -> SafeString:
        """In words, with a colour; late is said first."""
        if record.is_late(timezone.now()):
            return badge(gettext("Deletion is late"), Tone.DANGER)
        return badge(record.get_state_display(), TONES.get(record.state, Tone.NEUTRAL))

    def value_state(self, record: Any) -> str:
        """In a file the words."""
        return str(record.get_state_display())

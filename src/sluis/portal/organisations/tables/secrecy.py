"""Confidentiality agreements."""

from datetime import date
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from sluis.portal.organisations.models import SecrecyAgreement, SecrecyState
from sluis.portal.organisations.tables.base import Day, link
from sluis.portal.ui.actions import Badge, Tone
from sluis.portal.ui.templatetags.ui import badge

SOON_DAYS = 60


class SecrecyTable(tables.Table):
    """Agreements."""

    counterparty = tables.Column(verbose_name=_("With whom"))
    about = tables.Column(verbose_name=_("What it is about"))
    kind = tables.Column(verbose_name=_("Who is bound"))
    signed_on = Day(verbose_name=_("Signed on"))
    valid_until = Day(verbose_name=_("Valid until and including"), default="")
    continues_until = Day(verbose_name=_("Confidentiality continues until and including"), default="")
    state = tables.Column(verbose_name=_("State"), empty_values=(), orderable=False)

    def render_counterparty(self, record: Any) -> SafeString:
        """The way to its page."""
        return link(reverse("organisations:secrecy-agreement", args=[record.pk]), record.counterparty)

    def render_state(self, record: Any) -> SafeString:
        """Where it stands."""
        shown = state_badge(record, timezone.localdate())
        return badge(shown.label, shown.tone)


def state_badge(record: SecrecyAgreement, today: date) -> Badge:
    """Where an agreement stands, with a colour."""
    state = record.state_on(today)
    if state is not SecrecyState.IN_FORCE:
        return Badge(state.label, Tone.NEUTRAL)
    if record.valid_until is not None and (record.valid_until - today).days <= SOON_DAYS:
        return Badge(_("Expires soon"), Tone.WARNING)
    return Badge(state.label, Tone.GOOD)

"""Tables."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from sluis.agreement.standing import State
from sluis.portal.agreements.wording import STATES, TONES
from sluis.portal.organisations.tables.base import Day, link
from sluis.portal.ui.templatetags.ui import badge


class AgreementTable(tables.Table):
    """Agreements."""

    number = tables.Column(verbose_name=_("Agreement"))
    programme = tables.Column(verbose_name=_("Programme"))
    organisation = tables.Column(verbose_name=_("Controller"), accessor="organisation__name")
    state = tables.Column(verbose_name=_("State"))
    ends_on = Day(verbose_name=_("Last day"), default="–")

    def render_number(self, record: Any) -> SafeString:
        """The way to its page."""
        return link(reverse("agreements:agreement", args=[record.pk]), record.number)

    def value_number(self, value: str) -> str:
        """In a file the number."""
        return value

    def render_state(self, record: Any) -> SafeString:
        """In words, with a colour."""
        state = State(record.state)
        return badge(STATES[state], TONES[state])

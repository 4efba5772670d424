"""Tables."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from sluis.portal.deliveries.ruling import in_words
from sluis.portal.deliveries.wording import kind_badge, state_badge
from sluis.portal.organisations.tables.base import link
from sluis.portal.ui.actions import Tone
from sluis.portal.ui.columns import DayColumn, MomentColumn, NumberColumn
from sluis.portal.ui.templatetags.ui import badge


class DeliveryTable(tables.Table):
    """Deliveries, newest first."""

    number = tables.Column(verbose_name=_("Number"))
    organisation = tables.Column(verbose_name=_("Source"), accessor="organisation__name")
    recipient = tables.Column(verbose_name=_("Recipient"), accessor="recipient__name")
    route = tables.Column(verbose_name=_("Agreement"), accessor="route__exchange")
    test = tables.Column(verbose_name=_("Kind"))
    state = tables.Column(verbose_name=_("State"))
    rows = NumberColumn(verbose_name=_("Rows"), accessor="rows")
    offered_at = MomentColumn(verbose_name=_("Offered"))

    def render_number(self, record: Any) -> SafeString:
        """The way to its page."""
        return link(reverse("deliveries:delivery", args=[record.pk]), record.number)

    def value_number(self, value: str) -> str:
        """In a file the number."""
        return value

    def render_test(self, record: Any) -> SafeString:
        """Test or production."""
        return badge(kind_badge(test=record.test))

    def value_test(self, record: Any) -> str:
        """In a file the words."""
        return str(kind_badge(test=record.test).label)

    def render_state(self, record: Any) -> SafeString:
        """In words, with a colour."""
        return badge(state_badge(record.state, record.get_state_display()))

    def value_state(self, record: Any) -> str:
        """In a file the words."""
        return str(record.get_state_display())


class RouteTable(tables.Table):
    """From whom to whom, and whether real data may come."""

    exchange = tables.Column(verbose_name=_("Agreement"))
    organisation = tables.Column(verbose_name=_("Source"), accessor="organisation__name")
    recipient = tables.Column(verbose_name=_("Recipient"), accessor="recipient__name")
    version = tables.Column(verbose_name=_("Version"))
    ends_on = DayColumn(verbose_name=_("Last day"))
    production = tables.Column(verbose_name=_("Production"), empty_values=(), orderable=False)
    tested_at = MomentColumn(verbose_name=_("Test accepted"), default="–")

    def render_exchange(self, record: Any) -> SafeString:
        """The way to its page."""
        return link(reverse("deliveries:route", args=[record.pk]), record.exchange)

    def value_exchange(self, value: str) -> str:
        """In a file the name."""
        return value

    def render_production(self, record: Any) -> SafeString:
        """Open, or waiting for a test."""
        tone = Tone.GOOD if record.production_is_open else Tone.WARNING
        return badge(self.value_production(record), tone)

    def value_production(self, record: Any) -> str:
        """In a file the words."""
        return str(_("Open") if record.production_is_open else _("Waits for a test"))


class AccountTable(tables.Table):
    """Accounts of programs."""

    party_id = tables.Column(verbose_name=_("Name in the exchange"))
    organisation = tables.Column(verbose_name=_("Organisation"), accessor="organisation__name")
    role = tables.Column(verbose_name=_("Role"))
    state = tables.Column(verbose_name=_("State"), empty_values=(), orderable=False)
    opened_at = MomentColumn(verbose_name=_("Opened"))
    seen_at = MomentColumn(verbose_name=_("Last came in"), default="–")

    def render_party_id(self, record: Any) -> SafeString:
        """The way to its page."""
        return link(reverse("deliveries:account", args=[record.pk]), record.party_id)

    def value_party_id(self, value: str) -> str:
        """In a file the name."""
        return value

    def render_role(self, record: Any) -> str:
        """In words."""
        return str(record.get_role_display())

    def render_state(self, record: Any) -> SafeString:
        """Open or closed."""
        return badge(self.value_state(record), Tone.NEUTRAL if record.closed_at else Tone.GOOD)

    def value_state(self, record: Any) -> str:
        """In a file the words."""
        return str(_("Closed") if record.closed_at else _("Open"))


class RuleTable(tables.Table):
    """Rules that authorise, each with what it does in one sentence."""

    name = tables.Column(verbose_name=_("Rule"))
    does = tables.Column(verbose_name=_("What it does"), empty_values=(), orderable=False)
    is_on = tables.Column(verbose_name=_("State"))
    made_at = MomentColumn(verbose_name=_("Made"))

    def render_name(self, record: Any) -> SafeString:
        """The way to its page."""
        return link(reverse("deliveries:rule", args=[record.pk]), record.name)

    def value_name(self, value: str) -> str:
        """In a file the name."""
        return value

    def render_does(self, record: Any) -> str:
        """In one sentence."""
        return in_words(record)

    def render_is_on(self, record: Any) -> SafeString:
        """In use or not."""
        return badge(self.value_is_on(record), Tone.GOOD if record.is_on else Tone.NEUTRAL)

    def value_is_on(self, record: Any) -> str:
        """In a file the words."""
        return str(_("In use") if record.is_on else _("Switched off"))

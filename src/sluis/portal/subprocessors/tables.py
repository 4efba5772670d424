"""Tables."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from sluis.portal.organisations.tables.base import Day, link
from sluis.portal.subprocessors.models import Subnotice, Subprocessor
from sluis.portal.subprocessors.wording import NOTICES, STATES
from sluis.portal.ui.templatetags.ui import badge


class SubprocessorTable(tables.Table):
    """The register (Z-80, I-54)."""

    name = tables.Column(verbose_name=_("Name"))
    city = tables.Column(verbose_name=_("Place of business"))
    trade_register_number = tables.Column(verbose_name=_("Trade register"), default="–")
    service = tables.Column(verbose_name=_("Description of the service"))
    transfer_outside_eea = tables.BooleanColumn(verbose_name=_("Outside the EEA"))
    state = tables.Column(verbose_name=_("Stands"))

    def render_name(self, record: Subprocessor) -> SafeString:
        """The way to its page."""
        return link(reverse("subprocessors:subprocessor", args=[record.pk]), record.name)

    def value_name(self, value: str) -> str:
        """In a file the name."""
        return value

    def render_city(self, record: Subprocessor) -> str:
        """With the country."""
        return f"{record.city}, {record.get_country_display()}"

    def render_transfer_outside_eea(self, value: bool) -> Any:
        """In words."""
        return _("yes") if value else _("no")

    def render_state(self, record: Subprocessor) -> SafeString:
        """In words, with a colour; who is listed but not used now, says so (A28)."""
        return badge(*STATES[record.state]) if record.in_use else badge(_("Not used now"))


class NoticeTable(tables.Table):
    """Notices under agreements."""

    subprocessor = tables.Column(verbose_name=_("Subprocessor"), accessor="subprocessor__name")
    agreement = tables.Column(verbose_name=_("Agreement"), accessor="agreement__number")
    organisation = tables.Column(verbose_name=_("Controller"), accessor="organisation__name", visible=False)
    state = tables.Column(verbose_name=_("Stands"))
    told_on = Day(verbose_name=_("Told"), order_by="told_at")
    objection_until = Day(verbose_name=_("Objection until"), default="–")
    first_day = Day(verbose_name=_("Earliest start"), default="–", orderable=False)
    started_on = Day(verbose_name=_("Works since"), default="–")

    def render_subprocessor(self, record: Subnotice) -> SafeString:
        """The way to the notice."""
        return link(reverse("subprocessors:notice", args=[record.pk]), record.subprocessor.name)

    def render_agreement(self, record: Subnotice) -> SafeString:
        """Its number, and whose it is."""
        name = record.organisation.name
        return format_html('{}<br><span class="mut">{}</span>', record.agreement.number, name)

    def value_agreement(self, value: str) -> str:
        """In a file the number; the controller has a column of its own there."""
        return value

    def value_subprocessor(self, value: str) -> str:
        """In a file the name."""
        return value

    def render_state(self, record: Subnotice) -> SafeString:
        """In words, with a colour."""
        return badge(*NOTICES[record.state])

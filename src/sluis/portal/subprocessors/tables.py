"""Tables."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
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
    trade_register_number = tables.Column(verbose_name=_("Trade register number"), default="–")
    service = tables.Column(verbose_name=_("Description of the service"))
    transfer_outside_eea = tables.BooleanColumn(verbose_name=_("Outside the EEA"))
    in_use = tables.Column(verbose_name=_("In use"), empty_values=())
    state = tables.Column(verbose_name=_("Stands"))
    announced_at = Day(verbose_name=_("Announced"), default="–")

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

    def render_in_use(self, record: Subprocessor) -> Any:
        """Whether it is used now (A28)."""
        return _("yes") if record.in_use else _("no, not used now")

    def value_in_use(self, record: Subprocessor) -> Any:
        """As it is shown."""
        return self.render_in_use(record)

    def render_state(self, record: Subprocessor) -> SafeString:
        """In words, with a colour."""
        return badge(*STATES[record.state])


class NoticeTable(tables.Table):
    """Notices under agreements."""

    subprocessor = tables.Column(verbose_name=_("Subprocessor"), accessor="subprocessor__name")
    agreement = tables.Column(verbose_name=_("Agreement"), accessor="agreement__number")
    organisation = tables.Column(verbose_name=_("Controller"), accessor="organisation__name")
    state = tables.Column(verbose_name=_("Stands"))
    told_at = Day(verbose_name=_("Told"))
    objection_until = Day(verbose_name=_("Objection until and including"), default="–")
    first_day = Day(verbose_name=_("Earliest start"), default="–", orderable=False)
    started_on = Day(verbose_name=_("Works since"), default="–")

    def render_subprocessor(self, record: Subnotice) -> SafeString:
        """The way to the notice."""
        return link(reverse("subprocessors:notice", args=[record.pk]), record.subprocessor.name)

    def value_subprocessor(self, value: str) -> str:
        """In a file the name."""
        return value

    def render_state(self, record: Subnotice) -> SafeString:
        """In words, with a colour."""
        return badge(*NOTICES[record.state])

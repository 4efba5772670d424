"""Tables."""

from collections.abc import Mapping
from typing import Any, ClassVar

import django_tables2 as tables
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.pages import actor_of
from sluis.portal.organisations.tables.base import Day, link
from sluis.portal.thirdparties.models import Compliancecheck, Dpa
from sluis.portal.thirdparties.rights import SEE
from sluis.portal.thirdparties.selectors import NONE
from sluis.portal.ui.actions import Badge, Tone
from sluis.portal.ui.templatetags.ui import badge

STATES: Mapping[str, Badge] = {
    NONE: Badge(_("No agreement"), Tone.DANGER),
    Dpa.State.OFFERED: Badge(Dpa.State.OFFERED.label, Tone.INFO),
    Dpa.State.UNDER_REVIEW: Badge(Dpa.State.UNDER_REVIEW.label, Tone.INFO),
    Dpa.State.RETURNED: Badge(Dpa.State.RETURNED.label, Tone.WARNING),
    Dpa.State.CONCLUDED: Badge(Dpa.State.CONCLUDED.label, Tone.GOOD),
    Dpa.State.EXPIRED: Badge(Dpa.State.EXPIRED.label, Tone.DANGER),
    Dpa.State.ENDED: Badge(Dpa.State.ENDED.label, Tone.NEUTRAL),
}
SEVERITIES: Mapping[str, Tone] = {
    Compliancecheck.Severity.NONE: Tone.GOOD,
    Compliancecheck.Severity.LOW: Tone.INFO,
    Compliancecheck.Severity.MEDIUM: Tone.WARNING,
    Compliancecheck.Severity.HIGH: Tone.DANGER,
}


class OfOrganisations(tables.Table):
    """The organisation is named only to who sees those of several."""

    leads_to: ClassVar[str]
    organisation = tables.Column(verbose_name=_("Organisation"), accessor="organisation__name")

    def __init__(self, *args: Any, request: Any, **kwargs: Any) -> None:
        several = actor_of(request).reaches_all(SEE)
        super().__init__(*args, request=request, exclude=() if several else ("organisation",), **kwargs)

    def linked(self, record: Any, words: Any) -> SafeString:
        """The way to its page."""
        return link(reverse(f"thirdparties:{self.leads_to}", args=[record.pk]), words)


class ProcessorTable(OfOrganisations):
    """Processors, with the agreement that counts."""

    leads_to = "processor"
    name = tables.Column(verbose_name=_("Processor"))
    service = tables.Column(verbose_name=_("Service"))
    agreed = tables.Column(verbose_name=_("Agreement"))
    expires = Day(verbose_name=_("Until and including"), default="–")

    class Meta:
        sequence = ("name", "organisation", "service", "agreed", "expires")

    def render_name(self, record: Any) -> SafeString:
        """The way to its page."""
        return self.linked(record, record.name)

    def value_name(self, value: str) -> str:
        """In a file the name."""
        return value

    def render_agreed(self, value: str) -> SafeString:
        """In words, with a colour."""
        return badge(STATES[value])

    def value_agreed(self, value: str) -> str:
        """In a file the words."""
        return str(STATES[value].label)


class ExpiringTable(OfOrganisations):
    """Agreements about which somebody must decide."""

    leads_to = "dpa"
    processor = tables.Column(verbose_name=_("Processor"), accessor="processor__name")
    kind = tables.Column(verbose_name=_("Agreement"))
    state = tables.Column(verbose_name=_("State"))
    notice_on = Day(verbose_name=_("Last day for notice"), default="–", orderable=False)
    expires_on = Day(verbose_name=_("Until and including"))

    class Meta:
        sequence = ("processor", "organisation", "kind", "state", "notice_on", "expires_on")

    def render_processor(self, record: Any) -> SafeString:
        """The way to the agreement."""
        return self.linked(record, record.processor.name)

    def value_processor(self, value: str) -> str:
        """In a file the name."""
        return value

    def render_kind(self, record: Any) -> str:
        """In words."""
        return str(record.get_kind_display())

    def render_state(self, record: Any) -> SafeString:
        """In words, with a colour."""
        return badge(STATES[record.state])

    def value_state(self, record: Any) -> str:
        """In a file the words."""
        return str(STATES[record.state].label)


class SampleTable(OfOrganisations):
    """Samples."""

    leads_to = "sample"
    purpose = tables.Column(verbose_name=_("Sample"))
    drawn_at = Day(verbose_name=_("Drawn"))
    size = tables.Column(verbose_name=_("Processors"))
    checked = tables.Column(verbose_name=_("Checks"))
    left = tables.Column(verbose_name=_("To be done"))

    class Meta:
        sequence = ("purpose", "organisation", "drawn_at", "size", "checked", "left")

    def render_purpose(self, record: Any) -> SafeString:
        """The way to its page."""
        return self.linked(record, record.purpose)

    def value_purpose(self, value: str) -> str:
        """In a file the words."""
        return value

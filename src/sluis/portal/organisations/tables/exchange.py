"""Certificates of the exchange."""

from collections.abc import Sequence
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from sluis.portal.organisations.tables.base import Day, Part, link
from sluis.portal.ui.actions import Tone
from sluis.portal.ui.templatetags.ui import badge


class EnrolmentTable(Part):
    """Enrolments."""

    party_id = tables.Column(verbose_name=_("Name in the exchange"))
    role = tables.Column(verbose_name=_("Role"), accessor="get_role_display")
    state = tables.Column(verbose_name=_("State"), accessor="get_state_display")
    asked_at = Day(verbose_name=_("Asked"))

    def render_party_id(self, record: Any) -> SafeString:
        """The way to its page."""
        return link(reverse("organisations:enrolment", args=[record.pk]), record.party_id)


class CertificateTable(Part):
    """Certificates."""

    party_id = tables.Column(verbose_name=_("Name in the exchange"))
    role = tables.Column(verbose_name=_("Role"), accessor="get_role_display")
    fingerprint = tables.Column(verbose_name=_("Fingerprint"))
    valid_until = Day(verbose_name=_("Valid until"))
    state = tables.Column(verbose_name=_("State"), empty_values=())
    file = tables.Column(verbose_name=_("File"), empty_values=())

    def render_fingerprint(self, value: str) -> SafeString:
        """Groups of one width."""
        return format_html("<code>{}</code>", value)

    def render_state(self, record: Any) -> SafeString:
        """Whether it counts."""
        left = record.valid_until - timezone.now()
        if record.revoked_at:
            return badge(_("Revoked"), Tone.DANGER)
        if left.total_seconds() <= 0:
            return badge(_("Expired"))
        return badge(_("Expires soon"), Tone.WARNING) if left.days < 60 else badge(_("Valid"), Tone.GOOD)

    def render_file(self, record: Any) -> SafeString:
        """The way to the file."""
        address = reverse("organisations:certificate-file", args=[record.pk])
        return format_html('<a href="{}" download>PEM<span class="vh"> {}</span></a>', address, record)

    def doings(self, record: Any) -> Sequence[tuple[Any, str]]:
        """Revoked."""
        over = record.revoked_at or record.valid_until <= timezone.now()
        return () if over else ((_("Revoke"), "certificate-revoke"),)

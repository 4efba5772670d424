"""Mandates, memberships and successions: the organisation at the other end is `other`."""

from collections.abc import Sequence
from typing import Any

import django_tables2 as tables
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from sluis.portal.organisations.tables.base import Day, Part, over
from sluis.portal.organisations.wording import role_labels
from sluis.portal.ui.actions import Tone
from sluis.portal.ui.templatetags.ui import badge


class MandateTable(Part):
    """Mandates: `other` is the organisation at the other end."""

    other = tables.Column(verbose_name=_("Organisation"))
    flow = tables.Column(verbose_name=_("Flow"), default=_("All flows"))
    roles = tables.Column(verbose_name=_("May work as"))
    starts_on = Day(verbose_name=_("From"))
    ends_on = Day(verbose_name=_("Until and including"), default="")
    state = tables.Column(verbose_name=_("State"), empty_values=())

    def render_roles(self, value: Any) -> str:
        """In words."""
        return role_labels(value)

    def render_state(self, record: Any) -> SafeString:
        """Whether it counts."""
        if record.revoked_at:
            return badge(_("Revoked"), Tone.DANGER)
        if over(record):
            return badge(_("Ended"))
        return badge(_("Not yet")) if record.starts_on > timezone.localdate() else badge(_("Valid"), Tone.GOOD)

    def doings(self, record: Any) -> Sequence[tuple[Any, str]]:
        """Revoked."""
        return () if record.revoked_at or over(record) else ((_("Revoke"), "mandate-revoke"),)


class MembershipTable(Part):
    """Memberships: `other` is the group, or the member."""

    other = tables.Column(verbose_name=_("Organisation"))
    kind = tables.Column(verbose_name=_("Kind"), accessor="get_kind_display")
    starts_on = Day(verbose_name=_("From"))
    ends_on = Day(verbose_name=_("Until and including"), default="")

    def doings(self, record: Any) -> Sequence[tuple[Any, str]]:
        """A membership ends."""
        return () if record.ends_on else ((_("End"), "membership-end"),)


class SuccessionTable(Part):
    """What this organisation came from, or went to."""

    other = tables.Column(verbose_name=_("Organisation"))
    kind = tables.Column(verbose_name=_("What happened"), accessor="get_kind_display")
    happens_on = Day(verbose_name=_("As of"))
    leads = tables.Column(verbose_name=_("The codes"))

    def render_leads(self, value: bool) -> Any:
        """Where they lead."""
        return _("lead to the successor") if value else _("do not go along")

"""What an organisation is and where it is."""

from collections.abc import Sequence
from typing import Any

import django_tables2 as tables
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from sluis.portal.organisations.codes import CodeKind
from sluis.portal.organisations.tables.base import Day, Part, over


class RoleTable(Part):
    """What a party is."""

    kind = tables.Column(verbose_name=_("Role"), accessor="get_kind_display")
    starts_on = Day(verbose_name=_("From"))
    ends_on = Day(verbose_name=_("Until and including"), default="")

    def doings(self, record: Any) -> Sequence[tuple[Any, str]]:
        """A role ends."""
        return () if record.ends_on else ((_("End"), "role-end"),)


class RepresentativeTable(Part):
    """Who may sign."""

    name = tables.Column(verbose_name=_("Name"))
    position = tables.Column(verbose_name=_("Position"))
    authority = tables.Column(verbose_name=_("Authorised"), accessor="get_authority_display")
    starts_on = Day(verbose_name=_("From"))
    ends_on = Day(verbose_name=_("Until and including"), default="")

    def doings(self, record: Any) -> Sequence[tuple[Any, str]]:
        """Changed, or ended."""
        change = (_("Change"), "representative-change")
        return (change,) if record.ends_on else (change, (_("End"), "representative-end"))


class EstablishmentTable(Part):
    """Establishments."""

    name = tables.Column(verbose_name=_("Name"))
    address = tables.Column(verbose_name=_("Address"), empty_values=())
    codes = tables.Column(verbose_name=_("Codes"), accessor="codes_held", default="")
    starts_on = Day(verbose_name=_("From"))
    ends_on = Day(verbose_name=_("Until and including"), default="")

    def render_address(self, record: Any) -> str:
        """On one line."""
        return f"{record.street} {record.number}, {record.postcode} {record.city}"

    def render_codes(self, value: Any) -> SafeString:
        """Kind and code."""
        pairs = ((CodeKind(one.kind).label, one.code) for one in value if not over(one))
        return format_html_join(" · ", "{} <code>{}</code>", pairs)

    def doings(self, record: Any) -> Sequence[tuple[Any, str]]:
        """Changed, or closed."""
        change = (_("Change"), "establishment-change")
        return (change,) if record.ends_on else (change, (_("Close"), "establishment-end"))


class CodeTable(Part):
    """Codes."""

    kind = tables.Column(verbose_name=_("Kind"))
    code = tables.Column(verbose_name=_("Code"))
    establishment = tables.Column(verbose_name=_("Establishment"), default=_("The organisation as a whole"))
    starts_on = Day(verbose_name=_("From"))
    ends_on = Day(verbose_name=_("Until and including"), default="")

    def render_code(self, value: str) -> SafeString:
        """Digits of one width."""
        return format_html("<code>{}</code>", value)

    def doings(self, record: Any) -> Sequence[tuple[Any, str]]:
        """A code ends; the KvK number changes with the party's data."""
        return () if record.ends_on or record.kind == CodeKind.KVK else ((_("End"), "code-end"),)

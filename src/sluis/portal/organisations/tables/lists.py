"""The list of organisations, and the history of one."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sluis.portal.organisations.choices import PartyRoleKind
from sluis.portal.organisations.tables.base import Day, link
from sluis.portal.organisations.wording import action_word, changes_in_words, reason_words, who
from sluis.portal.ui.actions import Tone
from sluis.portal.ui.templatetags.ui import badge


class PartyTable(tables.Table):
    """Organisations."""

    statutory_name = tables.Column(verbose_name=_("Name"))
    number = tables.Column(verbose_name=_("Organisation number"))
    roles = tables.Column(verbose_name=_("Roles"), accessor="role_kinds", orderable=False, default="")
    visiting_city = tables.Column(verbose_name=_("City"), default="")
    chamber_of_commerce_number = tables.Column(verbose_name=_("Chamber of Commerce number"), default="")
    ended = tables.Column(verbose_name=_("State"), accessor="organisation__ended_on", empty_values=())

    def render_statutory_name(self, record: Any) -> SafeString:
        """The way to its page."""
        return link(reverse("organisations:party", args=[record.organisation_id]), record.name)

    def value_statutory_name(self, record: Any) -> str:
        """In a file the statutory name."""
        return str(record.statutory_name)

    def render_roles(self, value: str) -> str:
        """In words."""
        return ", ".join(sorted(str(PartyRoleKind(kind).label) for kind in value.split(",")))

    def render_ended(self, value: Any) -> SafeString:
        """Whether it is still there."""
        if value and value <= timezone.localdate():
            return badge(_("Ended"))
        return badge(_("Active"), Tone.GOOD)


class HistoryTable(tables.Table):
    """Earlier values."""

    made_at = Day(verbose_name=_("When"))
    who = tables.Column(verbose_name=_("Who"), accessor="person", empty_values=(), orderable=False)
    action = tables.Column(verbose_name=_("What happened"))
    label = tables.Column(verbose_name=_("About"))
    changes = tables.Column(verbose_name=_("Changes"), orderable=False, empty_values=())

    def render_who(self, record: Any) -> str:
        """A person, or a program."""
        return who(record)

    def render_action(self, value: str) -> str:
        """In words."""
        return action_word(value)

    def render_label(self, value: str) -> str:
        """A name, or a word of ours."""
        return gettext(value)

    def render_changes(self, record: Any) -> SafeString:
        """From what to what."""
        lines = changes_in_words(record)
        if record.reason:
            lines.append((str(_("Reason")), "", reason_words(record.reason)))
        return format_html_join(
            "",
            '<div><span class="mut">{}:</span> {}{}</div>',
            ((name, format_html("<del>{}</del> → ", old) if old else "", new) for name, old, new in lines),
        )

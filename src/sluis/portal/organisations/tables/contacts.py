"""Whom to tell."""

from collections.abc import Sequence
from typing import Any

import django_tables2 as tables
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from sluis.portal.organisations.choices import ContactRole
from sluis.portal.organisations.tables.base import Day, Part, over
from sluis.portal.ui.actions import Tone
from sluis.portal.ui.templatetags.ui import badge


class ContactTable(Part):
    """Contacts."""

    name = tables.Column(verbose_name=_("Name"))
    role = tables.Column(verbose_name=_("Contact for"))
    reach = tables.Column(verbose_name=_("How to reach"), empty_values=())
    deputy = tables.Column(verbose_name=_("In absence"), default="")
    state = tables.Column(verbose_name=_("State"), empty_values=())

    def render_name(self, record: Any) -> SafeString:
        """With the position below it."""
        return (
            format_html('{}<br><span class="mut">{}</span>', record.name, record.position)
            if record.position
            else record.name
        )

    def render_role(self, record: Any) -> str:
        """Its name, and the order when it is not the first."""
        label = str(ContactRole(record.role).label)
        return label if record.rank == 1 else f"{label} ({record.rank})"

    def render_reach(self, record: Any) -> SafeString:
        """Everything that rings or arrives."""
        numbers = (record.phone, record.mobile, record.out_of_hours)
        mail = format_html('<a href="mailto:{0}">{0}</a>', record.email)
        return format_html_join("", "{}<br>", ((one,) for one in numbers if one)) + mail

    def render_state(self, record: Any) -> SafeString:
        """Here, away, or no longer."""
        today = timezone.localdate()
        away = next((one for one in record.absences_held if one.holds_on(today)), None)
        if over(record):
            return badge(_("Ended"))
        if record.starts_on > today:
            return badge(_("Not yet"))
        return badge(_("Absent"), Tone.WARNING) if away else badge(_("Reachable"), Tone.GOOD)

    def doings(self, record: Any) -> Sequence[tuple[Any, str]]:
        """Changed, away, ended."""
        if over(record):
            return ()
        return ((_("Change"), "contact-change"), (_("Absent"), "absence-new"), (_("End"), "contact-end"))


class AbsenceTable(Part):
    """Absences that are or will be."""

    contact = tables.Column(verbose_name=_("Contact"))
    starts_on = Day(verbose_name=_("From"))
    ends_on = Day(verbose_name=_("Until and including"))

    def doings(self, record: Any) -> Sequence[tuple[Any, str]]:  # noqa: ARG002 - the same for all
        """Back earlier."""
        return ((_("Take back"), "absence-end"),)


class AssignmentTable(Part):
    """Data protection officers of the operator."""

    person = tables.Column(verbose_name=_("Data protection officer"))
    registration_number = tables.Column(verbose_name=_("Registration number at the AP"), default=_("not known yet"))
    starts_on = Day(verbose_name=_("From"))
    ends_on = Day(verbose_name=_("Until and including"), default="")

    def doings(self, record: Any) -> Sequence[tuple[Any, str]]:
        """Registered, or ended."""
        number = (_("Registration number"), "assignment-register")
        return (number,) if record.ends_on else (number, (_("End"), "assignment-end"))

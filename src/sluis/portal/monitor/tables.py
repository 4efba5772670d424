"""Tables."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sluis.portal.organisations.tables.base import link
from sluis.portal.ui.actions import Badge, Tone
from sluis.portal.ui.columns import MomentColumn, NumberColumn
from sluis.portal.ui.moments import moment
from sluis.portal.ui.templatetags.ui import badge


class FollowUpTable(tables.Table):
    """Remarks from which something follows."""

    text = tables.Column(verbose_name=_("Remark"), orderable=False)
    about = tables.Column(verbose_name=_("About"), empty_values=(), orderable=False)
    who = tables.Column(verbose_name=_("By whom"), empty_values=(), orderable=False)
    due_at = MomentColumn(verbose_name=_("Due"))
    state = tables.Column(verbose_name=_("State"), empty_values=(), orderable=False)

    def render_text(self, record: Any) -> SafeString:
        """The way to its page."""
        return link(reverse("monitor:close", args=[record.pk]), _shortened(record.text))

    def value_text(self, value: str) -> str:
        """In a file all of it."""
        return value

    def render_about(self, record: Any) -> str:
        """Number of the delivery, or what was tried."""
        if record.delivery:
            return str(record.delivery.number)
        return f"{record.attempt.code} {record.attempt.get_what_display()}"

    def render_who(self, record: Any) -> str:
        """A person, or whoever has a role."""
        return str(record.person or record.get_role_display())

    def render_state(self, record: Any) -> SafeString:
        """In words, with a colour."""
        return badge(state_of(record))

    def value_state(self, record: Any) -> str:
        """In a file the words."""
        return str(state_of(record).label)


class OutageTable(tables.Table):
    """Outage notices."""

    starts_at = tables.Column(verbose_name=_("From"))
    ends_at = MomentColumn(verbose_name=_("Until"), default="–")
    text = tables.Column(verbose_name=_("Text"), empty_values=(), orderable=False)
    planned = tables.Column(verbose_name=_("Kind"))
    state = tables.Column(verbose_name=_("State"), empty_values=(), orderable=False)

    def render_starts_at(self, record: Any) -> SafeString:
        """The way to its page."""
        return link(reverse("monitor:outage", args=[record.pk]), moment(record.starts_at))

    def value_starts_at(self, value: Any) -> Any:
        """In a file it stays a moment."""
        return value

    def render_text(self, record: Any) -> str:
        """In the reader's language."""
        return _shortened(record.text(get_language() or "nl"))

    def render_planned(self, value: bool) -> Any:
        """In a word."""
        return _("Planned") if value else _("Unplanned")

    def render_state(self, record: Any) -> SafeString:
        """In words, with a colour."""
        return badge(outage_state(record))

    def value_state(self, record: Any) -> str:
        """In a file the words."""
        return str(outage_state(record).label)


class HandoverTable(tables.Table):
    """Handovers; the names are read at once by the page."""

    made_at = tables.Column(verbose_name=_("Handed over"))
    made_by = tables.Column(verbose_name=_("By"), orderable=False)
    items = NumberColumn(verbose_name=_("Open items"), orderable=False)
    accepted_at = MomentColumn(verbose_name=_("Accepted"), default="–")
    accepted_by = tables.Column(verbose_name=_("Accepted by"), orderable=False, default="–")
    names: dict[str, str] = {}  # noqa: RUF012 - each page gives its own

    def render_made_at(self, record: Any) -> SafeString:
        """The way to its page."""
        return link(reverse("monitor:handover", args=[record.pk]), moment(record.made_at))

    def value_made_at(self, value: Any) -> Any:
        """In a file it stays a moment."""
        return value

    def render_made_by(self, value: str) -> str:
        """A name."""
        return self.names.get(value, "–")

    def render_accepted_by(self, value: str) -> str:
        """A name."""
        return self.names.get(value, "–")

    def render_items(self, record: Any) -> int:
        """How many."""
        return len(record.items) + int(record.left_out)

    def value_items(self, record: Any) -> int:
        """How many."""
        return self.render_items(record)


def state_of(record: Any) -> Badge:
    """Where a follow-up stands."""
    if record.closed_at:
        return Badge(_("Closed"), Tone.GOOD)
    late = record.due_at < timezone.now()
    return Badge(_("Overdue"), Tone.DANGER) if late else Badge(_("Open"), Tone.WARNING)


def outage_state(record: Any) -> Badge:
    """Where an outage stands."""
    if record.called_off:
        return Badge(_("Called off"), Tone.NEUTRAL)
    if record.over_at:
        return Badge(_("Over"), Tone.GOOD)
    return Badge(_("Goes on"), Tone.DANGER) if record.is_on(timezone.now()) else Badge(_("To come"), Tone.WARNING)


def _shortened(text: str) -> str:
    return text if len(text) <= 100 else f"{text[:99]}…"

"""Tables."""

from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from sluis.portal.organisations.tables.base import Day, link
from sluis.portal.rounds.life import TONES, tone_of
from sluis.portal.rounds.models import Round
from sluis.portal.ui.actions import Tone
from sluis.portal.ui.moments import AMSTERDAM, day, month
from sluis.portal.ui.templatetags.ui import badge
from sluis.portal.ui.terms import remaining


class RoundTable(tables.Table):
    """Rounds, each with the leaf of its last day."""

    name = tables.Column(verbose_name=_("Round"))
    organisation = tables.Column(verbose_name=_("Source"), accessor="organisation__name")
    recipient = tables.Column(verbose_name=_("Recipient"), accessor="recipient__name")
    flow = tables.Column(verbose_name=_("Flow"), accessor="schedule__flow__exchange")
    opens_on = Day(verbose_name=_("Opens"))
    final_until = tables.Column(verbose_name=_("Final until"))
    state = tables.Column(verbose_name=_("State"))

    def render_name(self, record: Any) -> SafeString:
        """The way to its page."""
        return link(reverse("rounds:round", args=[record.pk]), record.name)

    def value_name(self, value: str) -> str:
        """In a file the name."""
        return value

    def render_final_until(self, record: Any) -> SafeString:
        """A leaf of the calendar; whoever listens hears the year as well."""
        return leaf(record)

    def value_final_until(self, record: Any) -> Any:
        """In a file it stays a date."""
        return record.final_until

    def render_state(self, record: Any) -> SafeString:
        """In words, with a colour; that there is more time, and that it came late, as well."""
        return state(record)

    def value_state(self, record: Any) -> str:
        """In a file the words."""
        return str(record.get_state_display())


class ScheduleTable(tables.Table):
    """Schedules."""

    flow = tables.Column(verbose_name=_("Flow"), accessor="flow__exchange")
    organisation = tables.Column(verbose_name=_("Source"), accessor="organisation__name")
    recipient = tables.Column(verbose_name=_("Recipient"), accessor="recipient__name")
    rhythm = tables.Column(verbose_name=_("Rhythm"))
    starts_on = Day(verbose_name=_("First day of the first period"))
    stopped_at = Day(verbose_name=_("Stopped"), default="–")

    def render_flow(self, record: Any, value: str) -> SafeString:
        """The way to its page."""
        return link(reverse("rounds:schedule", args=[record.pk]), value)

    def value_flow(self, value: str) -> str:
        """In a file the name."""
        return value

    def render_rhythm(self, record: Any) -> str:
        """In words."""
        return str(record.get_rhythm_display())


def leaf(found: Round) -> SafeString:
    """Its last day."""
    on, today = found.final_until, timezone.localdate(timezone=AMSTERDAM)
    facts = {"on": on, "month": month(on.month), "tone": tone_of(on, today, settled=not found.waits)}
    beside = remaining(on) if found.waits else str(on.year)
    shown = render_to_string("ui/_calendar.html", facts).strip()
    return format_html('{} <span class="mut">{}</span><span class="vh"> {}</span>', mark_safe(shown), beside, day(on))  # noqa: S308 - our own template


def state(found: Round) -> SafeString:
    """Its state, and what else is worth knowing about it."""
    shown = badge(found.get_state_display(), TONES.get(found.state, Tone.NEUTRAL))
    notes = [
        words
        for words, said in (
            (_("extended"), found.is_extended),
            (_("delivered late"), bool(found.late_at and found.delivered_at)),
            (_("second delivery asked"), bool(found.asked_again_at)),
        )
        if said
    ]
    return format_html('{} <span class="mut">{}</span>', shown, ", ".join(map(str, notes))) if notes else shown

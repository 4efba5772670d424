"""The timetable as a table."""

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from sluis.portal.jobs.models import Job
from sluis.portal.jobs.timetable import planned
from sluis.portal.ui.actions import Tone
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.templatetags.ui import badge, short

TONES = {Job.Outcome.DONE: Tone.GOOD, Job.Outcome.FAILED: Tone.DANGER}


def label(name: str) -> Text:
    """What a job does; its name, when no app plans it any more."""
    job = planned().get(name)
    return job.label if job else name


class Jobs(tables.Table):
    """Each job, and how it went."""

    class Meta:
        model = Job
        fields = ("name", "outcome", "began_at", "due_at", "done", "milliseconds", "failures")

    def render_name(self, value: str) -> SafeString:
        """What it does."""
        return format_html('<a href="{}">{}</a>', reverse("jobs:job", args=[value]), label(value))

    def value_name(self, value: str) -> str:
        """In files: the name."""
        return value

    def render_outcome(self, record: Job) -> SafeString:
        """In a colour."""
        return badge(record.get_outcome_display(), TONES.get(Job.Outcome(record.outcome), Tone.NEUTRAL))

    def render_began_at(self, value: object) -> object:
        """In a few characters."""
        return short(value)

    def render_due_at(self, value: object) -> object:
        """In a few characters."""
        return short(value)

    def render_milliseconds(self, value: int) -> str:
        """In seconds."""
        return f"{value / 1000:.1f} s"

    name = tables.Column(_("Job"))
    outcome = tables.Column(_("Outcome"), empty_values=())

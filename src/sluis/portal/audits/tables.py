"""Tables."""

from collections.abc import Mapping
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sluis.portal.audits.models import Adequacy, Finding, Inforequest, State, evidence_kinds
from sluis.portal.organisations.tables.base import Day, link
from sluis.portal.ui.actions import Badge, Tone
from sluis.portal.ui.templatetags.ui import badge

TONES: Mapping[str, Tone] = {
    State.REQUESTED: Tone.INFO, State.ADMISSIBLE: Tone.INFO, State.PLANNED: Tone.INFO,
    State.CARRIED_OUT: Tone.WARNING, State.FINDINGS: Tone.WARNING, State.CLOSED: Tone.GOOD,
}  # fmt: skip
STAGES: Mapping[str, Tone] = {
    Finding.Stage.OPEN: Tone.INFO, Finding.Stage.DISPUTED: Tone.DANGER, Finding.Stage.AGREED: Tone.WARNING,
    Finding.Stage.DONE: Tone.INFO, Finding.Stage.CLOSED: Tone.GOOD,
}  # fmt: skip
INFO: Mapping[str, Tone] = {Inforequest.Stage.OPEN: Tone.WARNING, Inforequest.Stage.ANSWERED: Tone.GOOD}


class AuditTable(tables.Table):
    """Audits."""

    number = tables.Column(verbose_name=_("Audit"))
    kind = tables.Column(verbose_name=_("Kind"))
    organisation = tables.Column(verbose_name=_("Organisation"), accessor="organisation__name")
    state = tables.Column(verbose_name=_("State"))
    held_on = Day(verbose_name=_("Day of the audit"), default="–")
    auditor = tables.Column(verbose_name=_("Auditor"), default="–")

    def render_number(self, record: Any) -> SafeString:
        """The way to its page."""
        return link(reverse("audits:audit", args=[record.pk]), record.number)

    def value_number(self, value: str) -> str:
        """In a file the number."""
        return value

    def render_kind(self, record: Any) -> str:
        """In words."""
        return str(record.get_kind_display())

    def render_state(self, record: Any) -> SafeString:
        """In words, with a colour."""
        return badge(record.get_state_display(), TONES.get(record.state, Tone.NEUTRAL))

    def value_state(self, record: Any) -> str:
        """In a file the words."""
        return str(record.get_state_display())


class OwnTable(AuditTable):
    """Own audits, by their day."""

    standards = tables.Column(verbose_name=_("Standards"), default="–")
    every = tables.Column(verbose_name=_("Comes back"), default="–")

    class Meta:
        exclude = ("organisation",)
        sequence = ("number", "kind", "standards", "held_on", "auditor", "every", "state")

    def render_every(self, record: Any) -> str:
        """In words."""
        return str(record.get_every_display())


class InfoTable(tables.Table):
    """Requests for information."""

    number = tables.Column(verbose_name=_("Request"))
    organisation = tables.Column(verbose_name=_("Controller"), accessor="organisation__name")
    stage = tables.Column(verbose_name=_("State"))
    asked_at = Day(verbose_name=_("Asked"))
    due_on = Day(verbose_name=_("Answer on or before"))

    def render_number(self, record: Any) -> SafeString:
        """The way to its page."""
        return link(reverse("audits:inforequest", args=[record.pk]), record.number)

    def value_number(self, value: str) -> str:
        """In a file the number."""
        return value

    def render_stage(self, record: Any) -> SafeString:
        """In words, with a colour."""
        return badge(record.get_stage_display(), INFO.get(record.stage, Tone.NEUTRAL))

    def value_stage(self, record: Any) -> str:
        """In a file the words."""
        return str(record.get_stage_display())


class CoverageTable(tables.Table):
    """Measures, each with its newest evidence."""

    title = tables.Column(verbose_name=_("Measure"), empty_values=())
    theme = tables.Column(verbose_name=_("Theme"))
    shown_by = tables.Column(verbose_name=_("Shown by"), default="–")
    standard = tables.Column(verbose_name=_("Standard"), default="–", orderable=False)
    shown_on = Day(verbose_name=_("Date"), default="–")
    until = Day(verbose_name=_("Holds until and including"), default="–")
    stands = tables.Column(verbose_name=_("State"), empty_values=(), orderable=False)

    def render_title(self, record: Any) -> SafeString:
        """The way to its evidence, or to the measure."""
        address = (
            reverse("audits:evidence", args=[record.evidence])
            if record.evidence
            else reverse("oversight:measure", args=[record.pk])
        )
        return link(address, record.shown_title)

    def value_title(self, record: Any) -> str:
        """In a file the title."""
        return str(record.shown_title)

    def render_theme(self, record: Any) -> str:
        """In words."""
        return str(record.get_theme_display())

    def render_shown_by(self, value: str) -> str:
        """In words."""
        return str(dict(evidence_kinds()).get(value, value))

    def render_stands(self, record: Any) -> SafeString:
        """Whether it is shown now."""
        return badge(coverage(record.until))

    def value_stands(self, record: Any) -> str:
        """In a file the words."""
        return str(coverage(record.until).label)


class EvidenceTable(tables.Table):
    """Evidence of adequacy."""

    shown_on = Day(verbose_name=_("Date"), linkify=("audits:evidence", {"pk": tables.A("pk")}))
    kind = tables.Column(verbose_name=_("Shown by"))
    measure = tables.Column(verbose_name=_("Measure"))
    standard = tables.Column(verbose_name=_("Standard"))
    until = Day(verbose_name=_("Holds until and including"))

    class Meta:
        model = Adequacy
        fields = ("shown_on", "kind", "measure", "standard", "until")


def coverage(until: Any) -> Badge:
    """Whether a measure is shown to be adequate on this day."""
    if until is None:
        return Badge(gettext("No evidence"), Tone.DANGER)
    if until < timezone.localdate():
        return Badge(gettext("Expired"), Tone.WARNING)
    return Badge(gettext("Shown"), Tone.GOOD)

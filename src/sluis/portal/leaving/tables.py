"""Handovers and destructions as tables; with all columns they are the report of the work (I-66)."""

from typing import Any, ClassVar

import django_tables2 as tables
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sluis.portal.holdings.choosing import Choice
from sluis.portal.holdings.register import held
from sluis.portal.leaving.models import Destruction, Handover
from sluis.portal.oversight.views.parts import When
from sluis.portal.ui.actions import Tone
from sluis.portal.ui.templatetags.ui import badge, number

State = Destruction.State
TONES = {
    State.REQUESTED: Tone.INFO, State.CONFIRMED: Tone.WARNING, State.DESTROYED: Tone.WARNING, State.BLOCKED: Tone.DANGER,
    State.EXPIRED: Tone.WARNING, State.PROVEN: Tone.GOOD,
}  # fmt: skip


def in_words(choice: Choice) -> str:
    """What was chosen: everything, or the names of kinds with their periods."""
    if choice.is_all:
        return gettext("Everything")
    kinds = held()
    return ", ".join(
        str(kinds[name].label if name in kinds else name)
        + (f" ({period.first or '…'} – {period.last or '…'})" if period.first or period.last else "")
        for name, period in sorted(choice.kinds.items())
    )


class _Works(tables.Table):
    asked_at = When(_("Asked"), linkify=True)
    organisation = tables.Column(_("Organisation"))
    chosen = tables.Column(_("Choice"), orderable=False)
    records = tables.Column(_("Records"), orderable=False, attrs={"td": {"class": "num"}, "th": {"class": "num"}})

    def render_chosen(self, record: Any) -> str:
        """In words; a long list is cut on the page."""
        text = in_words(record.choice)
        return text if len(text) <= 80 else f"{text[:79]}…"

    def value_chosen(self, record: Any) -> str:
        """In files: whole."""
        return in_words(record.choice)

    def render_records(self, value: int) -> str:
        """In groups of three digits."""
        return number(value)

    def value_records(self, value: int) -> int:
        """In files: a number."""
        return value


class Destructions(_Works):
    """What was destroyed, or is to be."""

    state = tables.Column(_("State"))
    destroyed_at = When(_("Destroyed"))
    backups_until = When(_("In backups until"))
    proven_at = When(_("Proven"))

    class Meta:
        model = Destruction
        fields: ClassVar[tuple[str, ...]] = (
            "asked_at", "organisation", "state", "chosen", "records", "destroyed_at", "backups_until", "proven_at",
        )  # fmt: skip
        sequence: ClassVar[tuple[str, ...]] = fields

    def render_state(self, record: Destruction) -> SafeString:
        """In a colour."""
        return badge(record.get_state_display(), TONES.get(State(record.state), Tone.NEUTRAL))


class DestructionReport(Destructions):
    """With all that a report wants to say."""

    class Meta(Destructions.Meta):
        fields: ClassVar[tuple[str, ...]] = (
            *Destructions.Meta.fields,
            "reason",
            "due_on",
            "confirmed_at",
            "expired_at",
            "cost",
            "borne_by",
        )
        sequence: ClassVar[tuple[str, ...]] = fields


class Handovers(_Works):
    """What was taken along."""

    fetched_at = When(_("Fetched"))
    sha256 = tables.Column("SHA-256", orderable=False)

    class Meta:
        model = Handover
        fields: ClassVar[tuple[str, ...]] = ("asked_at", "organisation", "chosen", "records", "fetched_at", "sha256")
        sequence: ClassVar[tuple[str, ...]] = fields

    def render_sha256(self, value: str) -> str:
        """The beginning; whole on its own page."""
        return f"{value[:12]}…"

    def value_sha256(self, value: str) -> str:
        """In files: whole."""
        return value


class HandoverReport(Handovers):
    """With all that a report wants to say."""

    class Meta(Handovers.Meta):
        fields: ClassVar[tuple[str, ...]] = (*Handovers.Meta.fields, "reason", "files", "size", "cost", "borne_by")
        sequence: ClassVar[tuple[str, ...]] = fields

"""Tables."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from sluis.portal.instructions.models import Compelled, State
from sluis.portal.organisations.tables.base import Day, link
from sluis.portal.ui.actions import Tone
from sluis.portal.ui.templatetags.ui import badge

TONES: dict[str, Tone] = {
    State.GIVEN: Tone.INFO, State.ACCEPTED: Tone.GOOD, State.HELD: Tone.DANGER, State.CONFIRMED: Tone.WARNING,
    State.DONE: Tone.GOOD,
}  # fmt: skip
STAGE_TONES: dict[str, Tone] = {
    Compelled.Stage.RECORDED: Tone.INFO, Compelled.Stage.NOTIFIED: Tone.INFO, Compelled.Stage.SECRET: Tone.WARNING,
    Compelled.Stage.STARTED: Tone.WARNING,
}  # fmt: skip


class InstructionTable(tables.Table):
    """Instructions."""

    number = tables.Column(verbose_name=_("Instruction"))
    kind = tables.Column(verbose_name=_("Kind"))
    organisation = tables.Column(verbose_name=_("Controller"), accessor="organisation__name")
    state = tables.Column(verbose_name=_("State"))
    given_at = Day(verbose_name=_("Given"))
    react_on = Day(verbose_name=_("Reaction on or before"))

    def render_number(self, record: Any) -> SafeString:
        """The way to its page."""
        return link(reverse("instructions:instruction", args=[record.pk]), record.number)

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


class CompelledTable(tables.Table):
    """Compelled processings."""

    number = tables.Column(verbose_name=_("Number"))
    way = tables.Column(verbose_name=_("Kind"))
    controller = tables.Column(verbose_name=_("Controller"), accessor="agreement__organisation__name")
    provision = tables.Column(verbose_name=_("Legal provision or order"))
    stage = tables.Column(verbose_name=_("State"))
    notified_at = Day(verbose_name=_("Controller notified"), default="–")

    def render_number(self, record: Any) -> SafeString:
        """The way to its page."""
        return link(reverse("instructions:compelled", args=[record.pk]), record.number)

    def value_number(self, value: str) -> str:
        """In a file the number."""
        return value

    def render_way(self, record: Any) -> str:
        """In words."""
        return str(record.get_way_display())

    def render_stage(self, record: Any) -> SafeString:
        """In words, with a colour."""
        return badge(record.get_stage_display(), STAGE_TONES.get(record.stage, Tone.NEUTRAL))

    def value_stage(self, record: Any) -> str:
        """In a file the words."""
        return str(record.get_stage_display())

"""Events as a table."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from sluis.portal.ledger.models import Entry
from sluis.portal.oversight.filters import OUTCOMES
from sluis.portal.oversight.naming import Names
from sluis.portal.oversight.sentences import sentence
from sluis.portal.ui.actions import Tone
from sluis.portal.ui.moments import local
from sluis.portal.ui.templatetags.ui import badge

OUTCOME_TONES = {"done": Tone.GOOD, "refused": Tone.WARNING, "failed": Tone.DANGER}
OUTCOME_WORDS = dict(OUTCOMES)


def outcome_badge(outcome: str) -> SafeString:
    """How it ended."""
    return badge(OUTCOME_WORDS.get(outcome, outcome), OUTCOME_TONES.get(outcome, Tone.NEUTRAL))


class Events(tables.Table):
    """What happened, when, who did it, how it ended."""

    kind = tables.Column(_("What"))
    at = tables.Column(_("When"))
    actor = tables.Column(_("Who"))
    organisation = tables.Column(_("Organisation"), empty_values=(), orderable=False)
    outcome = tables.Column(_("Outcome"))
    n = tables.Column(_("Event number"), attrs={"td": {"class": "num"}, "th": {"class": "num"}})
    code = tables.Column(_("Kind"), accessor="kind", visible=False)
    subject = tables.Column(_("Object"), visible=False)

    class Meta:
        model = Entry
        fields = ("kind", "at", "actor", "organisation", "outcome", "n")
        order_by = ("-n",)

    names: Names

    def render_kind(self, record: Entry) -> SafeString:
        """In words, with the way to the event itself."""
        address = reverse("oversight:event", args=[record.n])
        return format_html('<a href="{}">{}</a>', address, sentence(record.kind))

    def value_kind(self, value: str) -> str:
        """In files: in words."""
        return str(sentence(value))

    def render_at(self, value: Any) -> SafeString:
        """To the second."""
        here = local(value)
        return format_html('<time datetime="{}">{}</time>', here.isoformat(), f"{here:%d-%m-%Y %H:%M:%S}")

    def value_at(self, value: Any) -> Any:
        """In files: as a moment."""
        return value

    def render_actor(self, value: str) -> str:
        """By name where the reader may know it."""
        return self.names.who(value)

    def render_organisation(self, record: Entry) -> str:
        """Whose it is."""
        return self.names.organisation(record.organisation)

    def render_outcome(self, value: str) -> SafeString:
        """In a colour."""
        return outcome_badge(value)

    def value_outcome(self, value: str) -> str:
        """In files: a word."""
        return str(OUTCOME_WORDS.get(value, value))

    def render_n(self, value: int) -> str:
        """As it stands in the chain."""
        return str(value)

    def value_n(self, value: int) -> int:
        """In files: a number."""
        return value

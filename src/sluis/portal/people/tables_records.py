"""Registers of what was recorded about people."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.models import Statement
from sluis.portal.access.recognising import day_of
from sluis.portal.ui.actions import Badge, Tone
from sluis.portal.ui.templatetags.ui import badge, when


class OfPeople(tables.Table):
    """A register with a person in each row."""

    person = tables.Column(_("Name"), accessor="person__name")
    organisation = tables.Column(_("Organisation"), accessor="organisation__name")

    def render_person(self, record: Any) -> str:
        """With a link to the person's page."""
        address = reverse("people:person", args=[record.person_id])
        return format_html('<a class="utrecht-link" href="{}">{}</a>', address, record.person.name)

    def value_person(self, record: Any) -> str:
        """For a file."""
        return str(record.person.name)

    def render_valid_until(self, value: Any) -> Any:
        """As people read it."""
        return when(value)

    def value_valid_until(self, value: Any) -> Any:
        """For a file."""
        return value


class Statements(OfPeople):
    """Confidentiality statements."""

    kind = tables.Column(_("Kind"))
    signed_on = tables.Column(_("Signed on"))
    valid_until = tables.Column(_("Valid until"))
    state = tables.Column(_("State"), accessor="pk", orderable=False)

    class Meta:
        order_by = ("person",)

    def render_signed_on(self, value: Any) -> Any:
        """As people read it."""
        return when(value)

    def value_signed_on(self, value: Any) -> Any:
        """For a file."""
        return value

    def render_state(self, record: Statement) -> Any:
        """As a badge."""
        return badge(statement_state(record, self.request.actor.at))

    def value_state(self, record: Statement) -> str:
        """For a file."""
        return str(statement_state(record, self.request.actor.at).label)


def statement_state(statement: Statement, at: Any) -> Badge:
    """Whether it counts."""
    today = day_of(at)
    if statement.withdrawn_on:
        return Badge(_("Withdrawn"), Tone.NEUTRAL)
    expired = statement.valid_until is not None and statement.valid_until < today
    return Badge(_("Expired"), Tone.WARNING) if expired else Badge(_("Counts"), Tone.GOOD)


class Screenings(OfPeople):
    """Screenings."""

    kind = tables.Column(_("Kind"))
    requested_on = tables.Column(_("Requested on"))
    received_on = tables.Column(_("Received on"))
    valid_until = tables.Column(_("Valid until"))
    result = tables.Column(_("Result"))

    class Meta:
        order_by = ("-requested_on",)

    def render_requested_on(self, value: Any) -> Any:
        """As people read it."""
        return when(value)

    def value_requested_on(self, value: Any) -> Any:
        """For a file."""
        return value

    def render_received_on(self, value: Any) -> Any:
        """As people read it."""
        return when(value)

    def value_received_on(self, value: Any) -> Any:
        """For a file."""
        return value


class Trainings(OfPeople):
    """Training."""

    subject_matter = tables.Column(_("Subject"))
    followed_on = tables.Column(_("Followed on"))
    valid_until = tables.Column(_("Valid until"))

    class Meta:
        order_by = ("-followed_on",)

    def render_followed_on(self, value: Any) -> Any:
        """As people read it."""
        return when(value)

    def value_followed_on(self, value: Any) -> Any:
        """For a file."""
        return value

"""Lists."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.models import Person
from sluis.portal.access.recognising import day_of
from sluis.portal.access.roles import Role
from sluis.portal.people.models import Invitation, Review
from sluis.portal.ui.actions import Badge, Tone
from sluis.portal.ui.templatetags.ui import badge, term, when


def state_of(person: Any) -> Badge:
    """How somebody stands; for a person from `selectors.people`."""
    if not person.is_active or person.left_on:
        return Badge(_("Left"), Tone.NEUTRAL)
    if not person.has_statement:
        return Badge(_("No statement"), Tone.WARNING)
    if person.organisation.needs_second_factor and not person.has_factor:
        return Badge(_("No second factor"), Tone.WARNING)
    return Badge(_("Access open"), Tone.GOOD)


def role_names(codes: list[str]) -> str:
    """The names of roles."""
    return ", ".join(str(Role(code).label) for code in codes)


class People(tables.Table):
    """People."""

    name = tables.Column(_("Name"), order_by=("name",))
    organisation = tables.Column(_("Organisation"), accessor="organisation__name")
    email = tables.Column(_("E-mail address"))
    roles = tables.Column(_("Roles"), accessor="current", orderable=False)
    joined_on = tables.Column(_("Joined on"))
    state = tables.Column(_("Access"), accessor="pk", orderable=False)

    class Meta:
        order_by = ("name",)

    def render_name(self, record: Person) -> str:
        """With a link to the person's page."""
        return format_html(
            '<a class="utrecht-link" href="{}">{}</a>', reverse("people:person", args=[record.pk]), record.name
        )

    def value_name(self, record: Person) -> str:
        """For a file."""
        return record.name

    def render_roles(self, value: list[Any]) -> str:
        """In words."""
        return role_names([grant.role for grant in value])

    def render_joined_on(self, value: Any) -> Any:
        """As people read it."""
        return when(value)

    def value_joined_on(self, value: Any) -> Any:
        """For a file."""
        return value

    def render_state(self, record: Person) -> Any:
        """As a badge."""
        return badge(state_of(record))

    def value_state(self, record: Person) -> str:
        """For a file."""
        return str(state_of(record).label)


class Colleagues(People):
    """People of one organisation."""

    class Meta(People.Meta):
        exclude = ("organisation",)


class Invitations(tables.Table):
    """Invitations that wait, and earlier ones."""

    name = tables.Column(_("Name"))
    organisation = tables.Column(_("Organisation"), accessor="organisation__name")
    email = tables.Column(_("E-mail address"))
    roles = tables.Column(_("Roles"), orderable=False)
    invited_at = tables.Column(_("Invited"))
    state = tables.Column(_("State"), accessor="pk", orderable=False)

    class Meta:
        order_by = ("-invited_at",)

    def render_name(self, record: Invitation) -> str:
        """With a link to the invitation's page."""
        address = reverse("people:invitation", args=[record.pk])
        return format_html('<a class="utrecht-link" href="{}">{}</a>', address, record.name)

    def value_name(self, record: Invitation) -> str:
        """For a file."""
        return record.name

    def render_roles(self, value: list[str]) -> str:
        """In words."""
        return role_names(value)

    def render_invited_at(self, value: Any) -> Any:
        """As people read it."""
        return when(value)

    def value_invited_at(self, value: Any) -> Any:
        """For a file."""
        return value

    def render_state(self, record: Invitation) -> Any:
        """As a badge."""
        return badge(invitation_state(record, self.request.actor.at))

    def value_state(self, record: Invitation) -> str:
        """For a file."""
        return str(invitation_state(record, self.request.actor.at).label)


def invitation_state(invitation: Invitation, at: Any) -> Badge:
    """Where an invitation stands."""
    if invitation.accepted_at:
        return Badge(_("Accepted"), Tone.GOOD)
    if invitation.withdrawn_at:
        return Badge(_("Withdrawn"), Tone.NEUTRAL)
    return Badge(_("Waiting"), Tone.INFO) if invitation.expires_at > at else Badge(_("Expired"), Tone.WARNING)


class Reviews(tables.Table):
    """Reviews of rights."""

    started_at = tables.Column(_("Started"))
    organisation = tables.Column(_("Organisation"), accessor="organisation__name")
    reviewer = tables.Column(_("Reviewer"), accessor="reviewer__name")
    due_on = tables.Column(_("Last day for decisions"))
    progress = tables.Column(_("Decided"), accessor="pk", orderable=False)
    state = tables.Column(_("State"), accessor="pk", orderable=False)

    class Meta:
        order_by = ("-started_at",)

    def render_started_at(self, record: Review) -> str:
        """With a link to the review."""
        address = reverse("people:review", args=[record.pk])
        return format_html('<a class="utrecht-link" href="{}">{}</a>', address, when(record.started_at))

    def value_started_at(self, value: Any) -> Any:
        """For a file."""
        return value

    def render_due_on(self, record: Review) -> Any:
        """As people read it."""
        return when(record.due_on) if record.closed_at else term(record.due_on)

    def value_due_on(self, value: Any) -> Any:
        """For a file."""
        return value

    def render_progress(self, record: Any) -> str:
        """How far it is."""
        return f"{record.rights - record.waiting} / {record.rights}"

    def render_state(self, record: Review) -> Any:
        """As a badge."""
        return badge(review_state(record, self.request.actor.at))

    def value_state(self, record: Review) -> str:
        """For a file."""
        return str(review_state(record, self.request.actor.at).label)


def review_state(review: Review, at: Any) -> Badge:
    """Where a review stands."""
    if review.closed_at:
        return Badge(_("Closed"), Tone.GOOD)
    return Badge(_("Overdue"), Tone.DANGER) if review.due_on < day_of(at) else Badge(_("Under way"), Tone.INFO)

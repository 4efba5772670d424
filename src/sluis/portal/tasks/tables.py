"""Tasks as tables."""

from datetime import datetime
from typing import Any

import django_tables2 as tables
from django.db.models import F
from django.db.models.expressions import OrderBy
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.roles import Role
from sluis.portal.tasks.links import state
from sluis.portal.tasks.models import Task
from sluis.portal.ui.templatetags.ui import badge, short, term


class Mine(tables.Table):
    """What somebody has to do."""

    title = tables.Column(_("Task"), linkify=("tasks:task", {"pk": tables.A("pk")}), orderable=False)
    who = tables.Column(_("For"), accessor="pk", orderable=False)
    due_at = tables.Column(_("Deadline"), empty_values=())
    state = tables.Column(_("State"), orderable=False)

    def render_title(self, record: Task) -> str:
        """In the reader's language."""
        return str(record)

    def render_who(self, record: Task) -> str:
        """The person, or the role."""
        return who(record)

    def render_due_at(self, record: Task) -> SafeString | str:
        """When, and in how many days."""
        if record.due_at is None:
            return gettext("no deadline")
        return term(record.due_at) if record.state == Task.State.OPEN else str(record.due_at.date())

    def value_due_at(self, record: Task) -> datetime | None:
        """In files: the moment."""
        return record.due_at

    def render_state(self, record: Task) -> SafeString:
        """In a colour."""
        return badge(state(record, timezone.now()))

    def order_due_at(self, rows: Any, is_descending: bool) -> tuple[Any, bool]:
        """What has no deadline comes last, in both directions and on both databases."""
        return rows.order_by(by_deadline(descending=is_descending)), True


class All(Mine):
    """Tasks of others too."""

    organisation = tables.Column(_("Organisation"))
    given_at = tables.Column(_("Given"))

    class Meta:
        sequence = ("title", "who", "organisation", "given_at", "due_at", "state")

    def render_given_at(self, value: datetime) -> object:
        """In a few characters."""
        return short(value)


def by_deadline(*, descending: bool = False) -> OrderBy:
    """The order of urgency."""
    due = F("due_at")
    return due.desc(nulls_last=True) if descending else due.asc(nulls_last=True)


def who(task: Task) -> str:
    """The person, or the role in which anybody may do it."""
    if task.person:
        return task.person.name
    return gettext("Anybody: %(role)s") % {"role": Role(task.role).label} if task.role else gettext("nobody")

"""What tasks are filtered on."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.models import role_choices
from sluis.portal.tasks.models import Task
from sluis.portal.tasks.selectors import due_ranges


class MineFilter(django_filters.FilterSet):
    """One's own: those that are late, or due this week."""

    due = django_filters.ChoiceFilter(
        label=_("Deadline"), choices=[("late", _("Overdue")), ("week", _("This week"))], method="by_due"
    )

    def by_due(self, rows: QuerySet[Task], _name: str, value: str) -> QuerySet[Task]:
        """Open ones whose deadline has passed, or comes within seven days."""
        late, week = due_ranges(timezone.now())
        return rows.filter(late if value == "late" else week)


class AllFilter(MineFilter):
    """Everybody's: by state and role too."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=Task.State.choices)
    role = django_filters.ChoiceFilter(label=_("Role"), choices=role_choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters.move_to_end("due")

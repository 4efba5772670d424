"""What can be filtered on."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sluis.portal.monitor.models import Observation


class FollowUpFilter(django_filters.FilterSet):
    """Open or closed."""

    state = django_filters.ChoiceFilter(
        label=_("State"), choices=[("open", _("Open")), ("closed", _("Closed"))], method="by_state"
    )

    class Meta:
        model = Observation
        fields = ("state",)

    def by_state(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Those that are open, or those that are closed."""
        return rows.filter(closed_at__isnull=value == "open")

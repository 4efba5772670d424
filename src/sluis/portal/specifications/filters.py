"""Which specifications to show."""

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sluis.portal.specifications.listing import standing
from sluis.portal.specifications.models import Dataspec


class DataspecFilter(django_filters.FilterSet):
    """By whether a version holds, or is on the way."""

    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=(
            ("held", _("A version holds today")),
            ("waiting", _("A version is on the way")),
            ("none", _("None holds")),
        ),
        method="by_state",
        empty_label=_("All"),
    )

    class Meta:
        model = Dataspec
        fields = ("state",)

    def by_state(self, rows: QuerySet[Dataspec], _name: str, value: str) -> QuerySet[Dataspec]:
        """Those that stand so today."""
        return rows.filter(standing(value, timezone.localdate()))

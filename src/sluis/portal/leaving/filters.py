"""What can be filtered on."""

import django_filters
from django.utils.translation import gettext_lazy as _

from sluis.portal.leaving.models import Destruction


class DestructionFilter(django_filters.FilterSet):
    """By state and period."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=Destruction.State.choices)
    asked = django_filters.DateFromToRangeFilter(
        field_name="asked_at", label=_("Asked"),
        widget=django_filters.widgets.DateRangeWidget(attrs={"type": "date"}),
    )  # fmt: skip

    class Meta:
        model = Destruction
        fields = ("state",)

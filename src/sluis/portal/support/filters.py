"""What can be filtered on."""

from typing import Any

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sluis.portal.support.models import HelpRequest, State, Way


class HelpFilter(django_filters.FilterSet):
    """By state and kind, and whether something ought to have been deleted."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=State.choices)
    way = django_filters.ChoiceFilter(label=_("Kind of help"), choices=Way.choices)
    holding = django_filters.ChoiceFilter(
        label=_("What was handed over"), method="held", choices=(("here", _("Is still here")), ("late", _("Is late")))
    )

    class Meta:
        model = HelpRequest
        fields = ("state", "way")

    def held(self, queryset: Any, _name: str, value: str) -> Any:
        """With data, or with data that is late."""
        here = queryset.filter(deleted_at=None).exclude(received_at=None)
        return here.filter(delete_by__lt=timezone.now()) if value == "late" else here

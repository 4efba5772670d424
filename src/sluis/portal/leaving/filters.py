"""What can be filtered on."""

from datetime import date, datetime, time

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sluis.deadlines import ZONE
from sluis.portal.leaving.models import Destruction

FIRST = date(1900, 1, 1)
"""Earlier days hold nothing, and the first day of all has no beginning in UTC."""


class DestructionFilter(django_filters.FilterSet):
    """By state, and by when it was asked for."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=Destruction.State.choices)
    since = django_filters.DateFilter(label=_("From"), method="begins", widget=forms.DateInput())
    until = django_filters.DateFilter(label=_("Until and including"), method="ends", widget=forms.DateInput())

    class Meta:
        model = Destruction
        fields = ("state", "since", "until")

    def begins(self, rows: QuerySet[Destruction], _name: str, on: date) -> QuerySet[Destruction]:
        """From the first moment of a day here."""
        return rows.filter(asked_at__gte=datetime.combine(max(on, FIRST), time(), ZONE))

    def ends(self, rows: QuerySet[Destruction], _name: str, on: date) -> QuerySet[Destruction]:
        """Up to the last moment of a day here."""
        return rows.filter(asked_at__lte=datetime.combine(on, time.max, ZONE))

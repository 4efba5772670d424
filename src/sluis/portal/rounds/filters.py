"""What can be filtered on."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sluis.portal.rounds.models import COMPLETE, WAITING, Round, Schedule, rhythms, states

_EXPECTED = [("waiting", _("Still expected")), ("complete", _("Complete"))]


class RoundFilter(django_filters.FilterSet):
    """By state, and by whether something is still expected."""

    expected = django_filters.ChoiceFilter(label=_("Delivery"), choices=_EXPECTED, method="by_expected")
    state = django_filters.ChoiceFilter(label=_("State"), choices=states)

    class Meta:
        model = Round
        fields = ("expected", "state")

    def by_expected(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Those that wait, or those that are complete."""
        return rows.filter(state__in=WAITING if value == "waiting" else COMPLETE)


class ScheduleFilter(django_filters.FilterSet):
    """By rhythm."""

    rhythm = django_filters.ChoiceFilter(label=_("Rhythm"), choices=rhythms)

    class Meta:
        model = Schedule
        fields = ("rhythm",)

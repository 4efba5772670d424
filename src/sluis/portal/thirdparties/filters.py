"""What can be filtered on."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sluis.portal.subprocessors.wording import countries
from sluis.portal.thirdparties.models import Dpa, Processor
from sluis.portal.thirdparties.selectors import NONE


class ProcessorFilter(django_filters.FilterSet):
    """By the state of the agreement, the country, and whether it works here still."""

    agreed = django_filters.ChoiceFilter(label=_("Agreement"), choices=[(NONE, _("No agreement")), *Dpa.State.choices])
    country = django_filters.ChoiceFilter(label=_("Country"), choices=countries)
    working = django_filters.ChoiceFilter(
        label=_("State"), choices=[("active", _("Active")), ("ended", _("Ended"))], method="by_working"
    )

    class Meta:
        model = Processor
        fields = ("agreed", "country", "working")

    def by_working(self, rows: QuerySet[Processor], _name: str, value: str) -> QuerySet[Processor]:
        """Who has ended, or not."""
        return rows.filter(ended_on__isnull=value == "active")


class ExpiringFilter(django_filters.FilterSet):
    """What has expired, or will."""

    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[(one.value, one.label) for one in (Dpa.State.CONCLUDED, Dpa.State.EXPIRED)],
    )

    class Meta:
        model = Dpa
        fields = ("state",)

"""What can be filtered on."""

from datetime import date, datetime, time, timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from sluis.deadlines import ZONE
from sluis.portal.access.pages import actor_of
from sluis.portal.deliveries.models import Account, Delivery, Route, State
from sluis.portal.deliveries.rights import SEE

_KINDS = [("production", _("Production")), ("test", _("Test"))]
_OPEN = [("open", _("Open")), ("closed", _("Closed"))]
_PRODUCTION = [("open", _("Production open")), ("waiting", _("Waits for a test"))]


def routes(request: HttpRequest) -> QuerySet[Any]:
    """The agreements under which this reader sees deliveries."""
    found: QuerySet[Any] = Route.objects.visible_to(actor_of(request), SEE).only("exchange")
    return found


class DeliveryFilter(django_filters.FilterSet):
    """By state, kind, agreement, and the days on which they were offered."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=State.choices)
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=_KINDS, method="by_kind")
    route = django_filters.ModelChoiceFilter(label=_("Agreement"), queryset=routes)
    since = django_filters.DateFilter(label=_("Offered from"), method="by_day", widget=forms.DateInput())
    until = django_filters.DateFilter(label=_("Offered until"), method="by_day", widget=forms.DateInput())

    class Meta:
        model = Delivery
        fields = ("state", "kind", "route", "since", "until")

    def by_kind(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Real ones, or tests."""
        return rows.filter(test=value == "test")

    def by_day(self, rows: QuerySet[Any], name: str, value: date) -> QuerySet[Any]:
        """Days of the Netherlands; the last one counts."""
        if name == "since":
            return rows.filter(offered_at__gte=_begin(value))
        return rows.filter(offered_at__lt=_begin(value + timedelta(days=1)))


class AccountFilter(django_filters.FilterSet):
    """Open, or closed."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=_OPEN, method="by_state")

    class Meta:
        model = Account
        fields = ("role",)

    def by_state(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """As they are now."""
        return rows.filter(closed_at__isnull=value == "open")


class RouteFilter(django_filters.FilterSet):
    """Open for real data, or not yet."""

    production = django_filters.ChoiceFilter(label=_("Production"), choices=_PRODUCTION, method="by_production")

    class Meta:
        model = Route
        fields = ("production",)

    def by_production(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """As `Route.production_is_open` says."""
        waiting = {"needs_test": True, "tested_at": None}
        return rows.filter(**waiting) if value == "waiting" else rows.exclude(**waiting)


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), ZONE)

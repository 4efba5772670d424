"""Which organisations to show."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sluis.portal.organisations import choices
from sluis.portal.organisations.models import Party, SecrecyAgreement, SecrecyState
from sluis.portal.organisations.models.secrecy import in_state
from sluis.portal.organisations.searching import with_role


class PartyFilter(django_filters.FilterSet):
    """By role, sector, and whether it is still there."""

    role = django_filters.ChoiceFilter(
        label=_("Role"), choices=choices.party_roles, method="by_role", empty_label=_("All")
    )
    sector = django_filters.ChoiceFilter(label=_("Sector"), choices=choices.sectors, empty_label=_("All"))
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=(("active", _("Active")), ("ended", _("Ended"))),
        method="by_state",
        empty_label=_("All"),
    )

    class Meta:
        model = Party
        fields = ("role", "sector", "state")

    def by_role(self, rows: QuerySet[Party], _name: str, value: str) -> QuerySet[Party]:
        """Who has a role today."""
        return rows.filter(with_role(value, timezone.localdate()))

    def by_state(self, rows: QuerySet[Party], _name: str, value: str) -> QuerySet[Party]:
        """Who has ended, or not."""
        ended = Q(organisation__ended_on__lte=timezone.localdate())
        return rows.filter(ended) if value == "ended" else rows.exclude(ended)


class SecrecyFilter(django_filters.FilterSet):
    """By whom it binds, and where it stands."""

    kind = django_filters.ChoiceFilter(label=_("Who is bound"), choices=choices.secrecy_kinds, empty_label=_("All"))
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=SecrecyState.choices, method="by_state", empty_label=_("All")
    )

    class Meta:
        model = SecrecyAgreement
        fields = ("kind", "state")

    def by_state(self, rows: QuerySet[SecrecyAgreement], _name: str, value: str) -> QuerySet[SecrecyAgreement]:
        """Where it stands today."""
        return rows.filter(in_state(value, timezone.localdate()))

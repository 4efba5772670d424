"""What can be filtered on."""

import django_filters
from django.utils.translation import gettext_lazy as _

from sluis.portal.audits.models import Adequacy, Audit, Inforequest, Kind, State, evidence_kinds
from sluis.portal.oversight.models import Measure, Theme


class AuditFilter(django_filters.FilterSet):
    """By kind and state."""

    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Kind.choices)
    state = django_filters.ChoiceFilter(label=_("State"), choices=State.choices)

    class Meta:
        model = Audit
        fields = ("kind", "state")


class InfoFilter(django_filters.FilterSet):
    """By state."""

    stage = django_filters.ChoiceFilter(label=_("State"), choices=Inforequest.Stage.choices)

    class Meta:
        model = Inforequest
        fields = ("stage",)


class CoverageFilter(django_filters.FilterSet):
    """By theme."""

    theme = django_filters.ChoiceFilter(label=_("Theme"), choices=Theme.choices)

    class Meta:
        model = Measure
        fields = ("theme",)


class EvidenceFilter(django_filters.FilterSet):
    """By kind."""

    kind = django_filters.ChoiceFilter(label=_("Shown by"), choices=evidence_kinds)

    class Meta:
        model = Adequacy
        fields = ("kind",)

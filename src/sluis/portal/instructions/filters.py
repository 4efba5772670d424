"""What can be filtered on."""

import django_filters
from django.utils.translation import gettext_lazy as _

from sluis.portal.instructions.models import Compelled, Instruction, State, kinds


class InstructionFilter(django_filters.FilterSet):
    """By kind and state."""

    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=kinds)
    state = django_filters.ChoiceFilter(label=_("State"), choices=State.choices)

    class Meta:
        model = Instruction
        fields = ("kind", "state")


class CompelledFilter(django_filters.FilterSet):
    """By kind and state."""

    way = django_filters.ChoiceFilter(label=_("Kind"), choices=Compelled.Way.choices)
    stage = django_filters.ChoiceFilter(label=_("State"), choices=Compelled.Stage.choices)

    class Meta:
        model = Compelled
        fields = ("way", "stage")

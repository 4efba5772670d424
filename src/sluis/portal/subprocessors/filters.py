"""Which rows to show."""

import django_filters
from django.utils.translation import gettext_lazy as _

from sluis.portal.subprocessors.models import Subnotice, Subprocessor
from sluis.portal.subprocessors.wording import notice_states, states


class SubprocessorFilter(django_filters.FilterSet):
    """By where they stand."""

    state = django_filters.ChoiceFilter(label=_("Stands"), choices=states, empty_label=_("All"))

    class Meta:
        model = Subprocessor
        fields = ("state",)


class NoticeFilter(django_filters.FilterSet):
    """By where they stand."""

    state = django_filters.ChoiceFilter(label=_("Stands"), choices=notice_states, empty_label=_("All"))

    class Meta:
        model = Subnotice
        fields = ("state",)

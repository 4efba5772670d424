"""What documents are filtered on."""

import django_filters
from django.utils.translation import gettext_lazy as _

from sluis.portal.documents.kinds import choices


class DocumentFilter(django_filters.FilterSet):
    """By kind."""

    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=choices)

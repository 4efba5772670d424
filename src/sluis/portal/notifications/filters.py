"""What the outbox is filtered on."""

import django_filters
from django.utils.translation import gettext_lazy as _

from sluis.portal.notifications.models import Message


class MessageFilter(django_filters.FilterSet):
    """By state."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=Message.State.choices)

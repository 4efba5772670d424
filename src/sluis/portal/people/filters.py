"""Filters."""

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.models import Person, role_choices
from sluis.portal.access.recognising import day_of
from sluis.portal.people.rights import SEE
from sluis.portal.people.selectors import lacks_something, with_role

STATES = (("open", _("Access open")), ("closed", _("Something is missing")), ("left", _("Left")))


class People(filters.FilterSet):
    """On role, state and organisation."""

    role = filters.ChoiceFilter(label=_("Role"), choices=role_choices, method="with_role", empty_label=_("All roles"))
    state = filters.ChoiceFilter(
        label=_("Access"), choices=STATES, method="with_state", empty_label=_("All, also who left")
    )
    organisation = filters.CharFilter(
        label=_("Organisation"), field_name="organisation__name", lookup_expr="icontains", max_length=200
    )

    class Meta:
        model = Person
        fields = ("role", "state", "organisation")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.request.actor.reaches_all(SEE):  # who sees one organisation does not choose
            del self.filters["organisation"]

    def with_role(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Who has a role now."""
        return rows.filter(with_role(day_of(self.request.actor.at), value))

    def with_state(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Who can work, who cannot yet, who left."""
        if value == "left":
            return rows.filter(is_active=False)
        rows = rows.filter(is_active=True)
        return rows.filter(lacks_something()) if value == "closed" else rows.exclude(lacks_something())

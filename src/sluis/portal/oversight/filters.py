"""What events are filtered on. The same filter draws samples, so it asks nothing but the columns of the lines."""

from datetime import date, datetime, time
from typing import Any, ClassVar

import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from sluis.deadlines import ZONE
from sluis.portal.access.actor import Actor
from sluis.portal.access.models import Organisation, Person
from sluis.portal.ledger.models import Entry
from sluis.portal.oversight import sentences
from sluis.portal.oversight.naming import is_uuid
from sluis.portal.oversight.rights import SEE_EVIDENCE
from sluis.portal.oversight.selecting import of_kinds, split

MOST_PERSONS = 50
"""Whom, or which organisations, a part of a name can mean; who means more writes more of it."""
FIRST = date(1900, 1, 1)
"""Earlier days hold nothing, and the first day of all has no beginning in UTC."""

OUTCOMES = [("done", _("Done")), ("refused", _("Refused")), ("failed", _("Failed"))]


class EventFilter(filters.FilterSet):
    """Period, kind, outcome, actor, subject, organisation."""

    since = filters.DateFilter(label=_("From"), method="begins", widget=forms.DateInput())
    until = filters.DateFilter(label=_("Until and including"), method="ends", widget=forms.DateInput())
    area = filters.ChoiceFilter(label=_("About"), choices=sentences.areas, method="in_area")
    kinds = filters.CharFilter(label=_("Kind"), method="of_kind", max_length=400)
    outcome = filters.ChoiceFilter(label=_("Outcome"), choices=OUTCOMES)
    who = filters.CharFilter(label=_("Who"), method="by", max_length=2200)
    subject = filters.CharFilter(label=_("Object"), lookup_expr="icontains", max_length=200)
    organisation = filters.CharFilter(label=_("Organisation"), method="of_organisation", max_length=2200)

    class Meta:
        model = Entry
        fields: ClassVar[list[str]] = ["since", "until", "area", "kinds", "outcome", "who", "subject", "organisation"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        actor: Actor | None = getattr(self.request, "actor", None)
        if actor is not None and not actor.reaches_all(SEE_EVIDENCE):  # who sees one organisation does not choose
            del self.filters["organisation"]

    def begins(self, rows: QuerySet[Entry], _name: str, on: date) -> QuerySet[Entry]:
        """From the first moment of a day here."""
        return rows.filter(at__gte=datetime.combine(max(on, FIRST), time(), ZONE))

    def ends(self, rows: QuerySet[Entry], _name: str, on: date) -> QuerySet[Entry]:
        """Up to the last moment of a day here."""
        return rows.filter(at__lte=datetime.combine(on, time.max, ZONE))

    def in_area(self, rows: QuerySet[Entry], _name: str, area: str) -> QuerySet[Entry]:
        """All kinds that begin with a word."""
        return rows.filter(kind__startswith=f"{area}.")

    def of_kind(self, rows: QuerySet[Entry], _name: str, text: str) -> QuerySet[Entry]:
        """These kinds; a star at the end stands for anything."""
        return rows.filter(of_kinds(split(text)))

    def by(self, rows: QuerySet[Entry], _name: str, text: str) -> QuerySet[Entry]:
        """Somebody by name, or as the lines name who did it."""
        actor: Actor | None = getattr(self.request, "actor", None)
        wanted = resolved(actor, text) if actor else text
        return rows.filter(Q(actor__in=split(wanted)))

    def of_organisation(self, rows: QuerySet[Entry], _name: str, text: str) -> QuerySet[Entry]:
        """Of organisations by a part of their name, or by their ids."""
        actor: Actor | None = getattr(self.request, "actor", None)
        wanted = organisations_meant(actor, text) if actor else text
        return rows.filter(organisation__in=[each for each in split(wanted) if is_uuid(each)])


def organisations_meant(actor: Actor, text: str) -> str:
    """The ids of the organisations whose name holds the text, or the text itself."""
    seen = Organisation.objects.visible_to(actor, SEE_EVIDENCE).filter(name__icontains=text)
    return ",".join(str(pk) for pk in seen.order_by("pk").values_list("pk", flat=True)[:MOST_PERSONS]) or text


def resolved(actor: Actor, text: str) -> str:
    """Who is meant, as lines name them: persons whose name holds the text, or the text itself."""
    people = Person.people.visible_to(actor, SEE_EVIDENCE).filter(name__icontains=text)
    found = [f"person:{pk}" for pk in people.order_by("pk").values_list("pk", flat=True)[:MOST_PERSONS]]
    return ",".join(found) or text

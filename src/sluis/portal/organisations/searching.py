"""Parts of queries that lists use."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Aggregate, CharField, Exists, OuterRef, Q, Subquery

from sluis.portal.organisations.choices import PartyRoleKind
from sluis.portal.organisations.models import Party, PartyRole


def with_role(kind: str, on: date) -> Q:
    """Parties that have a role on a day."""
    current = PartyRole.everything.filter(PartyRole.in_force(on), organisation=OuterRef("organisation"), kind=kind)
    return Q(Exists(current))


class Joined(Aggregate):
    """Texts with commas between them, on either database."""

    function = "STRING_AGG"
    template = "%(function)s(%(expressions)s, ',')"
    output_field = CharField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """As SQLite calls it."""
        return self.as_sql(compiler, connection, function="GROUP_CONCAT", **context)


def role_kinds(on: date) -> Subquery:
    """Beside a party the kinds of its roles on a day, with commas."""
    current = PartyRole.everything.filter(PartyRole.in_force(on), organisation=OuterRef("organisation")).order_by()
    return Subquery(current.values("organisation").annotate(kinds=Joined("kind")).values("kinds"))


def role_words(organisations: Iterable[UUID], on: date) -> Mapping[UUID, str]:
    """For each organisation its roles in words; one query for all."""
    found: dict[UUID, list[str]] = {}
    current = PartyRole.everything.filter(PartyRole.in_force(on), organisation__in=list(organisations))
    for organisation, kind in current.order_by("kind").values_list("organisation", "kind"):
        found.setdefault(organisation, []).append(str(PartyRoleKind(kind).label))
    return {organisation: ", ".join(words) for organisation, words in found.items()}


def party_numbers(organisations: Iterable[UUID]) -> Mapping[UUID, str]:
    """For each organisation the number that people use."""
    known = Party.everything.filter(organisation__in=set(organisations))
    return dict(known.values_list("organisation", "number"))

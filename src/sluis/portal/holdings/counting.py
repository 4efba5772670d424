"""How many records are held for an organisation, and how many of them are past their term."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Count, Q, QuerySet

from sluis.deadlines import Term, day_of
from sluis.portal.access.models import Organisation
from sluis.portal.holdings.models import Retention
from sluis.portal.holdings.register import Holding, held


@dataclass(frozen=True, slots=True)
class Counted:
    """What is held of one kind: how much, for how long, and what should be gone."""

    holding: Holding
    count: int
    term: Term | None
    past: int


def records(holding: Holding, organisation: Organisation) -> "QuerySet[Any]":
    """All records of one kind of an organisation; for programs and for what was allowed already."""
    if holding.model is Organisation:
        return Organisation.everything.filter(pk=organisation.pk)
    return _all(holding).filter(organisation=organisation)


def _all(holding: Holding) -> "QuerySet[Any]":
    """Of everybody; each but `Organisation` has the field `organisation`."""
    everything: QuerySet[Any] = holding.model.everything.all()
    return everything


def count(organisation: Organisation, at: datetime) -> list[Counted]:
    """All kinds of records of one organisation, also those of which there are none."""
    terms, past = terms_for(organisation), past_term(at, organisation)
    return [
        Counted(each, records(each, organisation).count(), terms[name], past.get((organisation.pk, name), 0))
        for name, each in held().items()
    ]


def terms_for(organisation: Organisation) -> dict[str, Term | None]:
    """For how long each kind is kept: as was set for the organisation, as was set for all, or as was declared."""
    defaults, own = _set()
    return {
        name: own.get(name, {}).get(organisation.pk) or defaults.get(name) or each.kept for name, each in held().items()
    }


def past_term(at: datetime, organisation: Organisation | None = None) -> dict[tuple[UUID, str], int]:
    """How many records are past their term, of one organisation or of all; organisation and kind → number, if any.

    One query per kind and term, however many organisations there are.
    """
    defaults, own = _set()
    found: dict[tuple[UUID, str], int] = {}
    for name, holding in held().items():
        if holding.since:
            of_it = Q(organisation=organisation) if organisation else Q()
            for term, whose in _parts(defaults.get(name) or holding.kept, own.get(name, {})):
                old = _all(holding).filter(whose & of_it, **{f"{holding.since}__lt": _cut(holding, term, at)})
                counts = old.order_by().values_list("organisation").annotate(Count("pk"))
                found |= {(pk, name): number for pk, number in counts}
    return found


def _set() -> tuple[dict[str, Term], dict[str, dict[UUID, Term]]]:
    """Terms that were set: for all, and kind → organisation → its own."""
    defaults: dict[str, Term] = {}
    own: dict[str, dict[UUID, Term]] = {}
    for row in Retention.everything.select_related("organisation"):
        if row.organisation.is_operator:
            defaults[row.record] = Term.read(row.term)
        else:
            own.setdefault(row.record, {})[row.organisation_id] = Term.read(row.term)
    return defaults, own


def _parts(default: Term | None, own: dict[UUID, Term]) -> Iterator[tuple[Term, Q]]:
    """Each term with the organisations for which it holds."""
    if default:
        yield default, ~Q(organisation__in=own)
    for term in set(own.values()):
        yield term, Q(organisation__in=[pk for pk, each in own.items() if each == term])


def _cut(holding: Holding, term: Term, at: datetime) -> Any:
    """Records whose term began before this are past it."""
    moment = term.before(at)
    field = holding.model._meta.get_field(holding.since)
    return moment if isinstance(field, models.DateTimeField) else day_of(moment)

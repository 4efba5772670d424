"""What reports consist of: each app adds the sections about what is its own, so that none must know of the others.

    section(Report.DOSSIER, 55, about_subprocessors, key="subprocessors")

A section is asked for one organisation, or for all (none), about a period, in the language that is active then; it may
have nothing to say. A later section with the same key takes the place of the earlier one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from django.utils.translation import override

from sluis.deadlines import end_of_day
from sluis.deadlines.moments import moment_on
from sluis.portal.access.models import Organisation
from sluis.portal.documents.rendering.paper import Section


class Report(StrEnum):
    """The reports."""

    DOSSIER = "dossier"
    YEARLY = "yearly"
    REGISTER = "register"


@dataclass(frozen=True, slots=True)
class Period:
    """From a day until and including another."""

    first: date
    last: date

    @property
    def begins(self) -> datetime:
        """Its first moment."""
        return moment_on(self.first, time.min)

    @property
    def ends(self) -> datetime:
        """Its last moment."""
        return end_of_day(self.last)


Builder = Callable[[Organisation | None, datetime, Period, str], Section | None]


@dataclass(frozen=True, slots=True)
class _Place:
    order: int
    key: str
    build: Builder


_places: dict[tuple[Report, str], _Place] = {}


def section(report: Report, order: int, build: Builder, *, key: str) -> None:
    """Add a section.

    Args:
        report: to which.
        order: sections stand in the order of this number.
        build: gives it: of an organisation, at a moment, about a period, in a language.
        key: what it is about.
    """
    _places[report, key] = _Place(order, key, build)


def sections_of(
    report: Report, organisation: Organisation | None, at: datetime, period: Period, language: str
) -> tuple[Section, ...]:
    """The sections that have something to say, numbered from 1."""
    places = sorted((place for (kind, _key), place in _places.items() if kind is report), key=lambda each: each.order)
    with override(language):
        found = [(place.key, place.build(organisation, at, period, language)) for place in places]
    there = [(key, each) for key, each in found if each is not None]
    return tuple(
        Section(each.title, each.blocks, key, str(number), each.level, each.fresh, each.wide)
        for number, (key, each) in enumerate(there, 1)
    )

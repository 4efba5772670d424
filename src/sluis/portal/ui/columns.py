"""Columns for tables of django-tables2 that show days, moments and numbers as the rest of the portal does."""

from datetime import date, datetime
from typing import Any

import django_tables2 as tables
from django.utils.safestring import SafeString

from sluis.portal.ui.actions import Tone
from sluis.portal.ui.templatetags import ui

RIGHT = {"td": {"class": "num"}, "th": {"class": "num"}}


class DayColumn(tables.Column):
    """25 nov 2026; the day itself in a file."""

    def render(self, value: date) -> SafeString | str:
        """As people read it."""
        return ui.when(value)

    def value(self, value: date) -> date:
        """As a spreadsheet reads it."""
        return value


class MomentColumn(tables.Column):
    """25 nov 2026, 17:40; the moment itself in a file."""

    def render(self, value: datetime) -> SafeString | str:
        """As people read it."""
        return ui.when(value)

    def value(self, value: datetime) -> datetime:
        """As a spreadsheet reads it."""
        return value


class NumberColumn(tables.Column):
    """1.204, at the right; the number itself in a file."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"attrs": RIGHT} | options)

    def render(self, value: float) -> str:
        """As people read it."""
        return ui.number(value)

    def value(self, value: float) -> float:
        """As a spreadsheet reads it."""
        return value


class BadgeColumn(tables.Column):
    """A state as a badge; its tone by its stored value."""

    def __init__(self, tones: dict[str, Tone] | None = None, **options: Any) -> None:
        super().__init__(**options)
        self._tones = tones or {}

    def render(self, value: Any, record: Any, bound_column: Any) -> SafeString:
        """A badge."""
        stored = bound_column.accessor.resolve(record, quiet=True)
        return ui.badge(value, self._tones.get(str(stored), Tone.NEUTRAL))

    def value(self, value: Any) -> Any:
        """The words alone."""
        return value

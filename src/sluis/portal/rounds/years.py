"""Which year a page shows."""

from collections.abc import Iterable
from datetime import date

from django.http import HttpRequest


def years_around(there: Iterable[int], today: date) -> list[int]:
    """Those in which there is something, and this one."""
    return sorted({*there, today.year})


def chosen_year(request: HttpRequest, years: list[int], today: date) -> int:
    """The one in the address, when it is one of them; else this one."""
    asked = request.GET.get("year", "")
    return next((year for year in years if str(year) == asked), today.year)

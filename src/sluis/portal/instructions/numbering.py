"""Numbers of instructions and the like: that of the agreement, and the next one under it."""

from datetime import datetime

from sluis.portal.access.recognising import day_of
from sluis.portal.agreements.models import Agreement
from sluis.portal.organisations.numbering import take_turn


def next_number(agreement: Agreement) -> str:
    """`VO-2026-014-I3`; within a change, so that two at once get two numbers."""
    return f"{agreement.number}-I{_next(f'i-{agreement.number}')}"


def compelled_number(at: datetime) -> str:
    """`W-2026-003`, over all agreements: a gap must not tell a controller of what the law forbids to tell."""
    year = day_of(at).year
    return f"W-{year}-{_next(f'w-{year}'):03d}"


def _next(name: str) -> int:
    counter = take_turn(name)
    counter.last += 1
    counter.save()
    return int(counter.last)

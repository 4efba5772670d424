"""Numbers of instructions and the like: that of the agreement, and the next one under it."""

from sluis.portal.agreements.models import Agreement
from sluis.portal.organisations.numbering import take_turn


def next_number(agreement: Agreement, letter: str) -> str:
    """`VO-2026-014-I3`; within a change, so that two at once get two numbers."""
    counter = take_turn(f"{letter.lower()}-{agreement.number}")
    counter.last += 1
    counter.save()
    return f"{agreement.number}-{letter}{counter.last}"

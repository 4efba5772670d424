"""Numbers for people, one after another: ORG-2026-0012. Taken in the transaction of what gets it, so none is lost."""

from datetime import datetime

from sluis.portal.access.recognising import day_of
from sluis.portal.organisations.models import Counter


def take_turn(name: str) -> Counter:
    """Hold a row of numbers until the commit; whoever else wants it waits."""
    Counter.objects.get_or_create(name=name)
    return Counter.objects.select_for_update().get(name=name)


def party_number(at: datetime) -> str:
    """The next number of a party."""
    year = day_of(at).year
    counter = take_turn(f"party-{year}")
    counter.last += 1
    counter.save()
    return f"ORG-{year}-{counter.last:04d}"

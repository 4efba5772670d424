"""A sample that anybody can draw again: from the same population with the same seed come the same events.

Each event of the population gets a ticket, HMAC-SHA256 with the seed as key over the hash of its line; the events with the
lowest tickets are the sample. So nobody chooses, the auditor's seed decides, and adding a criterion cannot steer it.
"""

import hmac
from collections.abc import Iterator
from hashlib import sha256
from heapq import nsmallest

from django.db.models import QuerySet
from django.http import QueryDict

from sluis.evidence.chain import digest
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.ledger.models import Entry
from sluis.portal.ledger.reading import AT_ONCE, raw
from sluis.portal.oversight.filters import EventFilter
from sluis.portal.oversight.models import Sample
from sluis.portal.oversight.rights import SAMPLE
from sluis.portal.oversight.selecting import events_of, standing

LARGEST = 1_000


def population(sample: Sample) -> QuerySet[Entry]:
    """The events from which it is drawn; those that came later are no part of it."""
    whole = events_of(None if sample.whole else sample.organisation_id)
    asked = QueryDict(mutable=True)
    asked.update({name: str(value) for name, value in sample.criteria.items()})
    found: QuerySet[Entry] = EventFilter(asked, queryset=whole.filter(n__lte=sample.until)).qs
    return found.order_by("n")


def draw(actor: Actor, *, purpose: str, criteria: dict[str, str], seed: str, size: int) -> Sample:
    """Draw a sample and keep it with all that is needed to draw it again."""
    actor.require(SAMPLE)
    assert actor.organisation
    made = Sample(
        organisation=actor.organisation, purpose=purpose, criteria=criteria, seed=seed, size=min(size, LARGEST),
        until=standing(), whole=actor.reaches_all(SAMPLE), drawn_at=actor.at, drawn_by=actor.name,
    )  # fmt: skip
    made.population, made.numbers, made.digest = drawn(made)
    made.full_clean(exclude=["numbers", "criteria", "digest"])
    with changing(actor, SAMPLE, on=made) as change:
        made.save(force_insert=True)
        counts = {"events": made.population, "records": len(made.numbers)}
        change.record("sample.drawn", made, objects={"digest": made.digest}, counts=counts)
    return made


def drawn(sample: Sample) -> tuple[int, list[int], str]:
    """Draw it: how many events there are to draw from, the numbers of those drawn, and the hash of their hashes."""
    seen = 0

    def tickets() -> Iterator[tuple[bytes, int, str]]:
        nonlocal seen
        for n, line in _lines(population(sample)):
            seen += 1
            head = digest(line)
            yield hmac.digest(sample.seed.encode(), head.encode(), "sha256"), n, head

    chosen = sorted((n, head) for _ticket, n, head in nsmallest(sample.size, tickets()))
    return seen, [n for n, _head in chosen], sha256("".join(head for _n, head in chosen).encode()).hexdigest()


def is_unchanged(sample: Sample) -> bool:
    """Whether drawing it again gives the same; not when some of its population was destroyed after its term."""
    return drawn(sample) == (sample.population, sample.numbers, sample.digest)


def _lines(rows: QuerySet[Entry]) -> Iterator[tuple[int, bytes]]:
    """In parts by key, so that no transaction is held open."""
    after = -1
    while some := list(rows.filter(n__gt=after).values_list("n", "line")[:AT_ONCE]):
        for n, line in some:
            yield n, raw(line)
        after = some[-1][0]

"""The only way to change something: rights are checked, one event is left, all in one transaction.

    with changing(actor, CHANGE, on=party) as change:
        party.save()
        change.record("organisation.changed", party)

Without an event the change does not happen. Within another change, the inner one's event is kept for the outer, so that
evidence is appended last, just before the commit.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from sluis.evidence.event import Event, Outcome
from sluis.portal.access.actor import Actor
from sluis.portal.access.rights import Right
from sluis.portal.access.tenancy import OwnedBase
from sluis.portal.ledger.appending import Concerning, append

_CURRENT: ContextVar["Change | None"] = ContextVar("change", default=None)


@dataclass
class Change:
    """A change that is being made.

    Attributes:
        actor: who makes it.
        events: what will stand in the evidence.
    """

    actor: Actor
    events: list[Concerning] = field(default_factory=list)

    def record(
        self,
        kind: str,
        on: OwnedBase | None = None,
        *,
        objects: Mapping[str, str] | None = None,
        counts: Mapping[str, int] | None = None,
        outcome: Outcome = Outcome.DONE,
    ) -> None:
        """Say what happened, to which record; ids and counts, never a name or a value."""
        about = dict(objects or {})
        if on is not None:
            about.setdefault(str(on._meta.model_name), str(on.pk))
        actor = self.actor
        organisation: UUID | None = getattr(on, "organisation_id", None)
        if organisation is None and actor.organisation is not None:
            organisation = actor.organisation.pk
        event = Event(kind, actor.at, actor.name, actor.responsible, actor.access_point, outcome, about, counts or {})
        self.events.append(Concerning(event, organisation, on.subject if on is not None else ""))


def within_change() -> bool:
    """Whether a change is being made here."""
    return _CURRENT.get() is not None


@contextmanager
def changing(actor: Actor, right: Right, on: OwnedBase | None = None) -> Iterator[Change]:
    """Make a change.

    Args:
        actor: who makes it.
        right: that it needs.
        on: the record, or the organisation, that is changed; checked against the rule of tenancy.
    Raises:
        Refused: as `Actor.require`; nothing was changed.
        RuntimeError: the change left no event; a mistake in the program, and nothing was changed.
    """
    actor.require(right, on)
    with _recording(actor) as change:
        yield change


@contextmanager
def _recording(actor: Actor) -> Iterator[Change]:
    outer, change = _CURRENT.get(), Change(actor)
    with transaction.atomic():
        token = _CURRENT.set(change)
        try:
            yield change
        finally:
            _CURRENT.reset(token)
        if not change.events:
            raise RuntimeError("a change leaves an event")
        if outer is None:
            append(change.events)
        else:
            outer.events.extend(change.events)


@contextmanager
def keeping(actor: Actor) -> Iterator[Change]:
    """For access itself: a change that needs no right, such as one's own password or signing in."""
    with _recording(actor) as change:
        yield change

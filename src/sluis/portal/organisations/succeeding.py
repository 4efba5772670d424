"""Mergers, take-overs and splits: who stands in whose place, and where the old codes lead."""

from collections.abc import Sequence
from datetime import date

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change, changing
from sluis.portal.access.models import Organisation
from sluis.portal.organisations.ending import close, remember_end
from sluis.portal.organisations.keeping import locked
from sluis.portal.organisations.models import Succession
from sluis.portal.organisations.remembering import remember
from sluis.portal.organisations.rights import REGISTER
from sluis.portal.organisations.selectors import successor_of
from sluis.refusals import Refused
from sluis.refusals.catalogue import organisations as codes


def succeed(
    actor: Actor,
    *,
    kind: Succession.Kind,
    predecessors: Sequence[Organisation],
    successor: Organisation,
    on: date,
    ends: bool = True,
    leads: bool = True,
) -> list[Succession]:
    """Record that from a day on another organisation stands in the place of one or more others.

    Args:
        actor: the operator's staff.
        kind: what happened; a merger has several predecessors, a split one, and one call for each part.
        predecessors: that it happens to.
        successor: that goes on; registered before.
        on: the first day on which it is so.
        ends: whether the predecessors end then; with a split they may go on.
        leads: whether their codes lead to this successor from then on.
    Raises:
        Refused: SUCCESSION_IMPOSSIBLE, ENDED, OPERATOR_STAYS.
    """
    ends = ends or kind is not Succession.Kind.SPLIT
    with changing(actor, REGISTER, on=successor) as change:
        heir = locked(Organisation, successor.pk)
        if heir.ended_on is not None and heir.ended_on <= on:
            raise Refused(codes.ENDED)
        # In one order, so that two mergers at once do not wait for each other.
        ordered = sorted({each.pk for each in predecessors}, key=str)
        if not ordered:
            raise Refused(codes.SUCCESSION_IMPOSSIBLE)
        return [_one(change, locked(Organisation, pk), heir, kind, on, ends=ends, leads=leads) for pk in ordered]


def _one(
    change: Change, old: Organisation, heir: Organisation, kind: Succession.Kind, on: date, *, ends: bool, leads: bool
) -> Succession:
    _require_possible(old, heir, on, leads=leads)
    made = Succession(organisation=old, successor=heir, kind=kind, happens_on=on, leads=leads)
    made.save(force_insert=True)
    remember(change, made, {}, "organisation.succeeded")
    if ends and old.ended_on is None:
        close(change, old, on)
        remember_end(change, old, kind.value)
    change.record(
        "organisation.succeeded",
        made,
        objects={"predecessor": str(old.pk), "organisation": str(heir.pk), "code": kind.value},
    )
    return made


def _require_possible(old: Organisation, heir: Organisation, on: date, *, leads: bool) -> None:
    if old.is_operator:
        raise Refused(codes.OPERATOR_STAYS)
    if old.ended_on is not None and old.ended_on != on:
        raise Refused(codes.ENDED)
    already = Succession.everything.filter(organisation=old)
    twice = already.filter(successor=heir).exists() or (leads and already.filter(leads=True).exists())
    if twice or old.pk in {heir.pk, successor_of(heir, date.max).pk}:
        raise Refused(codes.SUCCESSION_IMPOSSIBLE)

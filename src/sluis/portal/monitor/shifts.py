"""Handing over: what is open goes along by itself, with a note; whoever takes over says so."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from sluis.deadlines import window_at
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.monitor.guarding import plain
from sluis.portal.monitor.models import Observation, ShiftHandover
from sluis.portal.monitor.rights import HAND_OVER
from sluis.portal.monitor.rows import Part, Row
from sluis.portal.monitor.standing import Standing
from sluis.portal.oversight.selectors import on_duty, operator
from sluis.portal.tasks.giving import give, settle
from sluis.refusals import Refused
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import monitor as codes

MOST = 200
TASK = "shift"
TITLE = _("Take over the shift")


def open_items(actor: Actor) -> list[dict[str, Any]]:
    """What is open now: late, unusual and undecided, and what must be followed up; ids, numbers and moments only."""
    standing = Standing(actor)
    rows = [
        (part.value, row) for part in (Part.LATE, Part.UNUSUAL) for row in standing.all(part) if _is_open(part, row)
    ]
    follow_ups = (
        Observation.everything.filter(closed_at=None).exclude(due_at=None).select_related("delivery", "attempt")
    )
    return [_item(part, row) for part, row in rows] + [_follow_up(one) for one in follow_ups.order_by("due_at", "pk")]


def hand_over(actor: Actor, *, text: str) -> ShiftHandover:
    """End a shift.

    Raises:
        Refused: PERSONAL; HANDOVER_OPEN while an earlier one waits.
    """
    items = open_items(actor)
    made = ShiftHandover(
        organisation=operator(), window=int(window_at(actor.at)), note=plain(text, "note"), items=items[:MOST],
        left_out=max(0, len(items) - MOST), made_at=actor.at, made_by=actor.name,
    )  # fmt: skip
    with changing(actor, HAND_OVER, on=made) as change:
        made.full_clean(validate_constraints=False)
        try:
            with transaction.atomic():
                made.save(force_insert=True)
        except IntegrityError:
            raise Refused(codes.HANDOVER_OPEN) from None
        change.record("shifthandover.made", made, counts={"records": len(items)})
        for shift in on_duty(actor.at)[:1]:
            if f"person:{shift.person_id}" != actor.name:
                give(
                    change, organisation=made.organisation, kind=TASK, title=TITLE, subject=made, person=shift.person,
                    url_name="monitor:handover", args=[made.pk],
                )  # fmt: skip
    return made


def accept(actor: Actor, *, handover: ShiftHandover) -> ShiftHandover:
    """Take over.

    Raises:
        Refused: OWN_HANDOVER; GONE_ALREADY when somebody else was first.
    """
    with changing(actor, HAND_OVER, on=handover) as change:
        found = _waiting(handover.pk)
        if found.made_by == actor.name:
            raise Refused(codes.OWN_HANDOVER)
        found.accepted_at, found.accepted_by = actor.at, actor.name
        found.save()
        settle(change, kind=TASK, subject=found)
        change.record("shifthandover.accepted", found)
    return found


def _waiting(pk: UUID) -> ShiftHandover:
    found: ShiftHandover | None = ShiftHandover.everything.select_for_update().filter(pk=pk, accepted_at=None).first()
    if found is None:
        raise Refused(access.GONE_ALREADY)
    return found


def _is_open(part: Part, row: Row) -> bool:
    """What was decided already is no longer anybody's."""
    return part is Part.LATE or row.waits


def _item(part: str, row: Row) -> dict[str, Any]:
    since = row.since.isoformat() if row.since else ""
    name = row.who if row.kind == "upload" else row.name
    return {"part": part, "key": row.key, "kind": row.kind, "pk": row.pk, "name": name, "since": since}


def _follow_up(one: Observation) -> dict[str, Any]:
    name = one.delivery.number if one.delivery else one.attempt.code if one.attempt else ""
    due = one.due_at.isoformat() if one.due_at else ""
    return {"part": "follow-up", "key": f"observation-{one.pk}", "kind": "observation", "pk": str(one.pk), "name": name,
            "since": due}  # fmt: skip

"""Remarks of the staff, and what follows from them (Z-57)."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from sluis.deadlines import Deadline
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change, changing
from sluis.portal.access.models import Person
from sluis.portal.access.recognising import recognise
from sluis.portal.access.roles import Role
from sluis.portal.deliveries.models import Attempt, Delivery
from sluis.portal.monitor.guarding import plain
from sluis.portal.monitor.models import Observation
from sluis.portal.monitor.rights import NOTE
from sluis.portal.oversight.selectors import operator
from sluis.portal.tasks.giving import give, settle
from sluis.refusals import Refused
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import monitor as codes

TASK = "follow-up"
ROLES = (Role.DELIVERY_DESK, Role.SERVICE_DESK, Role.SECURITY_OFFICER)
"""Who can follow something up."""


def note(
    actor: Actor,
    *,
    on: Delivery | Attempt,
    text: str,
    due_at: datetime | None = None,
    person: Person | None = None,
    role: Role | None = None,
) -> Observation:
    """Write a remark; with a moment, somebody gets the task to follow it up.

    Raises:
        Refused: PERSONAL, FOLLOW_UP_UNCLEAR, NOT_AT_DESK.
    """
    _require_clear(actor, due_at, person, role)
    made = Observation(
        organisation=operator(), text=plain(text, "text"), made_at=actor.at, made_by=actor.name,
        delivery=on if isinstance(on, Delivery) else None, attempt=on if isinstance(on, Attempt) else None,
        due_at=due_at, person=person, role=role.value if role else "",
    )  # fmt: skip
    with changing(actor, NOTE, on=made) as change:
        made.full_clean()
        made.save(force_insert=True)
        change.record("observation.made", made, objects={str(on._meta.model_name): str(on.pk)})
        if made.due_at is not None:
            _give(change, made)
    return made


def close(actor: Actor, *, observation: Observation, result: str) -> Observation:
    """Say what came of it; the task is done.

    Raises:
        Refused: PERSONAL; GONE_ALREADY when somebody else was first.
    """
    said = plain(result, "result")
    with changing(actor, NOTE, on=observation) as change:
        found = _locked(observation.pk)
        if not found.follows:
            raise Refused(access.GONE_ALREADY)
        found.result, found.closed_at, found.closed_by = said, actor.at, actor.name
        found.full_clean()
        found.save()
        settle(change, kind=TASK, subject=found)
        change.record("observation.closed", found)
    return found


def _locked(pk: UUID) -> Observation:
    found: Observation | None = Observation.everything.select_for_update().filter(pk=pk).first()
    if found is None:
        raise Refused(access.GONE_ALREADY)
    return found


def _require_clear(actor: Actor, due_at: datetime | None, person: Person | None, role: Role | None) -> None:
    if due_at is None:
        if person or role:
            raise Refused(codes.FOLLOW_UP_UNCLEAR)
        return
    if due_at <= actor.at or bool(person) == bool(role):
        raise Refused(codes.FOLLOW_UP_UNCLEAR)
    may = recognise(person, actor.at) if person else None
    if (may and not (may.is_operator and NOTE.name in may.rights)) or (role and role not in ROLES):
        raise Refused(codes.NOT_AT_DESK)


def _give(change: Change, made: Observation) -> None:
    assert made.due_at is not None
    about = made.delivery.number if made.delivery else ""
    title = _("Follow up a remark about delivery %(number)s") if about else _("Follow up a remark about an attempt")
    give(
        change, organisation=made.organisation, kind=TASK, title=title, facts={"number": about} if about else {},
        subject=made, person=made.person, role=Role(made.role) if made.role else None,
        due=Deadline(made.due_at), url_name="monitor:close", args=[made.pk],
    )  # fmt: skip

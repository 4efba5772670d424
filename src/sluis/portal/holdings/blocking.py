"""Records that can be neither given back nor destroyed are blocked: nobody sees or works on them (Z-106).

A block names an organisation and a kind of record. The rule of tenancy leaves out what is blocked, in the same query, for
everybody and every right but one.
"""

from typing import Any

from django.db.models import Q

from sluis.portal.access.changing import Change
from sluis.portal.access.models import Organisation
from sluis.portal.access.rights import Right
from sluis.portal.access.tenancy import OwnedBase
from sluis.portal.holdings.models import Block
from sluis.portal.holdings.register import Holding, held
from sluis.portal.holdings.rights import SEE_BLOCKED


def block(change: Change, *, organisation: Organisation, holding: Holding, reason: str) -> Block:
    """Block the records of a kind, those of later too, until it is lifted; twice is once."""
    found: Block | None = Block.everything.filter(
        organisation=organisation, record=holding.record, lifted_at=None
    ).first()
    if found:
        return found
    made = Block(
        organisation=organisation, record=holding.record, reason=reason, blocked_at=change.actor.at,
        blocked_by=change.actor.name,
    )  # fmt: skip
    made.full_clean()
    made.save(force_insert=True)
    change.record("block.set", made, objects={"holding": holding.record})
    return made


def lift(change: Change, *, organisation: Organisation, record: str) -> None:
    """The records of a kind are destroyed, or may be worked on again."""
    for found in Block.everything.select_for_update().filter(organisation=organisation, record=record, lifted_at=None):
        found.lifted_at, found.lifted_by = change.actor.at, change.actor.name
        found.save()
        change.record("block.lifted", found, objects={"holding": record})


def blocked(organisation: Organisation) -> list[Block]:
    """What is blocked of an organisation."""
    return list(Block.everything.filter(organisation=organisation, lifted_at=None).order_by("record"))


def rule(model: type[OwnedBase], right: Right) -> Q | None:
    """For the rule of tenancy: what is not blocked; none where nothing can be."""
    holding = held().get(model._meta.label_lower)
    if right is SEE_BLOCKED or holding is None or (holding.remains and not holding.remaining):
        return None
    closed: Any = Block.everything.filter(record=holding.record, lifted_at=None)
    return ~Q(organisation__in=closed.values("organisation"))

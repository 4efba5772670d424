"""Norms that the controller sets: into the next version of the agreement, and instructions whose time has passed."""

from dataclasses import replace

from django.db.models import Q

from sluis.deadlines import day_of
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.agreements import drafting
from sluis.portal.agreements.models import Agreement, Stage, Version
from sluis.portal.agreements.sides import side_of
from sluis.portal.instructions.assessing import finish
from sluis.portal.instructions.giving import open_one
from sluis.portal.instructions.models import COUNTING, Instruction, Kind
from sluis.portal.instructions.rights import FOLLOW
from sluis.refusals import Refused
from sluis.refusals.catalogue import instructions as codes


def waiting_norms(agreement: Agreement) -> list[Instruction]:
    """Norms that were accepted and do not stand in the agreement yet."""
    found = Instruction.everything.filter(agreement=agreement, kind=Kind.NORM, state__in=COUNTING)
    return [one for one in found.order_by("given_at", "pk") if one.text not in agreement.contract.norms]


def draft_of(actor: Actor, agreement: Agreement) -> Version | None:
    """The draft of an amendment that this actor's side is making."""
    found: Version | None = Version.everything.filter(
        agreement=agreement, stage=Stage.DRAFT, proposed_side=side_of(actor).value
    ).first()
    return found


def take_in(actor: Actor, *, agreement: Agreement) -> Version:
    """Put the norms that wait into the draft of an amendment; they count in it once both parties signed.

    Raises:
        Refused: NO_DRAFT, and as `drafting.revise`.
    """
    version = draft_of(actor, agreement)
    if version is None:
        raise Refused(codes.NO_DRAFT)
    there = version.contract.norms
    new = tuple(one.text for one in waiting_norms(agreement) if one.text not in there)
    contract = replace(version.contract, norms=(*there, *new))
    return drafting.revise(actor, version=version, contract=contract, seen=version.sha256)


def follow(actor: Actor) -> int:
    """Norms that stand in the agreement now, and instructions whose last day has passed, are done; how many."""
    over = Instruction.everything.filter(
        Q(kind=Kind.NORM) | Q(ends_on__lt=day_of(actor.at)), state__in=COUNTING
    ).select_related("agreement__current")
    done = 0
    for instruction in over.order_by("pk"):
        if instruction.kind == Kind.NORM and instruction.text not in instruction.agreement.contract.norms:
            continue
        with changing(actor, FOLLOW, on=instruction) as change:
            finish(change, open_one(instruction, *COUNTING), "")
        done += 1
    return done

"""Mandates: another organisation acts for this one. The organisation itself gives them, nobody else."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.access.models import Mandate, Organisation
from sluis.portal.access.rights import WORKING
from sluis.portal.access.roles import Role, roles_for
from sluis.portal.organisations.choices import Ended
from sluis.portal.organisations.keeping import locked
from sluis.portal.organisations.remembering import remember, values
from sluis.portal.organisations.rights import MANDATE
from sluis.refusals import Refused
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import organisations as codes

ROLES = tuple(role for role in roles_for(operator=False) if role not in (Role.BOARD, Role.AUDITEE))
"""What a mandate can allow; the board decides and signs for itself."""


def give(
    actor: Actor,
    *,
    organisation: Organisation,
    holder: Organisation,
    roles: Iterable[Role],
    starts_on: date,
    ends_on: date | None = None,
    flow: str = "",
) -> Mandate:
    """Let another organisation act for this one.

    Raises:
        Refused: MANDATE_BY_OPERATOR, MANDATE_BY_HOLDER, MANDATE_TO_ITSELF, MANDATE_OVERLAPS, PERIOD_CLOSED, ENDED, or
            ROLE_NOT_HERE.
    """
    chosen = sorted({Role(role) for role in roles})
    _require_own(actor, organisation)
    _require_possible(organisation, holder, chosen, starts_on, ends_on)
    made = Mandate(
        organisation=organisation, holder=holder, roles=[role.value for role in chosen], flow=flow.strip(),
        starts_on=starts_on, ends_on=ends_on, given_by=actor.name,
    )  # fmt: skip
    with changing(actor, MANDATE, on=organisation) as change:
        locked(Organisation, organisation.pk)
        if _same(made).exists():
            raise Refused(codes.MANDATE_OVERLAPS)
        made.full_clean()
        made.save(force_insert=True)
        remember(change, made, {}, "mandate.given")
        change.record("mandate.given", made, objects={"organisation": str(holder.pk)})
    return made


def revoke(actor: Actor, *, mandate: Mandate, reason: Ended, words: str = "") -> Mandate:
    """End a mandate at once: the next page that somebody asks for under it is refused.

    Raises:
        Refused: MANDATE_BY_OPERATOR, MANDATE_BY_HOLDER, GONE_ALREADY.
    """
    _require_own(actor, mandate.organisation)
    with changing(actor, MANDATE, on=mandate) as change:
        found = locked(Mandate, mandate.pk)
        if found.revoked_at is not None:
            raise Refused(access.GONE_ALREADY)
        before = values(found)
        found.revoked_at, found.revoked_by = actor.at, actor.name
        found.save()
        remember(change, found, before, "mandate.revoked", reason=words or reason.value)
        change.record("mandate.revoked", found, objects={"code": reason.value})
    return found


def take_up(actor: Actor, *, mandate: Mandate) -> Mandate:
    """Somebody begins to work under a mandate; which ones are offered, `selectors.mandates_to_work_under` says."""
    with changing(actor, WORKING) as change:
        change.record("mandate.taken-up", mandate)
    return mandate


def lay_down(actor: Actor) -> None:
    """Somebody works for their own organisation again."""
    if actor.mandate is not None:
        with changing(actor, WORKING) as change:
            change.record("mandate.laid-down", actor.mandate)


def _require_own(actor: Actor, organisation: Organisation) -> None:
    if actor.mandate is not None:
        raise Refused(codes.MANDATE_BY_HOLDER)
    if organisation.is_operator or actor.is_operator:
        raise Refused(codes.MANDATE_BY_OPERATOR)


def _require_possible(
    organisation: Organisation, holder: Organisation, roles: list[Role], starts_on: date, ends_on: date | None
) -> None:
    if holder.pk == organisation.pk:
        raise Refused(codes.MANDATE_TO_ITSELF)
    if ends_on is not None and ends_on < starts_on:
        raise Refused(codes.PERIOD_CLOSED)
    if any(each.ended_on and each.ended_on <= (ends_on or starts_on) for each in (organisation, holder)):
        raise Refused(codes.ENDED)
    refused = [role for role in roles if role not in ROLES]
    if refused or not roles:
        raise Refused(access.ROLE_NOT_HERE, role=refused[0].value if refused else "–")


def _same(mandate: Mandate) -> QuerySet[Mandate]:
    """Mandates of the same two for the same flow that share a day."""
    days = Q(ends_on=None) | Q(ends_on__gte=mandate.starts_on)
    if mandate.ends_on is not None:
        days &= Q(starts_on__lte=mandate.ends_on)
    alike = Mandate.everything.filter(organisation=mandate.organisation, holder=mandate.holder, flow=mandate.flow)
    return alike.filter(days, revoked_at=None)

"""A new organisation, and its data: what it is called, where it is, what it does (Z-01, P-03, P-04, P-09)."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from sluis.deadlines import Deadline, Term
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change, changing
from sluis.portal.access.models import Organisation
from sluis.portal.access.recognising import day_of
from sluis.portal.access.roles import Role
from sluis.portal.organisations.codes import CodeKind
from sluis.portal.organisations.coding import place
from sluis.portal.organisations.keeping import locked
from sluis.portal.organisations.models import Party, PartyCode, PartyRole
from sluis.portal.organisations.numbering import party_number
from sluis.portal.organisations.remembering import remember, values
from sluis.portal.organisations.rights import CHANGE, REGISTER
from sluis.portal.tasks.giving import give
from sluis.refusals import Refused
from sluis.refusals.catalogue import access

CHANGED = "organisations-described"
"""The kind of the task to look at data that an organisation changed."""

LOOK = Term.read("10 office days")


def register(
    actor: Actor,
    *,
    data: Mapping[str, Any],
    roles: Iterable[str] = (),
    starts_on: date | None = None,
    second_factor_required: bool = True,
) -> Party:
    """Register an organisation with its data.

    Args:
        actor: the operator's staff, or a program.
        data: fields of `Party`.
        roles: what the party is from the start.
        starts_on: since when; today when not given.
        second_factor_required: whether its people sign in with two factors.
    Raises:
        ValidationError: the data cannot be so.
        Refused: CODE_TAKEN for its Chamber of Commerce number.
    """
    with changing(actor, REGISTER) as change:
        organisation = Organisation(name="–", second_factor_required=second_factor_required)
        organisation.save(force_insert=True)
        party = _written(change, organisation, data, "organisation.registered", starts_on)
        for kind in roles:
            role = PartyRole(organisation=organisation, kind=kind, starts_on=starts_on or day_of(actor.at))
            role.full_clean()
            role.save(force_insert=True)
        change.record("organisation.registered", party, objects={"organisation": str(organisation.pk)})
    return party


def describe(actor: Actor, *, organisation: Organisation, data: Mapping[str, Any]) -> Party:
    """Change the data of an organisation; the earlier values are kept.

    Raises:
        ValidationError: the data cannot be so.
        Refused: CODE_TAKEN for its Chamber of Commerce number.
    """
    with changing(actor, CHANGE, on=organisation) as change:
        party = _written(change, organisation, data, "organisation.described")
        change.record("organisation.described", party)
        if actor.person is not None and not actor.is_operator:
            _report(change, party)
    return party


def require_second_factor(actor: Actor, *, organisation: Organisation, required: bool) -> Organisation:
    """Decide whether an organisation's people sign in with two factors; the operator's always do.

    Raises:
        Refused: as `changing`; NOT_ALLOWED to who works under a mandate.
    """
    if actor.mandate is not None:
        raise Refused(access.NOT_ALLOWED)
    with changing(actor, CHANGE, on=organisation) as change:
        held = locked(Organisation, organisation.pk)
        held.second_factor_required = required
        held.save(update_fields=["second_factor_required"])
        kind = "organisation.factor-required" if required else "organisation.factor-not-required"
        party = Party.everything.filter(organisation=held).first()
        if party is not None:
            remember(change, party, values(party), kind, reason="–")
        change.record(kind, held)
    return held


def enter_missing(actor: Actor) -> int:
    """Give every organisation that has no party yet its number; a program does it. How many there were."""
    known = Party.everything.values("organisation")
    without = list(Organisation.everything.exclude(pk__in=known).order_by("name"))
    for organisation in without:
        describe(actor, organisation=organisation, data={"statutory_name": organisation.name})
    return len(without)


def _written(
    change: Change, organisation: Organisation, data: Mapping[str, Any], kind: str, since: date | None = None
) -> Party:
    held = Organisation.everything.select_for_update().get(pk=organisation.pk)
    party = Party.everything.filter(organisation=held).first()
    before = values(party) if party else {}
    if party is None:
        party = Party(organisation=held, number=party_number(change.actor.at))
    for name, value in data.items():
        setattr(party, name, value)
    party.full_clean()
    party.save()
    held.name = party.name
    held.save(update_fields=["name"])
    _keep_chamber_number(party, since or day_of(change.actor.at))
    remember(change, party, before, kind)
    return party


def _report(change: Change, party: Party) -> None:
    """What an agreement was based on has changed: the operator's contract manager looks at it (P-09)."""
    operator = Organisation.everything.filter(is_operator=True).first()
    if operator is not None:
        give(
            change,
            organisation=operator,
            kind=CHANGED,
            title=_("Look at the changed data of %(name)s"),
            facts={"name": party.name},
            subject=party,
            role=Role.CONTRACT_MANAGER,
            due=Deadline.of(LOOK, change.actor.at),
            url_name="organisations:history",
            args=[party.organisation_id],
        )


def _keep_chamber_number(party: Party, since: date) -> None:
    """The number in the data is a code by which the party is found; another number is another code from that day."""
    own = PartyCode.everything.filter(organisation=party.organisation, kind=CodeKind.KVK.value, ends_on=None)
    number = party.chamber_of_commerce_number
    if number and own.filter(code=number).exists():
        return
    for code in own:
        if code.starts_on >= since:
            code.delete()
        else:
            code.ends_on = since - timedelta(days=1)
            code.save()
    if number:
        place(PartyCode(organisation=party.organisation, kind=CodeKind.KVK.value, code=number, starts_on=since))

"""Flows: which agreement of the exchange stands under which agreement of people, and the policies about them."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from django.db.models import F

from sluis.agreement.contract import Contract, Side
from sluis.agreement.policy import Policy, Version, digest, policy_of
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change, changing
from sluis.portal.access.models import Organisation
from sluis.portal.agreements.consenting import consented_countries
from sluis.portal.agreements.models import Agreement, Flow, Signature
from sluis.portal.agreements.models import Version as Signed
from sluis.portal.agreements.rights import ISSUE
from sluis.portal.organisations.keeping import locked
from sluis.portal.specifications.models import PartyKind, Specapproval, Specversion
from sluis.refusals import Refused
from sluis.refusals.catalogue import agreeing as codes

log = logging.getLogger("sluis.custodian")


@dataclass(frozen=True, slots=True)
class Due:
    """A policy that the custodian should sign.

    Attributes:
        rule_sha256: of what it says, without its serial.
    """

    flow: Flow
    policy: Policy
    rule_sha256: str


def require_free(organisation: Organisation, contract: Contract) -> None:
    """Refuse flows that stand under an agreement of somebody else.

    Raises:
        Refused: EXCHANGE_TAKEN.
    """
    names = [flow.agreement for flow in contract.flows]
    taken = Flow.everything.filter(exchange__in=names).exclude(organisation=organisation)
    for name in taken.values_list("exchange", flat=True):
        raise Refused(codes.EXCHANGE_TAKEN, name=name)


def follow(change: Change, agreement: Agreement) -> None:
    """Let the flows that an agreement names stand under it; a flow that it names no more allows nothing any more."""
    require_free(agreement.organisation, agreement.contract)
    for named in agreement.contract.flows:
        flow = Flow.everything.select_for_update().filter(exchange=named.agreement).first()
        if flow is None:
            flow = Flow(organisation=agreement.organisation, agreement=agreement, exchange=named.agreement)
            flow.full_clean(exclude=["policy"])
            flow.save(force_insert=True)
            change.record("agreement.flow", flow, objects={"agreement": str(agreement.pk)})
        elif flow.agreement_id != agreement.pk:
            flow.agreement = agreement
            flow.save()
            change.record("agreement.flow", flow, objects={"agreement": str(agreement.pk)})


def policy(flow: Flow, at: datetime) -> Policy:
    """What may happen in a flow at a moment; serial 0."""
    agreement = flow.agreement
    contract = agreement.contract
    named = contract.flow(flow.exchange)
    return policy_of(
        contract,
        agreement.standing,
        flow.exchange,
        _versions(named.specification, agreement) if named else (),
        at,
        consented=consented_countries(agreement, at),
    )


def policies_to_sign(at: datetime) -> Iterator[Due]:
    """Flows about which something else holds now than in the last policy that was signed; for the custodian.

    The portal's database is not taken at its word: a contract whose bytes are not those that both parties signed is left
    alone, and the last policy stands.
    """
    flows = Flow.everything.select_related("agreement__current", "agreement__organisation").order_by("pk")
    for flow in flows:
        if flow.agreement.current is None or not is_as_signed(flow.agreement.current):
            log.error("policy.altered", extra={"code": codes.OTHER_TEXT.number})
            continue
        try:
            wanted = policy(flow, at)
        except Refused as refused:  # one that cannot be read must not keep the others waiting
            log.error("policy.unreadable", extra={"code": refused.code.number})
            continue
        rule = digest(wanted)
        if rule != flow.rule_sha256:
            yield Due(flow, replace(wanted, serial=flow.serial + 1), rule)


def is_as_signed(version: Signed) -> bool:
    """Whether both parties signed exactly these bytes."""
    digest_now = sha256(version.content.encode()).hexdigest()
    signed = Signature.everything.filter(version=version).values_list("side", "sha256")
    return {side for side, digest_then in signed if digest_then == digest_now} == {side.value for side in Side}


def issued(actor: Actor, *, due: Due, document: bytes) -> Flow:
    """The custodian signed a policy.

    Args:
        document: the signed file that programs take.
    Raises:
        Refused: CHANGED_MEANWHILE when another one was signed in the meantime.
    """
    with changing(actor, ISSUE, on=due.flow) as change:
        flow = locked(Flow, due.flow.pk)
        if flow.serial != due.policy.serial - 1:
            raise Refused(codes.CHANGED_MEANWHILE)
        flow.serial, flow.policy, flow.rule_sha256 = due.policy.serial, document, due.rule_sha256
        flow.issued_at = actor.at
        flow.save()
        about = {"agreement": str(flow.agreement_id), "code": due.policy.state.value, "digest": due.rule_sha256}
        change.record("policy.issued", flow, objects=about)
    return flow


def overtaken(actor: Actor, *, flow: Flow, serial: int) -> Flow:
    """The exchange has a later policy than the portal, which was restored from a backup: a new one is signed above it."""
    with changing(actor, ISSUE, on=flow) as change:
        found = locked(Flow, flow.pk)
        found.serial, found.rule_sha256 = max(found.serial, serial), ""
        found.save()
        change.record("policy.overtaken", found, objects={"agreement": str(found.agreement_id)})
    return found


def _versions(name: str, agreement: Agreement) -> tuple[Version, ...]:
    """The signed versions of a specification to which this organisation agreed as a source: nobody names it as one of
    theirs, under a version that others agreed to, without its own approval of those bytes."""
    mine = Specapproval.everything.filter(
        organisation=agreement.organisation, kind=PartyKind.SOURCE, decision=Specapproval.Decision.APPROVED
    )
    kept = Specversion.everything.filter(
        dataspec__name=name,
        dataspec__sources__source=agreement.organisation,
        state__in=[Specversion.State.ACTIVE, Specversion.State.SUPERSEDED],
        pk__in=mine.filter(digest=F("version__sha256")).values("version"),
    )
    found = kept.exclude(starts_on=None).order_by("starts_on", "pk").distinct()
    return tuple(Version(one.sha256, one.starts_on, one.ends_on) for one in found)

"""Each party decides for itself about the exact bytes of a version; all must agree (Z-23).

Nobody decides about a version that they drew up or proposed, nobody for two parties, and nobody by mandate. A version
that all agreed to waits for the signature of the TTP, which the custodian sets.
"""

from sluis.evidence.event import Outcome
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change, changing
from sluis.portal.access.recognising import day_of
from sluis.portal.organisations.keeping import locked
from sluis.portal.specifications import recording
from sluis.portal.specifications.models import Dataspec, PartyKind, Specapproval, Specversion
from sluis.portal.specifications.parties import Stand, is_open, stands
from sluis.portal.specifications.rights import APPROVE
from sluis.portal.specifications.telling import ASKED, settle_all, tell_all
from sluis.portal.tasks.giving import settle
from sluis.refusals import Refused
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import dataspecs as codes

State, Decision = Specversion.State, Specapproval.Decision


def approve(actor: Actor, *, version: Specversion, kind: PartyKind, digest: str) -> Specapproval:
    """Approve for one's own organisation, as one of the three parties.

    Args:
        kind: as which party.
        digest: SHA-256 of what was approved, as the page showed it.
    Raises:
        Refused: NOT_A_PARTY, OWN_PROPOSAL, ONE_PARTY_EACH, DIGEST_OTHER, PERIOD_OVER, GONE_ALREADY.
    """
    with changing(actor, APPROVE) as change:
        found = _open(actor, version, kind)
        if digest != found.sha256:
            raise Refused(codes.DIGEST_OTHER)
        if found.valid_until is not None and found.valid_until < day_of(actor.at):
            raise Refused(codes.PERIOD_OVER)
        made = _decide(change, found, kind, Decision.APPROVED, "")
        change.record("specapproval.given", made, objects=_about(found, made))
        if found.state == State.PROPOSED:
            approve_if_complete(change, found)
    return made


def refuse(actor: Actor, *, version: Specversion, kind: PartyKind, reason: str) -> Specapproval:
    """Refuse for one's own organisation: a version that a party refuses is not approved, and another must be made.

    Raises:
        Refused: NOT_A_PARTY, OWN_PROPOSAL, ONE_PARTY_EACH, REASON_MISSING, GONE_ALREADY.
    """
    if not reason.strip():
        raise Refused(codes.REASON_MISSING)
    with changing(actor, APPROVE) as change:
        found = _open(actor, version, kind)
        made = _decide(change, found, kind, Decision.REFUSED, reason.strip())
        change.record("specapproval.refused", made, objects=_about(found, made), outcome=Outcome.REFUSED)
        if found.state == State.PROPOSED:
            found.state, found.reason = State.REFUSED, made.reason
            found.closed_at, found.closed_by = actor.at, actor.name
            found.save()
            settle_all(change, found)
            tell_all(change, found, "refused")
    return made


def approve_if_complete(change: Change, version: Specversion) -> bool:
    """Let a proposed version wait for the signature when no party is missing; part of somebody's change."""
    if missing(version):
        return False
    version.state, version.approved_at = State.APPROVED, change.actor.at
    version.save()
    settle_all(change, version)
    change.record("specversion.approved", version, objects={"digest": version.sha256})
    tell_all(change, version, "approved")
    return True


def missing(version: Specversion) -> list[Stand]:
    """The parties that have not approved these bytes; the program that signs asks it again, of itself."""
    everybody = stands(version)
    there = {each.kind for each in everybody}
    absent = [Stand(kind, version.organisation) for kind in PartyKind if kind not in there]
    return absent + [each for each in everybody if not _agrees(each, version)]


def _agrees(party: Stand, version: Specversion) -> bool:
    made = party.approval
    if made is None or not party.approved or made.digest != version.sha256:
        return False
    return f"person:{made.person_id}" not in version.authors


def _open(actor: Actor, version: Specversion, kind: PartyKind) -> Specversion:
    """The version, held, when this person can decide about it for this party."""
    locked(Dataspec, version.dataspec_id)
    found = locked(Specversion, version.pk)
    if actor.person is None or actor.mandate is not None:
        raise Refused(access.NOT_ALLOWED)
    mine = [each for each in stands(found) if each.kind is kind and each.organisation == actor.organisation]
    if not mine:
        raise Refused(codes.NOT_A_PARTY)
    if not is_open(found, kind) or mine[0].approval is not None:
        raise Refused(access.GONE_ALREADY)
    if actor.name in found.authors:
        raise Refused(codes.OWN_PROPOSAL)
    if Specapproval.everything.filter(version=found, person=actor.person).exists():
        raise Refused(codes.ONE_PARTY_EACH)
    return found


def _decide(
    change: Change, version: Specversion, kind: PartyKind, decision: Specapproval.Decision, reason: str
) -> Specapproval:
    actor = change.actor
    made = Specapproval(
        organisation=actor.organisation, version=version, kind=kind.value, decision=decision.value,
        person=actor.person, decided_at=actor.at, digest=version.sha256, reason=reason,
        record=recording.write(actor, version, kind, decision),
    )  # fmt: skip
    made.full_clean(exclude=["record"])
    made.save(force_insert=True)
    settle(change, kind=ASKED[kind], subject=version, organisation=actor.organisation)
    return made


def _about(version: Specversion, made: Specapproval) -> dict[str, str]:
    """The digest is that of the record of the decision, in which the digest of the version stands."""
    return {"specversion": str(version.pk), "digest": recording.digest(bytes(made.record))}

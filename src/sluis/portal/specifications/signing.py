"""The signature under an approved version, with which it holds; and its end.

The portal has no key. The custodian reads what waits (`selectors.versions_to_sign`), judges it again, signs the exact
bytes, and hands the signature in here, where it is verified against the authorities that this installation trusts.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from sluis.evidence.event import Outcome
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change, changing
from sluis.portal.access.recognising import day_of
from sluis.portal.organisations.keeping import locked
from sluis.portal.oversight.trusting import trust
from sluis.portal.specifications.approving import missing
from sluis.portal.specifications.models import Dataspec, PartyKind, Specversion
from sluis.portal.specifications.parties import kinds_of
from sluis.portal.specifications.periods import Period, Placed, place
from sluis.portal.specifications.rights import SIGN, WITHDRAW
from sluis.portal.specifications.telling import settle_all, tell_all
from sluis.refusals import Code, Refused
from sluis.refusals.catalogue import access, oversight
from sluis.refusals.catalogue import dataspecs as codes
from sluis.signatures import Role, verify_detached

KIND = "specification"
"""The kind of document in the signature: one for something else can never be shown as one for a specification."""

State = Specversion.State


def signed(actor: Actor, *, version: Specversion, signature: bytes) -> Specversion:
    """Keep the signature of the TTP; from now on the version holds, on the days that are its own.

    Args:
        signature: a detached JWS over the exact bytes.
    Raises:
        Refused: NOT_ALLOWED to all but programs; GONE_ALREADY, NOT_APPROVED, PERIOD_OVER, NO_TRUST; 2501 to 2518 when it is
            no signature of the TTP over these bytes.
    """
    with changing(actor, SIGN, on=version) as change:
        dataspec = locked(Dataspec, version.dataspec_id)
        found = locked(Specversion, version.pk)
        if found.state != State.APPROVED:
            raise Refused(access.GONE_ALREADY)
        if missing(found):
            raise Refused(codes.NOT_APPROVED)
        known = trust()
        if known is None:
            raise Refused(oversight.NO_TRUST)
        made = verify_detached(
            signature, bytes(found.content), kind=KIND, role=Role.TTP, trust=known, at=actor.at, where=found.label
        )
        found.signature, found.signing_key, found.signed_at = signature, made.key_id, actor.at
        _take_place(change, dataspec, found)
        change.record("specversion.signed", found, objects={"digest": found.sha256, "key": made.key_id})
        tell_all(change, found, "signed")
    return found


def not_signed(actor: Actor, *, version: Specversion, code: Code) -> Specversion:
    """Keep that the custodian did not sign, and why.

    Raises:
        Refused: NOT_ALLOWED to all but programs; GONE_ALREADY.
    """
    with changing(actor, SIGN, on=version) as change:
        locked(Dataspec, version.dataspec_id)
        found = locked(Specversion, version.pk)
        if found.state != State.APPROVED:
            raise Refused(access.GONE_ALREADY)
        found.state, found.reason = State.REFUSED, code.number
        found.closed_at, found.closed_by = actor.at, actor.name
        found.save()
        settle_all(change, found)
        tell_all(change, found, "not-signed")
        change.record("specversion.not-signed", found, objects={"code": code.number}, outcome=Outcome.REFUSED)
    return found


def withdraw(actor: Actor, *, version: Specversion, reason: str) -> Specversion:
    """The commissioning party or the TTP withdraws a version that all approved: from today it holds no longer.

    What held yesterday, held; which version a delivery of then followed stays to be found.

    Raises:
        Refused: NOT_A_PARTY, REASON_MISSING, GONE_ALREADY.
    """
    if not reason.strip():
        raise Refused(codes.REASON_MISSING)
    with changing(actor, WITHDRAW) as change:
        dataspec = locked(Dataspec, version.dataspec_id)
        found = locked(Specversion, version.pk)
        if not {PartyKind.COMMISSIONER, PartyKind.TTP} & set(kinds_of(actor, dataspec)):
            raise Refused(codes.NOT_A_PARTY)
        if not can_be_withdrawn(found, day_of(actor.at)):
            raise Refused(access.GONE_ALREADY)
        found.state, found.reason = State.WITHDRAWN, reason.strip()
        found.closed_at, found.closed_by = actor.at, actor.name
        if found.starts_on is not None:
            found.ends_on = day_of(actor.at) - timedelta(days=1)
        found.save()
        settle_all(change, found)
        change.record("specversion.withdrawn", found)
        tell_all(change, found, "withdrawn")
    return found


def can_be_withdrawn(version: Specversion, on: date) -> bool:
    """Whether it waits for its signature, holds, or will."""
    over = version.ends_on is not None and version.ends_on < on
    return version.state in (State.APPROVED, State.ACTIVE) and not over


def outlook(version: Specversion, on: date) -> Placed[Specversion]:
    """What follows when a version is signed on a day: when it holds, and which others end.

    Raises:
        Refused: PERIOD_OVER, when its last day lies before that day.
    """
    first = max(version.valid_from or on, on)
    if version.valid_until is not None and version.valid_until < first:
        raise Refused(codes.PERIOD_OVER)
    return place(Period(first, version.valid_until), _holding(version, on))


def _holding(version: Specversion, on: date) -> Iterator[tuple[Specversion, Period]]:
    """The other versions that hold on that day or later."""
    active = Specversion.everything.filter(dataspec=version.dataspec_id, state=State.ACTIVE).exclude(pk=version.pk)
    for each in active.defer("content", "signature").order_by("starts_on", "pk"):
        if each.starts_on is not None and (each.ends_on is None or each.ends_on >= on):
            yield each, Period(each.starts_on, each.ends_on)


def _take_place(change: Change, dataspec: Dataspec, version: Specversion) -> None:
    version.dataspec = dataspec
    placed = outlook(version, day_of(change.actor.at))
    for other, last in placed.shortened.items():
        other.ends_on = last
        other.save(update_fields=["ends_on"])
        change.record("specversion.shortened", other)
    for other in placed.replaced:
        other.state, other.ends_on = State.SUPERSEDED, placed.period.first - timedelta(days=1)
        other.closed_at, other.closed_by = change.actor.at, change.actor.name
        other.save(update_fields=["state", "ends_on", "closed_at", "closed_by"])
        settle_all(change, other)
        change.record("specversion.superseded", other)
    version.state = State.ACTIVE
    version.starts_on, version.ends_on = placed.period.first, placed.period.last
    version.save()

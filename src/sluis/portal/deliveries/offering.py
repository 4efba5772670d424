"""A source's program offers a delivery: its manifest says what it is, and is asked everything before content comes.

The same manifest offered again is the same delivery: an upload that was broken off goes on, by whichever program of the
party. Another manifest under a number that is known is refused.
"""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from django.db import IntegrityError

from sluis.package.manifest import Manifest
from sluis.package.reading import moment, read_manifest
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change, changing
from sluis.portal.access.recognising import day_of
from sluis.portal.deliveries.models import Account, Delivery, Route, State, Upload
from sluis.portal.deliveries.questions import require_allowed, require_registered, route_of
from sluis.portal.deliveries.rights import WORK
from sluis.portal.deliveries.stepping import take
from sluis.portal.oversight.trusting import trust
from sluis.portal.rounds.counting import refuse_late
from sluis.portal.rounds.models import Round
from sluis.portal.rounds.selectors import round_for
from sluis.refusals import Refused
from sluis.refusals.catalogue import deliveries as delivery_codes
from sluis.refusals.catalogue import deliverynet as codes

PATIENCE = timedelta(days=7)
"""How long an upload may take, with all its interruptions."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A manifest whose signature and claims were found right.

    Attributes:
        data: exact bytes.
        signature: the source's, under them.
        route: the agreement that it is under.
    """

    manifest: Manifest
    data: bytes
    signature: bytes
    route: Route

    @property
    def sha256(self) -> str:
        """Digest of the exact bytes."""
        return sha256(self.data).hexdigest()


def judge(actor: Actor, *, account: Account, manifest: bytes, signature: bytes) -> Offered:
    """Ask everything of a manifest.

    Raises:
        Refused: what is wrong with it.
    """
    known = trust()
    if known is None:
        raise Refused(codes.NO_ROUTE, agreement="…")
    read, signer = read_manifest(manifest, signature, known, actor.at)
    require_registered(signer.party, signer.role.value, signer.key_id, actor.at)
    route = route_of(account, read)
    require_allowed(route, read, actor.at)
    awaited = _round(route, read, actor)
    if awaited is not None:
        refuse_late(awaited, test=read.test, at=actor.at)
    return Offered(read, manifest, signature, route)


def begin(actor: Actor, *, account: Account, length: int, offered: Offered | None = None) -> Upload:
    """Begin an upload, or find the one of this delivery that is under way.

    Args:
        length: of the package in bytes.
        offered: what the program said beforehand; without it the manifest is looked at when it arrives.
    Raises:
        Refused: TAKEN_ALREADY, OTHERWISE_ANNOUNCED.
    """
    there = under_way(offered, length) if offered else None
    if there is not None:
        return there
    upload = Upload(
        organisation=account.organisation, account=account, length=length, began_at=actor.at,
        ends_at=actor.at + PATIENCE,
    )  # fmt: skip
    try:
        with changing(actor, WORK) as change:
            if offered:
                _bind(change, upload, offered)
            upload.full_clean(exclude=["manifest", "signature"])
            upload.save(force_insert=True)
            change.record("upload.begun", upload, counts={"bytes": length})
    except IntegrityError:  # two programs at the same moment
        there = under_way(offered, length) if offered else None
        if there is None:
            raise Refused(delivery_codes.BEING_TAKEN) from None
        return there
    return upload


def attach(actor: Actor, *, upload: Upload, offered: Offered) -> Delivery:
    """Give an upload its delivery, when the manifest came with the package itself.

    Raises:
        Refused: TAKEN_ALREADY, OTHERWISE_ANNOUNCED, BEING_TAKEN.
    """
    under_way(offered, upload.length)
    try:
        with changing(actor, WORK) as change:
            delivery = _bind(change, upload, offered)
            upload.save()
    except IntegrityError:
        raise Refused(delivery_codes.BEING_TAKEN) from None
    return delivery


def _bind(change: Change, upload: Upload, offered: Offered) -> Delivery:
    upload.manifest, upload.signature = offered.data, offered.signature
    upload.delivery = _deliver(change, offered, upload.length)
    return upload.delivery


def under_way(offered: Offered, length: int) -> Upload | None:
    """The upload of this very delivery, if it is not complete yet.

    Raises:
        Refused: TAKEN_ALREADY, OTHERWISE_ANNOUNCED.
    """
    claim = offered.manifest.claim
    found = Delivery.everything.filter(source_key=claim.source_key, delivery=offered.manifest.delivery).first()
    if found is None:
        return None
    if found.manifest_sha256 != offered.sha256 or found.size != length:
        raise Refused(codes.OTHERWISE_ANNOUNCED, number=found.number)
    upload = Upload.everything.filter(delivery=found, state=Upload.State.ARRIVING).first()
    if upload is None:
        raise Refused(delivery_codes.TAKEN_ALREADY)
    return upload


def _deliver(change: Change, offered: Offered, length: int) -> Delivery:
    manifest, route = offered.manifest, offered.route
    made = Delivery(
        organisation=route.organisation,
        recipient=route.recipient,
        route=route,
        delivery=manifest.delivery,
        source_key=manifest.claim.source_key,
        number=manifest.number,
        sequence=manifest.sequence,
        predecessor=manifest.predecessor,
        corrects=manifest.corrects,
        mode=manifest.mode.value,
        test=manifest.test,
        created_at=moment(manifest.created_at, "manifest.json"),
        agreement_version=manifest.claim.agreement_version,
        specification_sha256=manifest.claim.specification_sha256,
        manifest_sha256=offered.sha256,
        clear=manifest.clear,
        rows=sum(manifest.rows.values()),
        persons=manifest.main_persons,
        rows_by_table=manifest.rows,
        size=length,
        round=_round(route, manifest, change.actor),
    )
    made.save(force_insert=True)
    take(change, made, State.OFFERED, counts={"bytes": length, "rows": made.rows, "persons": made.persons})
    take(change, made, State.AUTHENTICATED, objects={"key": made.source_key})
    return made


def period_of(manifest: Manifest) -> str:
    """The name of the period, when a clear field gives one."""
    for name, value in manifest.clear.items():
        if name.casefold() in ("periode", "period", "tijdvak"):
            return value
    return ""


def _round(route: Route, manifest: Manifest, actor: Actor) -> Round | None:
    return round_for(route.exchange, period=period_of(manifest), test=manifest.test, on=day_of(actor.at))

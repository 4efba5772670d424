"""Both parties sign the same bytes: by who may sign, alone or together, on the day itself."""

from collections.abc import Collection
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q

from sluis.agreement import steps
from sluis.agreement.contract import Side
from sluis.agreement.life import after
from sluis.agreement.standing import RUNNING, State
from sluis.deadlines import day_of
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change, changing
from sluis.portal.access.models import Person
from sluis.portal.agreements import amending, flows, superseding
from sluis.portal.agreements.annexes import annexes_of
from sluis.portal.agreements.happening import held, keep, now, remember
from sluis.portal.agreements.models import Agreement, Signature, Stage, Version
from sluis.portal.agreements.parties import representatives
from sluis.portal.agreements.registries import require_registered
from sluis.portal.agreements.rights import OFFER, SIGN
from sluis.portal.agreements.sides import side_of
from sluis.portal.agreements.telling import tell
from sluis.portal.agreements.wording import Happened
from sluis.portal.documents.storing import store
from sluis.portal.organisations.keeping import locked
from sluis.portal.organisations.models import Representative
from sluis.refusals import Refused
from sluis.refusals.catalogue import access, contracts
from sluis.refusals.catalogue import agreeing as codes


def sign(actor: Actor, *, version: Version, seen: str, annexes: Collection[str] = ()) -> Signature:
    """Sign a version for one's own organisation.

    Args:
        seen: digest of the exact bytes that were shown.
        annexes: names of the annexes that are initialled with it.
    Raises:
        Refused: NOT_AUTHORISED, OTHER_TEXT, ANNEXES_NOT_INITIALLED, SIGNED_ALREADY, STEP_NOT_POSSIBLE, and what is
            wrong with the agreement itself.
    """
    side = side_of(actor)
    with changing(actor, SIGN, on=version if side is Side.CONTROLLER else None) as change:
        agreement, found = held(version.agreement), _offered(version, seen, actor.at)
        person = actor.person
        if person is None or actor.mandate is not None:
            raise Refused(access.NOT_ALLOWED)
        authority = authority_of(person, day_of(actor.at))
        _require_initials(found, annexes)
        signature = Signature(
            organisation=agreement.organisation, version=found, side=side.value, person=person, name=authority.name,
            position=authority.position, together=authority.authority == Representative.Authority.TOGETHER,
            basis=authority.basis, signed_at=actor.at, sha256=found.sha256,
            document_sha256=found.document.sha256 if found.document else "",
            annexes=sorted(annexes), recorded_by=actor.name,
        )  # fmt: skip
        _keep(change, agreement, found, signature)
    return signature


def sign_outside(
    actor: Actor,
    *,
    version: Version,
    side: Side,
    name: str,
    position: str,
    basis: str,
    file: UploadedFile,
    seen: str,
) -> Signature:
    """Record that a party signed on paper or elsewhere; the signed document is kept with its digest.

    Only the operator records that, for either party; the other party sees it, with the document.

    Raises:
        Refused: as `sign`, and what is wrong with the file.
    """
    with changing(actor, OFFER, on=version) as change:
        agreement, found = held(version.agreement), _offered(version, seen, actor.at)
        document = store(
            change, organisation=agreement.organisation, kind="agreement",
            title=f"{agreement.number} v{found.number} ({side.value})", file=file,
        )  # fmt: skip
        stored = document.versions.order_by("-number").values_list("sha256", flat=True)[0]
        signature = Signature(
            organisation=agreement.organisation, version=found, side=side.value, name=name.strip(),
            position=position.strip(), basis=basis.strip(), signed_at=actor.at, sha256=found.sha256,
            document_sha256=stored, annexes=[each.name for each in annexes_of(found.contract)], outside=True,
            recorded_by=actor.name,
        )  # fmt: skip
        _keep(change, agreement, found, signature)
    return signature


def authority_of(person: Person, on: date) -> Representative:
    """By what somebody may sign for their organisation on a day.

    Raises:
        Refused: NOT_AUTHORISED.
    """
    for one in representatives(person.organisation, on):
        if one.email and one.email.casefold() == person.email.casefold():
            return one
    raise Refused(codes.NOT_AUTHORISED, organisation=person.organisation.name)


def is_complete(version: Version, side: Side) -> bool:
    """Whether a side has signed: one who may do so alone, or two who may do so together."""
    signed = Signature.everything.filter(version=version, side=side.value)
    return signed.filter(together=False).exists() or signed.filter(together=True).count() > 1


def _offered(version: Version, seen: str, at: datetime) -> Version:
    found = locked(Version, version.pk)
    if found.stage != Stage.OFFERED:
        raise Refused(contracts.STEP_NOT_POSSIBLE, state=found.stage)
    if found.sha256 != seen or found.contract.signed.sha256 != seen:
        raise Refused(codes.OTHER_TEXT)
    _require_open(found.agreement, at)
    return found


def _require_open(agreement: Agreement, at: datetime) -> None:
    """What has ended meanwhile is amended by nobody."""
    state = now(agreement, at).state
    if state not in {State.OFFERED, *RUNNING}:
        raise Refused(contracts.STEP_NOT_POSSIBLE, state=state.value)


def _require_initials(version: Version, annexes: Collection[str]) -> None:
    wanted = {each.name for each in annexes_of(version.contract)}
    if version.contract.regime.change.initials and wanted - set(annexes):
        raise Refused(codes.ANNEXES_NOT_INITIALLED, count=len(wanted - set(annexes)))


def _keep(change: Change, agreement: Agreement, version: Version, signature: Signature) -> None:
    side = Side(signature.side)
    if is_complete(version, side) or _has_signed(version, signature):
        raise Refused(contracts.SIGNED_ALREADY)
    require_registered(version.contract, change.actor.at)
    flows.require_free(agreement.organisation, version.contract)
    signature.full_clean()
    signature.save(force_insert=True)
    about = {"agreement": str(agreement.pk), "digest": signature.sha256}
    change.record("agreement.signature", signature, objects=about)
    if not is_complete(version, side):
        return
    remember(change, agreement, Happened.SIGNED, side=side, facts={"version": version.number})
    both = is_complete(version, side.other)
    if agreement.state == State.OFFERED.value:
        keep(change, agreement, after(version.contract, agreement.standing, steps.Sign(side), change.actor.at))
        if both:
            _conclude(change, agreement, version)
    elif both:
        amending.conclude(change, agreement, version)
    tell(change, agreement, "concluded" if both else "signed")


def _has_signed(version: Version, signature: Signature) -> bool:
    same = Q(name=signature.name) | (Q(person=signature.person) if signature.person_id else Q(pk__in=()))
    return Signature.everything.filter(same, version=version, side=signature.side).exists()


def _conclude(change: Change, agreement: Agreement, version: Version) -> None:
    """Both signed: the version counts, and earlier agreements of like purport give way (Z-19)."""
    version.stage, version.effective_on = Stage.CURRENT, agreement.standing.starts_on
    version.save()
    if agreement.state == State.IN_FORCE.value:
        entered(change, agreement)


def entered(change: Change, agreement: Agreement) -> None:
    """It came into force."""
    remember(change, agreement, Happened.IN_FORCE)
    superseding.supersede_earlier(change, agreement)

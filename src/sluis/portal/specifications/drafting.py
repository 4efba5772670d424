"""A version before it is decided about: uploaded, looked at, proposed, or taken back."""

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.access.recognising import day_of
from sluis.portal.organisations.keeping import locked
from sluis.portal.specifications.models import Dataspec, Specversion
from sluis.portal.specifications.parties import kinds_of, parties_of, sources_of
from sluis.portal.specifications.rights import PROPOSE
from sluis.portal.specifications.telling import ask, settle_all
from sluis.refusals import Refused
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import dataspecs as codes
from sluis.specification import read_specification
from sluis.specification.model import Specification

State = Specversion.State
LIVE = (State.DRAFT, State.PROPOSED, State.APPROVED, State.ACTIVE, State.SUPERSEDED)


def upload(actor: Actor, *, dataspec: Dataspec, content: bytes, note: str) -> Specversion:
    """Keep a file as a draft; each of the three parties may (Z-23). What is wrong with it is refused with its line.

    Args:
        content: the exact bytes, which the parties will approve.
        note: what changed, and why.
    Raises:
        Refused: 23xx of the specification itself; NOT_A_PARTY, NAME_OTHER, NOT_CLOSED, PERIOD_OVER, LABEL_TAKEN.
    """
    actor.require(PROPOSE)
    specification = read_specification(content)
    with changing(actor, PROPOSE) as change:
        found = locked(Dataspec, dataspec.pk)
        _require_party(actor, found)
        _require_fit(actor, found, specification)
        made = _version(actor, found, content, note, specification)
        made.full_clean(exclude=["content"])
        made.save(force_insert=True)
        change.record("specversion.drafted", made, objects={"digest": made.sha256}, counts={"bytes": len(content)})
    return made


def propose(actor: Actor, *, version: Specversion) -> Specversion:
    """Ask every party to decide about a draft.

    Raises:
        Refused: NOT_A_PARTY for another than the party that drew it up; NO_SOURCE, PERIOD_OVER, GONE_ALREADY.
    """
    with changing(actor, PROPOSE) as change:
        dataspec = locked(Dataspec, version.dataspec_id)
        found = _own(actor, version, State.DRAFT)
        if not sources_of(dataspec):
            raise Refused(codes.NO_SOURCE)
        if found.valid_until is not None and found.valid_until < day_of(actor.at):
            raise Refused(codes.PERIOD_OVER)
        found.state, found.proposed_at, found.proposed_by = State.PROPOSED, actor.at, actor.name
        found.save()
        for party in parties_of(dataspec):
            ask(change, found, party)
        change.record("specversion.proposed", found, objects={"digest": found.sha256})
    return found


def take_back(actor: Actor, *, version: Specversion) -> Specversion:
    """The party that drew a version up does not want it after all, before it was approved.

    Raises:
        Refused: NOT_A_PARTY, GONE_ALREADY.
    """
    with changing(actor, PROPOSE) as change:
        locked(Dataspec, version.dataspec_id)
        found = _own(actor, version, State.DRAFT, State.PROPOSED)
        found.state, found.closed_at, found.closed_by = State.WITHDRAWN, actor.at, actor.name
        found.save()
        settle_all(change, found)
        change.record("specversion.taken-back", found)
    return found


def _require_party(actor: Actor, dataspec: Dataspec) -> None:
    """Programs act for the commissioning party; people for their own organisation."""
    if actor.person is not None and not kinds_of(actor, dataspec):
        raise Refused(codes.NOT_A_PARTY)


def _require_fit(actor: Actor, dataspec: Dataspec, specification: Specification) -> None:
    if specification.name != dataspec.name:
        raise Refused(codes.NAME_OTHER, "name", named=specification.name, here=dataspec.name)
    if dataspec.closed and not specification.closed:
        raise Refused(codes.NOT_CLOSED, "closed")
    if specification.valid_until is not None and specification.valid_until < day_of(actor.at):
        raise Refused(codes.PERIOD_OVER, "valid")
    taken = Specversion.everything.filter(dataspec=dataspec, label=specification.version)
    if (taken.filter(state__in=LIVE) | taken.exclude(approved_at=None)).exists():
        raise Refused(codes.LABEL_TAKEN, "version", version=specification.version)


def _version(actor: Actor, dataspec: Dataspec, content: bytes, note: str, specification: Specification) -> Specversion:
    return Specversion(
        organisation=dataspec.organisation, dataspec=dataspec, label=specification.version, content=content,
        sha256=specification.sha256, note=note.strip(), valid_from=specification.valid_from,
        valid_until=specification.valid_until, party=actor.organisation or dataspec.organisation,
        fields=sum(len(table.fields) for table in specification.tables),
        drafted_at=actor.at, drafted_by=actor.name,
    )  # fmt: skip


def _own(actor: Actor, version: Specversion, *states: Specversion.State) -> Specversion:
    """The version as it is now, when it is this party's and in one of these states."""
    found = locked(Specversion, version.pk)
    if actor.person is not None and found.party != actor.organisation:
        raise Refused(codes.NOT_A_PARTY)
    if found.state not in states:
        raise Refused(access.GONE_ALREADY)
    return found

"""Setting up a specification, and saying who delivers under it."""

from collections.abc import Iterable

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change, changing
from sluis.portal.access.models import Organisation
from sluis.portal.organisations.keeping import locked
from sluis.portal.specifications.approving import approve_if_complete
from sluis.portal.specifications.models import Dataspec, PartyKind, Specapproval, Specsource, Specversion
from sluis.portal.specifications.parties import Stand, operator
from sluis.portal.specifications.rights import KEEP
from sluis.portal.specifications.telling import ASKED, ask
from sluis.portal.tasks.giving import settle
from sluis.refusals import Refused
from sluis.refusals.catalogue import access, organisations
from sluis.refusals.catalogue import dataspecs as codes
from sluis.specification import is_plain_name

State = Specversion.State


def create(
    actor: Actor,
    *,
    organisation: Organisation,
    name: str,
    title: str,
    closed: bool = False,
    sources: Iterable[Organisation] = (),
) -> Dataspec:
    """Set up the specification of a flow; versions follow.

    Args:
        organisation: that commissions the flow and keeps the specification.
        name: that its files bear.
        closed: every version refuses a delivery with a column that it does not name (A34).
        sources: who delivers under it; they can be named later.
    Raises:
        Refused: NAME_FORM, NAME_TAKEN, ENDED, SOURCE_IS_TTP.
    """
    if not is_plain_name(name):
        raise Refused(codes.NAME_FORM)
    made = Dataspec(
        organisation=organisation, name=name, title=title.strip(), closed=closed, made_at=actor.at, made_by=actor.name
    )
    with changing(actor, KEEP, on=organisation) as change:
        home = locked(Organisation, organisation.pk)
        if home.ended_on is not None:
            raise Refused(organisations.ENDED)
        if Dataspec.everything.filter(organisation=home, name=name).exists():
            raise Refused(codes.NAME_TAKEN)
        made.full_clean()
        made.save(force_insert=True)
        change.record("dataspec.created", made)
        for source in sources:
            _add(change, made, source)
    return made


def add_source(actor: Actor, *, dataspec: Dataspec, source: Organisation) -> Specsource:
    """Let an organisation deliver under a specification.

    It is asked about every version that is proposed, waits or holds: for this source a version counts once it agreed.

    Raises:
        Refused: SOURCE_THERE, SOURCE_IS_TTP, ENDED.
    """
    with changing(actor, KEEP, on=dataspec) as change:
        found = locked(Dataspec, dataspec.pk)
        made = _add(change, found, source)
        running = (State.PROPOSED, State.APPROVED, State.ACTIVE)
        for version in Specversion.everything.filter(dataspec=found, state__in=running).order_by("drafted_at", "pk"):
            if not Specapproval.everything.filter(version=version, organisation=source, kind="source").exists():
                ask(change, version, Stand(PartyKind.SOURCE, source))
    return made


def end_source(actor: Actor, *, source: Specsource) -> Specsource:
    """An organisation delivers under a specification no longer; versions no longer wait for it.

    Raises:
        Refused: GONE_ALREADY.
    """
    with changing(actor, KEEP, on=source) as change:
        dataspec = locked(Dataspec, source.dataspec_id)
        found = locked(Specsource, source.pk)
        if found.ended_at is not None:
            raise Refused(access.GONE_ALREADY)
        found.ended_at, found.ended_by = actor.at, actor.name
        found.save()
        change.record("specsource.ended", found, objects={"organisation": str(found.source_id)})
        for version in Specversion.everything.select_for_update().filter(dataspec=dataspec).order_by("pk"):
            settle(change, kind=ASKED[PartyKind.SOURCE], subject=version, organisation=found.source)
            if version.state == State.PROPOSED:
                approve_if_complete(change, version)
    return found


def _add(change: Change, dataspec: Dataspec, source: Organisation) -> Specsource:
    if source == operator():
        raise Refused(codes.SOURCE_IS_TTP)
    if source.ended_on is not None:
        raise Refused(organisations.ENDED)
    if Specsource.everything.filter(dataspec=dataspec, source=source, ended_at=None).exists():
        raise Refused(codes.SOURCE_THERE)
    made = Specsource(
        organisation=dataspec.organisation, dataspec=dataspec, source=source,
        added_at=change.actor.at, added_by=change.actor.name,
    )  # fmt: skip
    made.full_clean()
    made.save(force_insert=True)
    change.record("specsource.added", made, objects={"organisation": str(source.pk)})
    return made

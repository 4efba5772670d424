"""A draft: made from a regime and what the portal knows of the parties, changed until it is offered."""

from dataclasses import replace

from sluis.agreement.contract import Contract, Side, read_contract, write_contract
from sluis.agreement.regime import Regime
from sluis.deadlines import day_of
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change, changing
from sluis.portal.access.models import Organisation
from sluis.portal.agreements import parties
from sluis.portal.agreements.happening import held, remember
from sluis.portal.agreements.models import Agreement, MainAgreement, Stage, Version
from sluis.portal.agreements.papers import TEXT_VERSION
from sluis.portal.agreements.rights import DRAFT
from sluis.portal.agreements.sides import side_of
from sluis.portal.agreements.wording import Happened
from sluis.portal.organisations.keeping import locked
from sluis.portal.organisations.numbering import take_turn
from sluis.refusals import Refused
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import agreeing as codes


def draft(
    actor: Actor, *, main: MainAgreement, programme: str, regime: Regime, like: Contract | None = None
) -> Agreement:
    """A new agreement with its first version.

    Args:
        main: the service agreement to which it is attached; its organisation is the controller.
        programme: for the citation title.
        regime: to begin with.
        like: another agreement, whose annexes are taken over.
    Raises:
        Refused: NOT_ALLOWED for who is not the operator; MAIN_ENDED.
    """
    with changing(actor, DRAFT, on=main) as change:
        if side_of(actor) is not Side.PROCESSOR:
            raise Refused(access.NOT_ALLOWED)
        if main.ended_on:
            raise Refused(codes.MAIN_ENDED)
        agreement = Agreement(
            organisation=main.organisation, main=main, number=_number(change), programme=programme.strip(),
            drafted_at=actor.at,
        )  # fmt: skip
        agreement.full_clean(exclude=["life"])
        agreement.save(force_insert=True)
        contract = _first(agreement, regime, like, change)
        agreement.current = _version(change, agreement, contract)
        agreement.save()
        remember(change, agreement, Happened.DRAFTED, side=Side.PROCESSOR)
    return agreement


def revise(actor: Actor, *, version: Version, contract: Contract, seen: str) -> Version:
    """Change what a draft says.

    Args:
        seen: digest of the content that was changed; somebody else may have changed it since.
    Raises:
        Refused: OFFERED_ALREADY, CHANGED_MEANWHILE, NOT_ALLOWED for a draft of the other party.
    """
    with changing(actor, DRAFT, on=version) as change:
        found = locked(Version, version.pk)
        if found.stage != Stage.DRAFT:
            raise Refused(codes.OFFERED_ALREADY)
        if found.sha256 != seen:
            raise Refused(codes.CHANGED_MEANWHILE)
        if found.proposed_side != side_of(actor).value:
            raise Refused(access.NOT_ALLOWED)
        if (contract.number, contract.version) != (found.contract.number, found.contract.version):
            raise ValueError("number and version are the portal's")
        _write(found, contract)
        found.save()
        change.record("agreement.revised", found, objects={"digest": found.sha256})
    return found


def propose(actor: Actor, *, agreement: Agreement, note: str) -> Version:
    """Begin an amendment: a next version, which counts when both parties have signed it.

    Raises:
        Refused: STEP_NOT_POSSIBLE when the agreement does not run; IN_THE_MAKING when there is a next version already.
    """
    from sluis.refusals.catalogue import contracts

    with changing(actor, DRAFT, on=agreement) as change:
        found = held(agreement)
        if not found.runs:
            raise Refused(contracts.STEP_NOT_POSSIBLE, state=found.state)
        versions = Version.everything.filter(agreement=found)
        if versions.filter(stage__in=[Stage.DRAFT, Stage.OFFERED, Stage.SIGNED]).exists():
            raise Refused(codes.IN_THE_MAKING)
        last: Version = versions.order_by("-number").first()  # type: ignore[assignment]
        on = day_of(actor.at)
        contract = replace(
            found.contract,
            version=last.number + 1,
            starts_on=None,
            service=parties.main(found.main),
            controller=parties.party(found.organisation, on),
            processor=parties.party(_operator(), on),
        )
        made = _version(change, found, contract, note=note)
        remember(change, found, Happened.PROPOSED, side=side_of(actor), reason=note)
    return made


def _version(change: Change, agreement: Agreement, contract: Contract, note: str = "") -> Version:
    made = Version(
        organisation=agreement.organisation, agreement=agreement, number=contract.version, note=note.strip(),
        text_version=TEXT_VERSION, proposed_by=change.actor.name, proposed_side=side_of(change.actor).value,
        made_at=change.actor.at,
    )  # fmt: skip
    _write(made, contract)
    made.full_clean()
    made.save(force_insert=True)
    return made


def _write(version: Version, contract: Contract) -> None:
    """What could not be read again, because it is too large say, is not kept."""
    content = write_contract(contract)
    read = read_contract(content)
    version.content, version.sha256 = content.decode(), read.sha256
    version.__dict__["contract"] = read


def _first(agreement: Agreement, regime: Regime, like: Contract | None, change: Change) -> Contract:
    on, operator = day_of(change.actor.at), _operator()
    made = Contract(
        number=agreement.number,
        version=1,
        programme=agreement.programme,
        controller=parties.party(agreement.organisation, on),
        processor=parties.party(operator, on),
        service=parties.main(agreement.main),
        contacts=parties.contacts(agreement.organisation, Side.CONTROLLER, on)
        + parties.contacts(operator, Side.PROCESSOR, on),
        measures=parties.measures(),
        regime=regime,
    )
    if like is None:
        return made
    names = ("activities", "general_purpose", "processings", "norms", "subprocessors", "model", "references")
    return replace(made, **{name: getattr(like, name) for name in names})


def _number(change: Change) -> str:
    year = day_of(change.actor.at).year
    counter = take_turn(f"agreement-{year}")
    counter.last += 1
    counter.save()
    return f"VO-{year}-{counter.last:03d}"


def _operator() -> Organisation:
    found: Organisation = Organisation.everything.get(is_operator=True)
    return found

"""A version is put before the other party, or taken back."""

from sluis.agreement import steps
from sluis.agreement.completeness import require_complete
from sluis.agreement.contract import Side
from sluis.agreement.life import after
from sluis.agreement.standing import State
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change, changing
from sluis.portal.access.models import Organisation
from sluis.portal.access.roles import Role
from sluis.portal.agreements import flows
from sluis.portal.agreements.happening import held, keep, remember
from sluis.portal.agreements.models import Agreement, Stage, Version
from sluis.portal.agreements.registries import require_registered
from sluis.portal.agreements.rights import DRAFT, OFFER
from sluis.portal.agreements.sides import side_of
from sluis.portal.agreements.telling import tell
from sluis.portal.agreements.wording import Happened
from sluis.portal.organisations.keeping import locked
from sluis.portal.tasks.giving import give, settle
from sluis.refusals import Refused
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import agreeing as codes

AMENDMENT = "agreement-amendment"


def offer(actor: Actor, *, version: Version, seen: str) -> Version:
    """Put a version before the other party; from here on not a letter of it changes.

    Args:
        seen: digest of what was read.
    Raises:
        Refused: NOT_COMPLETE, REGISTRY_UNKNOWN, OFFERED_ALREADY, OTHER_TEXT; NOT_ALLOWED for a draft of the other side.
    """
    with changing(actor, DRAFT if side_of(actor) is Side.CONTROLLER else OFFER, on=version) as change:
        agreement = held(version.agreement)
        found = locked(Version, version.pk)
        if found.stage != Stage.DRAFT:
            raise Refused(codes.OFFERED_ALREADY)
        if found.sha256 != seen:
            raise Refused(codes.OTHER_TEXT)
        if found.proposed_side != side_of(actor).value:
            raise Refused(access.NOT_ALLOWED)
        require_complete(found.contract)
        require_registered(found.contract, actor.at)
        flows.require_free(agreement.organisation, found.contract)
        found.stage, found.offered_at = Stage.OFFERED, actor.at
        found.save()
        if agreement.state == State.DRAFT.value:
            keep(change, agreement, after(found.contract, agreement.standing, steps.Offer(), actor.at))
        else:
            _ask(change, agreement, found)
        remember(change, agreement, Happened.OFFERED, side=side_of(actor), facts={"version": found.number})
        tell(change, agreement, "offered", sides=(side_of(actor).other,))
    return found


def withdraw(actor: Actor, *, version: Version, reason: str) -> Version:
    """Take a draft or an offer back, or decline what the other party offered.

    Raises:
        Refused: STEP_NOT_POSSIBLE when both have signed; NOT_ALLOWED for a draft of the other side.
    """
    from sluis.refusals.catalogue import contracts

    with changing(actor, DRAFT, on=version) as change:
        agreement = held(version.agreement)
        found = locked(Version, version.pk)
        if found.stage not in (Stage.DRAFT, Stage.OFFERED):
            raise Refused(contracts.STEP_NOT_POSSIBLE, state=found.stage)
        if found.stage == Stage.DRAFT and found.proposed_side != side_of(actor).value:
            raise Refused(access.NOT_ALLOWED)
        offered = found.stage == Stage.OFFERED
        found.stage = Stage.WITHDRAWN
        found.save()
        if State(agreement.state) in steps.Withdraw.possible:
            step = steps.Withdraw(side_of(actor))
            keep(change, agreement, after(found.contract, agreement.standing, step, actor.at))
        settle(change, kind=AMENDMENT, subject=found)
        remember(change, agreement, Happened.WITHDRAWN, side=side_of(actor), reason=reason,
                 facts={"version": found.number})  # fmt: skip
        if offered:
            tell(change, agreement, "withdrawn", sides=(side_of(actor).other,))
    return found


def _ask(change: Change, agreement: Agreement, version: Version) -> None:
    """Both boards sign an amendment."""
    for organisation in (agreement.organisation, Organisation.everything.get(is_operator=True)):
        give(
            change, organisation=organisation, kind=AMENDMENT, title=_sign_amendment(), subject=version,
            role=Role.BOARD, url_name="agreements:version", args=[version.pk],
        )  # fmt: skip


def _sign_amendment() -> str:
    from django.utils.translation import gettext_lazy as _

    return _("Sign the amended agreement, or decline it")  # type: ignore[return-value]

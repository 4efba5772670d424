"""A third party takes the operator's place in an agreement; only with the controller's written consent (Z-16)."""

from datetime import date

from sluis.agreement import steps
from sluis.agreement.clauses import Clause
from sluis.agreement.contract import Side
from sluis.agreement.life import after
from sluis.agreement.numbering import article
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.agreements import flows
from sluis.portal.agreements.consenting import standing_consents
from sluis.portal.agreements.happening import held, keep, remember
from sluis.portal.agreements.models import Agreement, Consent, Happening
from sluis.portal.agreements.rights import STEP
from sluis.portal.agreements.sides import side_of
from sluis.portal.agreements.telling import tell
from sluis.portal.agreements.wording import ConsentKind, Happened
from sluis.refusals import Refused
from sluis.refusals.catalogue import agreeing as codes


def assign(
    actor: Actor, *, agreement: Agreement, to: str, on: date, consent: Consent | None = None, reason: str = ""
) -> Happening:
    """Transfer an agreement: here it ends on a day, and the third party goes on with an agreement of its own.

    Nothing moves along in silence: the agreement ends with its obligations continuing, so what is held here is returned
    or destroyed by the controller's choice, and only then can it be closed.

    Args:
        to: the third party; with a consent it is the one that the consent names.
        on: the last day here.
        consent: of the controller, to a transfer to this party.
    Raises:
        Refused: OTHER_SIDE, CONSENT_MISSING, STEP_NOT_POSSIBLE.
    """
    with changing(actor, STEP, on=agreement) as change:
        found = held(agreement)
        if side_of(actor) is not Side.PROCESSOR:
            raise Refused(codes.OTHER_SIDE)
        _require_consent(found, consent, actor)
        keep(change, found, after(found.contract, found.standing, steps.EndWithMain(on=on), actor.at))
        flows.follow(change, found)
        facts = {"on": str(on)} | ({"consent": str(consent.pk)} if consent else {})
        words = ": ".join(each for each in (consent.about if consent else to, reason.strip()) if each)
        made = remember(change, found, Happened.ASSIGNED, side=Side.PROCESSOR, reason=words, facts=facts)
        tell(change, found, "assigned")
    return made


def _require_consent(agreement: Agreement, consent: Consent | None, actor: Actor) -> None:
    contract = agreement.contract
    standing = standing_consents(agreement, ConsentKind.ASSIGNMENT, actor.at)
    given = consent is not None and standing.filter(pk=consent.pk).exists()
    if not given and (consent is not None or contract.regime.transfer.assignment_needs_consent):
        raise Refused(codes.CONSENT_MISSING, clause=article(contract, Clause.TRANSFER) or Clause.TRANSFER.value)

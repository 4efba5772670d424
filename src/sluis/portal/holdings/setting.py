"""For how long a kind of record is kept: for one organisation, or for all through the operator's own term."""

from sluis.deadlines import Term
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.access.models import Organisation
from sluis.portal.holdings.models import Retention
from sluis.portal.holdings.register import Holding, held
from sluis.portal.holdings.rights import TERMS
from sluis.refusals import Refused
from sluis.refusals.catalogue import holdings
from sluis.refusals.catalogue import work as codes


def set_term(actor: Actor, *, organisation: Organisation, record: str, term: Term | None) -> None:
    """Set a term, or with none go back to what holds for all.

    Whose data they are decides, and nobody else (Z-102, I-08); about what stays with the operator the operator does.

    Raises:
        Refused: NO_SUCH_RECORD, when there is none or when nothing says from when its term would run;
            ORGANISATION_DECIDES, OPERATOR_DECIDES.
    """
    with changing(actor, TERMS, on=organisation) as change:
        holding = held().get(record)
        if holding is None or not holding.since:
            raise Refused(codes.NO_SUCH_RECORD)
        _require_decides(actor, organisation, holding)
        found = Retention.everything.select_for_update().filter(organisation=organisation, record=record).first()
        row = found or Retention(organisation=organisation, record=record)
        change.record("retention.set" if term else "retention.unset", row, objects={"holding": record})
        if term:
            row.term = str(term)
            row.full_clean(validate_constraints=False)
            row.save()
        elif found:
            row.delete()


def decides(actor: Actor, organisation: Organisation, holding: Holding) -> bool:
    """Whether it is this actor's side that says for how long these records are kept."""
    operators = organisation.is_operator or holding.remains is not None
    return bool(actor.program) or actor.is_operator == operators


def _require_decides(actor: Actor, organisation: Organisation, holding: Holding) -> None:
    if not decides(actor, organisation, holding):
        raise Refused(holdings.ORGANISATION_DECIDES if actor.is_operator else holdings.OPERATOR_DECIDES)

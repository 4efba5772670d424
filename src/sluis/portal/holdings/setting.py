"""For how long a kind of record is kept: for one organisation, or for all through the operator's own term."""

from sluis.deadlines import Term
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.access.models import Organisation
from sluis.portal.holdings.models import Retention
from sluis.portal.holdings.register import held
from sluis.portal.holdings.rights import TERMS
from sluis.refusals import Refused
from sluis.refusals.catalogue import work as codes


def set_term(actor: Actor, *, organisation: Organisation, record: str, term: Term | None) -> None:
    """Set a term, or with none go back to what holds for all.

    Raises:
        Refused: NO_SUCH_RECORD, when there is none or when nothing says from when its term would run.
    """
    with changing(actor, TERMS, on=organisation) as change:
        holding = held().get(record)
        if holding is None or not holding.since:
            raise Refused(codes.NO_SUCH_RECORD)
        found = Retention.everything.select_for_update().filter(organisation=organisation, record=record).first()
        row = found or Retention(organisation=organisation, record=record)
        change.record("retention.set" if term else "retention.unset", row, objects={"holding": record})
        if term:
            row.term = str(term)
            row.full_clean(validate_constraints=False)
            row.save()
        elif found:
            row.delete()

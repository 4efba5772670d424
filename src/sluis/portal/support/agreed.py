"""What was agreed on about help: whether it may be given at all, with how many records, and how long they may stay."""

from datetime import datetime

from django.conf import settings

from sluis.agreement.clauses import Clause
from sluis.agreement.numbering import article
from sluis.agreement.processings import Verb
from sluis.agreement.standing import State
from sluis.deadlines import Deadline, Term, Unit
from sluis.portal.agreements.happening import now
from sluis.portal.agreements.models import Agreement, Flow
from sluis.portal.deliveries.models import Delivery
from sluis.portal.support.models import MOST_RECORDS
from sluis.refusals import Code, Refused
from sluis.refusals.catalogue import contracts, support

COUNTRY = "NL"
"""Where the service desk works."""
TERM = Term(10, Unit.OFFICE_DAYS)
"""Where an agreement names no term of its own."""


def agreement_of(delivery: Delivery) -> Agreement:
    """The agreement under which something was delivered.

    Raises:
        Refused: NO_AGREEMENT.
    """
    under = Flow.everything.filter(exchange=delivery.route.exchange, organisation=delivery.organisation_id)
    flow = under.select_related("agreement__current", "agreement__main", "agreement__organisation").first()
    if flow is None:
        raise Refused(support.NO_AGREEMENT)
    found: Agreement = flow.agreement
    return found


def require_agreed(agreement: Agreement, at: datetime) -> str:
    """The clause on which help rests; help is refused when it has none that counts now.

    Raises:
        Refused: NOT_STARTED, SUSPENDED, ENDED, VERB_NOT_AGREED, COUNTRY_NOT_AGREED, each with the clause.
    """
    contract = agreement.contract
    verb, state = Verb.SUPPORT, now(agreement, at).state
    if state is State.SUSPENDED:
        raise _refused(agreement, contracts.SUSPENDED, Clause.DEFAULT)
    if state is not State.IN_FORCE:
        over = state in (State.ENDED, State.CLOSED, State.SUPERSEDED, State.WITHDRAWN)
        raise _refused(agreement, contracts.ENDED if over else contracts.NOT_STARTED, Clause.TERM)
    if verb not in agreement.effects(at).verbs:
        raise _refused(agreement, contracts.VERB_NOT_AGREED, Clause.DATA, verb=verb.value)
    if COUNTRY not in contract.countries(verb):
        raise _refused(agreement, contracts.COUNTRY_NOT_AGREED, Clause.PLACE, country=COUNTRY)
    return article(contract, Clause.DATA) or Clause.DATA.value


def is_agreed(agreement: Agreement, at: datetime) -> bool:
    """Whether help may be given under it at a moment."""
    try:
        require_agreed(agreement, at)
    except Refused:
        return False
    return True


def most_records() -> int:
    """How many records an offer may ask for."""
    return int(getattr(settings, "SUPPORT_MOST_RECORDS", MOST_RECORDS))


def deletion(agreement: Agreement, start: datetime) -> Deadline:
    """By when what was handed over must be gone, counted from the moment on which the request was closed."""
    return Deadline.of(agreement.contract.regime.retention.support_data or TERM, start)


def backup_days(agreement: Agreement) -> int:
    """So long what was deleted may lie in backups."""
    return agreement.contract.regime.retention.backup_days


def _refused(agreement: Agreement, code: Code, about: Clause, **facts: str) -> Refused:
    clause = article(agreement.contract, about) or about.value
    return Refused(code, agreement=agreement.number, clause=clause, **facts)

"""Who is the designated contact of a controller."""

from datetime import date

from sluis.agreement.clauses import Clause
from sluis.agreement.contract import ContactKind, Side
from sluis.agreement.numbering import article
from sluis.portal.access.actor import Actor
from sluis.portal.agreements.models import Agreement
from sluis.portal.organisations.choices import ContactRole
from sluis.portal.organisations.models import Contact
from sluis.refusals import Refused
from sluis.refusals.catalogue import instructions as codes


def addresses(agreement: Agreement, on: date) -> frozenset[str]:
    """Of the contract managers that the organisation has on record on a day; else of the one that the agreement names."""
    kept = Contact.everything.filter(
        Contact.in_force(on), organisation=agreement.organisation, role=ContactRole.CONTRACT_MANAGER.value
    )
    found = {one.email.casefold() for one in kept.select_related("deputy")}
    found |= {one.deputy.email.casefold() for one in kept if one.deputy}
    return frozenset(found) or frozenset(
        one.email.casefold()
        for one in agreement.contract.contacts
        if one.side is Side.CONTROLLER and one.kind is ContactKind.CONTRACT_MANAGER
    )


def is_contact(actor: Actor, agreement: Agreement, on: date) -> bool:
    """Whether this person's word counts under an agreement."""
    if not agreement.contract.regime.instructions.only_contact or actor.person is None:
        return True
    return actor.person.email.casefold() in addresses(agreement, on)


def require_contact(actor: Actor, agreement: Agreement, on: date) -> None:
    """Refuse whoever is not the designated contact, where the agreement asks for that.

    Raises:
        Refused: NOT_THE_CONTACT.
    """
    if not is_contact(actor, agreement, on):
        clause = article(agreement.contract, Clause.INSTRUCTIONS) or Clause.INSTRUCTIONS.value
        raise Refused(codes.NOT_THE_CONTACT, clause=clause)

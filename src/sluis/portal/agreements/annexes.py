"""The annexes of an agreement: what each is called, and what stands in it."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from sluis.agreement.contract import Contract
from sluis.agreement.regime import BreachContacts
from sluis.portal.ui.navigation import Text


@dataclass(frozen=True, slots=True)
class Annex:
    """One annex; `name` is how signatures name it when it is initialled."""

    name: str
    label: Text


_PROCESSINGS = Annex("processings", _("Description of the processing"))
_MEASURES = Annex("measures", _("Security"))
_CONTACTS = Annex("contacts", _("Contacts about breaches"))
_SUBPROCESSORS = Annex("subprocessors", _("Subprocessors and other third parties"))
_FLOWS = Annex("flows", _("Deliveries of the exchange"))


def annexes_of(contract: Contract) -> tuple[Annex, ...]:
    """The annexes in their order; those that say nothing are left out."""
    there = {
        _PROCESSINGS: True,
        _MEASURES: True,
        _CONTACTS: contract.regime.breach.contacts is not BreachContacts.NONE,
        _SUBPROCESSORS: bool(contract.subprocessors),
        _FLOWS: bool(contract.flows),
    }
    return tuple(annex for annex, said in there.items() if said)

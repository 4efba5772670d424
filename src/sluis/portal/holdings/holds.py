"""Reasons why records cannot be destroyed, such as a law that says how long. Higher apps know and declare them.

    hold_back("invoices", lambda organisation, record, at: _("The tax law keeps it for 7 years.") if … else None)

What cannot be destroyed is blocked instead (`blocking`).
"""

from collections.abc import Callable
from datetime import datetime

from sluis.portal.access.models import Organisation
from sluis.portal.holdings.register import held
from sluis.portal.ui.navigation import Text

Ask = Callable[[Organisation, str, datetime], Text | None]

_holds: dict[str, Ask] = {}


def hold_back(name: str, ask: Ask) -> None:
    """Declare one; it is asked about each kind of record. A name that is declared again replaces the earlier one."""
    _holds[name] = ask


def held_back(organisation: Organisation, at: datetime) -> dict[str, Text]:
    """Kinds of records of an organisation that cannot be destroyed: kind → reason."""
    found: dict[str, Text] = {}
    for _name, ask in sorted(_holds.items()):
        for record in held():
            reason = ask(organisation, record, at) if record not in found else None
            if reason:
                found[record] = reason
    return found

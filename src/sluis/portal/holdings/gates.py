"""Reasons why an export is withheld. Higher apps know them, and declare themselves when they start.

    gate("subscriptions", lambda organisation, at: _("Invoices are open.") if … else None)

Most agreements allow no such reason: whoever entrusted data can always take them along.
"""

from collections.abc import Callable
from datetime import datetime

from sluis.portal.access.models import Organisation
from sluis.portal.ui.navigation import Text

Ask = Callable[[Organisation, datetime], Text | None]

_gates: dict[str, Ask] = {}


def gate(name: str, ask: Ask) -> None:
    """Declare a gate; a name that is declared again replaces the earlier one."""
    _gates[name] = ask


def withheld(organisation: Organisation, at: datetime) -> dict[str, Text]:
    """Why nothing may be taken along now: gate → reason; empty when all are open."""
    asked = ((name, ask(organisation, at)) for name, ask in sorted(_gates.items()))
    return {name: reason for name, reason in asked if reason}

"""One record of each kind, for the tests that walk through every page."""

from datetime import timedelta
from typing import Any

import calendaring
import casting

from sluis.portal.access.models import Organisation
from sluis.portal.rounds import extending

ROUND = ("round", "ask", "nothing", "sign-off", "again", "extend", "reopen", "decline", "close")
SCHEDULE = ("schedule", "replan", "add", "copy", "stop")


def examples(home: Organisation) -> dict[str, dict[str, Any]]:
    """Address → ids."""
    found = calendaring.by_hand(calendaring.place(home))
    until = casting.today() + timedelta(days=60)
    asked = extending.ask(
        casting.tester(), round=found, until=until, reason="De Bestanden van de Proef zijn niet klaar"
    )
    return {
        **{f"rounds:{name}": {"pk": found.pk} for name in ROUND},
        **{f"rounds:{name}": {"pk": found.schedule_id} for name in SCHEDULE},
        "rounds:decide": {"pk": asked.pk},
    }
